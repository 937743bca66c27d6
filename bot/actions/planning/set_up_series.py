"""«Planlegg»: a card with good choices made, brought up to date, started, undone; nothing is kept before «Start»."""

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from secrets import token_hex

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import plan_making, plan_offers, planned_for, steps
from bot.context.catalogues import Catalogues
from bot.context.guarded_words import Check, judged
from bot.context.plan_making import Making
from bot.context.plan_offers import Ground
from bot.context.planned_series import Ended
from bot.context.series_checks import FaultyPlan
from bot.context.text_guard import TextGuard
from bot.errors import NotAllowed, SeriesChanged, UnknownSeries
from content.presses import LeavePlan, OnPlan, SayCommand, ShowPlanDates, StartPlan, UndoPlan
from content.vocabulary.messages import Message
from content.vocabulary.plan_faults import ChangedMeanwhile, MayNotPlan, NotTaken
from content.vocabulary.planning import (
    NobodyToPlanFor,
    PlanAsked,
    PlanEnded,
    PlanForm,
    PlanLeft,
    PlanStarted,
    PlanUndone,
    PlanWhere,
)
from content.vocabulary.steering import SeriesGone
from dialogs.events import Commanded, Form
from dialogs.guarding.stopping import Stop
from dialogs.model import Actor, Happening, Language
from dialogs.planning.planning import SeriesFile
from dialogs.turn import Turn, in_place
from storage.database import Database
from storage.series import all_series, newest_version

Planner = Callable[..., Awaitable[object]]
"""`plan_series` with its database and catalogues."""
Ender = Callable[..., Awaitable[Ended]]
"""`end_series` with its database."""

_COMMAND = "set_up"
_BYTES = 4  # of a form's key
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

    async def work(c: AsyncConnection) -> PlanAsked:
        form = await plan_offers.filled_in(c, found, now=now)
        return await plan_making.asked(c, Making(actor, found, token_hex(_BYTES)), form, now=now)

    return Turn(language, say=(await db.read(work),))


async def press_plan(
    db: Database,
    catalogues: Catalogues,
    about: Happening,
    press: OnPlan,
    form: Form,
    *,
    actor: Actor,
    guard: TextGuard,
    plan: Planner,
    end: Ender,
    now: datetime,
) -> Turn:
    language = await db.read(partial(steps.language_for, about=about))
    if isinstance(press, LeavePlan):
        return in_place(about, language, PlanLeft())
    if isinstance(press, UndoPlan):
        return in_place(about, language, await _undone(end, press, actor=actor, now=now))
    found = await _ground(db, catalogues, actor, press.municipality, language, now=now)
    if not found.groups:
        return in_place(about, language, NobodyToPlanFor())
    if press.series and await _stored_form(db, Making(actor, found, press.key, press.series), now=now) is None:
        return in_place(about, language, SeriesGone())
    key = press.key if _KEY.fullmatch(press.key) else token_hex(_BYTES)
    making, filled = Making(actor, found, key, press.series), form.plan or PlanForm()
    return in_place(
        about, language, await _pressed(db, catalogues, making, press, filled, guard=guard, plan=plan, now=now)
    )


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


async def _undone(end: Ender, press: UndoPlan, *, actor: Actor, now: datetime) -> Message:
    try:
        ended = await end(press.series, actor=actor, now=now, municipality=press.municipality)
    except (NotAllowed, UnknownSeries):
        return NobodyToPlanFor()
    return PlanEnded() if ended.begun else PlanUndone()


async def _pressed(
    db: Database,
    catalogues: Catalogues,
    making: Making,
    press: ShowPlanDates | StartPlan,
    form: PlanForm,
    *,
    guard: TextGuard,
    plan: Planner,
    now: datetime,
) -> Message:
    if isinstance(press, StartPlan) and not press.series and (there := await _of_key(db, making, now=now)):
        return replace(await _told(db, catalogues, making, there, now=now), was_there=True)
    asked = await db.read(partial(plan_making.asked, making=making, form=form, now=now))
    stopped = tuple(NotTaken(key) for key, text in _own_words(form) if _is_stopped(text, making, guard))
    if stopped:
        return replace(asked, faults=(*asked.faults, *stopped))
    if not isinstance(press, StartPlan) or asked.faults:
        return asked
    seen = await db.read(partial(_seen, making=making, now=now)) if press.series else None
    if press.series and seen is None:
        return replace(asked, faults=(ChangedMeanwhile(),))
    if asked.mark != press.mark:
        return replace(asked, asks_again=True)
    return await _started(db, catalogues, making, asked, plan=partial(plan, seen=seen), now=now)


def _own_words(form: PlanForm) -> Iterator[tuple[str, str]]:
    """(key, text) of the fields that the planner has written words of their own in."""
    yield from (("goals", form.goals), ("need", form.need))
    yield from (("taking_part", form.taking_part), ("anchoring", form.anchoring))
    yield "phases", "\n\n".join(text for phase in form.phases for text in (phase.name, *phase.checkpoints))


def _is_stopped(text: str, making: Making, guard: TextGuard) -> bool:
    return bool(text) and isinstance(judged((text,), Check(guard), language=making.found.language), Stop)


async def _stored_form(db: Database, making: Making, *, now: datetime) -> PlanForm | None:
    return await db.read(partial(plan_making.form_of_series, making=making, now=now))


async def _seen(c: AsyncConnection, making: Making, *, now: datetime) -> int | None:
    """The version of the series that the form was filled in from; None where the series has been changed since."""
    stands = await plan_making.form_of_series(c, making, now=now)
    if stands is None or plan_making.version_of(stands) != making.key:
        return None
    return await newest_version(c, making.municipality, making.series)


async def _of_key(db: Database, making: Making, *, now: datetime) -> str:
    """The series that the same form has started already, "" for none; a key made by hand opens nobody else's."""
    known = await db.read(partial(all_series, municipality=making.municipality))
    for one in known:
        if one.endswith(f"-{making.key}") and await _stored_form(db, replace(making, series=one), now=now):
            return one
    return ""


async def _started(
    db: Database, catalogues: Catalogues, making: Making, asked: PlanAsked, *, plan: Planner, now: datetime
) -> PlanAsked | PlanStarted:
    wanted = making.read(asked.form, now=now)
    if not isinstance(wanted, SeriesFile):
        return replace(asked, faults=wanted)
    try:
        await plan(wanted, actor=making.actor, now=now, municipality=making.municipality)
    except FaultyPlan as faulty:  # by what has changed since the form was read
        return replace(asked, faults=faulty.faults)
    except SeriesChanged:  # at this moment: the form is to know the version that stands now
        anew = await db.read(partial(plan_making.asked, making=making, form=asked.form, now=now))
        return replace(anew, faults=(ChangedMeanwhile(),))
    except NotAllowed:
        return replace(asked, faults=(MayNotPlan(),))
    return await _told(db, catalogues, making, wanted.id, now=now)


async def _told(db: Database, catalogues: Catalogues, making: Making, series: str, *, now: datetime) -> PlanStarted:
    about = (making.municipality, series, making.found.language)
    return await db.read(lambda c: plan_offers.started(c, catalogues, *about, now=now))
