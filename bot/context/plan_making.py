"""A plan made on a card or a page: the form with its dates and its faults."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import plan_checks, plan_offers, planned_series, series_files
from bot.context.plan_checks import Plan
from bot.context.plan_offers import Ground
from bot.context.planned_for import planned_for
from bot.context.series_checks import FaultyPlan
from bot.errors import NotAllowed
from content.phase_offers import usual_phases
from content.vocabulary.plan_faults import AskedThatWeek, MayNotPlan, OverMinutes, PlanFault
from content.vocabulary.planning import PlanAsked, PlanForm, Rested
from dialogs.model import Actor, Intention
from dialogs.permissions import Verb, may
from dialogs.planning.filling import read_form, times_of
from dialogs.planning.planning import SeriesFile
from dialogs.planning.stored_forms import form_of
from storage.series import one_series

_MARK = 12  # characters of a mark of remarks
_VERSION = 8  # characters, as of any form's key


@dataclass(frozen=True)
class Making:
    """A plan made by the actor; `series` is the id of a series to change, "" for a new plan."""

    actor: Actor
    found: Ground
    key: str
    series: str = ""

    @property
    def municipality(self) -> str:
        return self.found.town.id

    def id_of(self, form: PlanForm) -> str:
        """A new plan's id ends in the form's key: the same form never plans twice."""
        group = form.groups[0] if form.groups else "plan"
        return self.series or f"{group[:40]}-{form.first[:10]}-{self.key}"

    def read(self, form: PlanForm, *, now: datetime) -> SeriesFile | tuple[PlanFault, ...]:
        account = self.actor.account
        own = account.object_id.lower() if account is not None else ""
        form, led_by = self.with_usual_phases(form), form.led_by or own
        read = read_form(form, its_id=self.id_of(form), led_by=led_by, now=now, is_new=not self.series)
        # The form shows every meeting: what is changed in it is changed by hand.
        return replace(read, meetings_by_hand=()) if isinstance(read, SeriesFile) else read

    def with_usual_phases(self, form: PlanForm) -> PlanForm:
        """Of a new plan that is to be carried out, as a card sends it."""
        if self.series or form.phases or form.intention != Intention.IMPLEMENTING:
            return form
        return replace(form, phases=usual_phases(times_of(form), self.found.language))


async def asked(c: AsyncConnection, making: Making, form: PlanForm, *, now: datetime) -> PlanAsked:
    """The form up to date."""
    found = making.found
    shown = PlanAsked(making.municipality, making.key, form, found.offers(), series=making.series)
    shown = replace(shown, rested=await _rested(c, making, form))
    wanted = making.read(form, now=now)
    if not isinstance(wanted, SeriesFile):
        return replace(shown, faults=wanted)
    groups = [group for group in found.groups if group.id in form.groups]
    faults = await plan_checks.faults(c, making.municipality, groups, wanted, now=now)
    try:
        plan = await _plan(c, making, wanted, now=now)
    except FaultyPlan as faulty:
        return replace(shown, faults=(*faults, *faulty.faults))
    except NotAllowed:
        return replace(shown, faults=(*faults, MayNotPlan()))
    shown = replace(shown, faults=faults)
    return await _with_plan(c, shown, making, plan=plan, wanted=wanted, now=now)


async def _plan(c: AsyncConnection, making: Making, wanted: SeriesFile, *, now: datetime) -> Plan:
    owner, catalogue = making.municipality, making.found.catalogue
    await planned_series.require_right(c, making.actor, wanted, owner, now=now)
    planned = await planned_series.planned(c, catalogue, wanted, owner, now=now)
    warned = tuple(one.told for one in planned.warned)
    return Plan(planned.series, planned.sessions, planned.attention, planned.lacking, warned)


async def _with_plan(
    c: AsyncConnection, shown: PlanAsked, making: Making, *, plan: Plan, wanted: SeriesFile, now: datetime
) -> PlanAsked:
    groups = [group for group in making.found.groups if group.id in wanted.groups]
    remarks = await plan_checks.remarks(c, plan, groups, wanted, now=now)
    to_confirm = [one for one in remarks if isinstance(one, AskedThatWeek | OverMinutes)]
    return replace(
        shown,
        dates=plan_checks.dates(plan, making.found.catalogue, now=now),
        remarks=remarks,
        mark=sha256(repr(to_confirm).encode()).hexdigest()[:_MARK] if to_confirm else "",
    )


async def _rested(c: AsyncConnection, making: Making, form: PlanForm) -> Rested | None:
    areas = plan_offers.named(making.found.offers().areas, form.areas)
    if len(form.areas) != 1 or not areas or not form.groups:
        return None
    return await plan_offers.rested(c, making.municipality, form.groups[0], form.areas[0], areas[0])


def version_of(form: PlanForm) -> str:
    """The key of a form for changing a series; every change of the series changes the key."""
    return sha256(repr(form).encode()).hexdigest()[:_VERSION]


async def form_of_series(c: AsyncConnection, making: Making, *, now: datetime) -> PlanForm | None:
    """The stored series as a form; None for an unknown series, and without the right to change the series."""
    series = await one_series(c, making.municipality, making.series)
    if series is None:
        return None
    on = await planned_for(c, making.municipality, series.groups, now=now)
    if not may(making.actor, Verb.PLAN_SERIES, on):
        return None
    return form_of(await series_files.file_of(c, series))
