"""«Planlegg»: a card with good choices made, brought up to date, started, undone; nothing is kept before «Start»."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from secrets import token_hex

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.actions.planning.end_series import end_series
from bot.actions.planning.plan_series import Planned, plan_series
from bot.context import plan_checks, plan_offers, planned_for, steps
from bot.context.catalogues import Catalogues
from bot.context.plan_checks import Plan
from bot.context.plan_offers import Ground
from bot.context.series_checks import FaultyPlan
from bot.errors import NotAllowed, UnknownSeries
from content.presses import LeavePlan, OnPlan, SayCommand, ShowPlanDates, StartPlan, UndoPlan
from content.vocabulary.messages import Message
from content.vocabulary.plan_faults import AskedThatWeek, MayNotPlan, OverMinutes, PlanFault
from content.vocabulary.planning import (
    NobodyToPlanFor,
    PlanAsked,
    PlanEnded,
    PlanForm,
    PlanLeft,
    PlanStarted,
    PlanUndone,
    PlanWhere,
    Rested,
)
from dialogs.events import Commanded, Form
from dialogs.model import Actor, Happening, Language
from dialogs.planning.filling import read_form
from dialogs.planning.planning import SeriesFile
from dialogs.turn import Turn, in_place
from storage.database import Database
from storage.series import all_series

_COMMAND = "set_up"
_BYTES = 4  # of a card's key
_KEY = re.compile(rf"[0-9a-f]{{{2 * _BYTES}}}")


async def say_plan(db: Database, catalogues: Catalogues, said: Commanded, *, actor: Actor, now: datetime) -> Turn:
    """The form, filled in; whoever plans in several municipalities is asked for which."""
    language = await db.read(partial(steps.language_for, about=said.about))
    places = [place for place in await _places(db, actor, now=now) if said.municipality in ("", place[0])]
    if not places:
        return Turn(language, say=(NobodyToPlanFor(),))
    if len(places) > 1:
        return Turn(language, say=(PlanWhere(tuple((name, SayCommand(_COMMAND, "", id_)) for id_, name in places)),))
    found = await _ground(db, catalogues, actor, places[0][0], language, now=now)
    making = _Making(db, catalogues, actor, found, now)
    form = await db.read(partial(plan_offers.filled_in, found=found, now=now))
    return Turn(language, say=(await making.asked(form, key=token_hex(_BYTES)),))


async def press_plan(
    db: Database, catalogues: Catalogues, about: Happening, press: OnPlan, form: Form, *, actor: Actor, now: datetime
) -> Turn:
    language = await db.read(partial(steps.language_for, about=about))
    if isinstance(press, LeavePlan):
        return in_place(about, language, PlanLeft())
    if isinstance(press, UndoPlan):
        return in_place(about, language, await _undone(db, press, actor=actor, now=now))
    found = await _ground(db, catalogues, actor, press.municipality, language, now=now)
    if not found.groups:
        return in_place(about, language, NobodyToPlanFor())
    making = _Making(db, catalogues, actor, found, now)
    return in_place(about, language, await making.pressed(press, form.plan or PlanForm()))


async def _ground(
    db: Database, catalogues: Catalogues, actor: Actor, municipality: str, language: Language, *, now: datetime
) -> Ground:
    async def work(c: AsyncConnection) -> Ground:
        catalogue = await catalogues.at(c, municipality, now)
        return await plan_offers.ground(c, actor, catalogue, municipality, language, now=now)

    return await db.read(work)


async def _places(db: Database, actor: Actor, *, now: datetime) -> list[tuple[str, str]]:
    """(id, name) of the municipalities in which the actor plans for some group."""

    async def work(c: AsyncConnection) -> list[tuple[str, str]]:
        return [
            (id_, (await steps.town(c, id_)).units[id_].name)
            for id_ in (one.municipality for one in actor.identities)
            if await planned_for.groups_planned_by(c, actor, id_, now=now)
        ]

    return await db.read(work)


async def _undone(db: Database, press: UndoPlan, *, actor: Actor, now: datetime) -> Message:
    try:
        ended = await end_series(db, press.series, actor=actor, now=now, municipality=press.municipality)
    except (NotAllowed, UnknownSeries):
        return NobodyToPlanFor()
    return PlanEnded() if ended.begun else PlanUndone()


@dataclass(frozen=True)
class _Making:
    """A plan being made by the actor in a municipality."""

    db: Database
    catalogues: Catalogues
    actor: Actor
    found: Ground
    now: datetime

    @property
    def municipality(self) -> str:
        return self.found.town.id

    async def pressed(self, press: ShowPlanDates | StartPlan, form: PlanForm) -> Message:
        key = press.key if _KEY.fullmatch(press.key) else token_hex(_BYTES)
        if isinstance(press, StartPlan) and not press.series and (there := await self._of_key(key)):
            return replace(await self._told(there), was_there=True)
        asked = await self.asked(form, key=key, series=press.series)
        if not isinstance(press, StartPlan) or asked.faults:
            return asked
        if asked.mark != press.mark:
            return replace(asked, asks_again=True)
        return await self._started(asked, press.series or _id(form, key))

    async def asked(self, form: PlanForm, *, key: str, series: str = "") -> PlanAsked:
        asked = PlanAsked(self.municipality, key, form, self.found.offers(), series=series)
        wanted = self._read(form, series or _id(form, key), is_new=not series)
        asked = replace(asked, rested=await self._rested(form))
        if not isinstance(wanted, SeriesFile):
            return replace(asked, faults=wanted)
        groups = [group for group in self.found.groups if group.id in form.groups]
        own = await self.db.read(
            partial(plan_checks.faults, municipality=self.municipality, groups=groups, wanted=wanted, now=self.now)
        )
        planned = await self._planned(wanted, dry_run=True)
        if not isinstance(planned, Planned):
            return replace(asked, faults=(*own, *planned))
        plan = Plan(planned.series, planned.sessions, planned.attention, planned.lacking)
        remarks = await self.db.read(
            partial(plan_checks.remarks, plan=plan, groups=groups, wanted=wanted, now=self.now)
        )
        to_confirm = [one for one in remarks if isinstance(one, AskedThatWeek | OverMinutes)]
        return replace(
            asked,
            dates=plan_checks.dates(plan, self.found.catalogue, now=self.now),
            faults=own,
            remarks=remarks,
            mark=sha256(repr(to_confirm).encode()).hexdigest()[:12] if to_confirm else "",
        )

    def _read(self, form: PlanForm, its_id: str, *, is_new: bool) -> SeriesFile | tuple[PlanFault, ...]:
        account = self.actor.account
        led_by = account.object_id.lower() if account is not None else ""
        return read_form(form, its_id=its_id, led_by=led_by, now=self.now, is_new=is_new)

    async def _planned(self, wanted: SeriesFile, *, dry_run: bool = False) -> Planned | tuple[PlanFault, ...]:
        try:
            return await plan_series(
                self.db,
                self.catalogues,
                wanted,
                actor=self.actor,
                now=self.now,
                municipality=self.municipality,
                dry_run=dry_run,
            )
        except FaultyPlan as wrong:
            return wrong.faults
        except NotAllowed:
            return (MayNotPlan(),)

    async def _rested(self, form: PlanForm) -> Rested | None:
        areas = plan_offers.named(self.found.offers().areas, form.areas)
        if len(form.areas) != 1 or not areas or not form.groups:
            return None
        about = (self.municipality, form.groups[0], form.areas[0], areas[0])
        return await self.db.read(lambda c: plan_offers.rested(c, *about))

    async def _of_key(self, key: str) -> str:
        """The series that the card has started already, "" for none."""
        known = await self.db.read(partial(all_series, municipality=self.municipality))
        return next((one for one in known if key and one.endswith(f"-{key}")), "")

    async def _started(self, asked: PlanAsked, series: str) -> PlanAsked | PlanStarted:
        wanted = self._read(asked.form, series, is_new=not asked.series)
        planned = await self._planned(wanted) if isinstance(wanted, SeriesFile) else wanted
        return await self._told(series) if isinstance(planned, Planned) else replace(asked, faults=planned)

    async def _told(self, series: str) -> PlanStarted:
        return await self.db.read(
            lambda c: plan_offers.started(
                c, self.catalogues, self.municipality, series, self.found.language, now=self.now
            )
        )


def _id(form: PlanForm, key: str) -> str:
    """The id of the plan that a card makes, told by the card's key: the same card never plans twice."""
    group = form.groups[0] if form.groups else "plan"
    return f"{group[:40]}-{form.first[:10]}-{key}"
