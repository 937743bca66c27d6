"""Faults and remarks for a plan's form, beside the checks of a series' file: nobody to ask, asked already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.attention import Attention
from content.catalogue import Catalogue
from content.vocabulary.plan_faults import (
    AskedThatWeek,
    NobodyToAsk,
    NoSkolerute,
    OverMinutes,
    OwnTime,
    PlanFault,
    PlannedAlready,
    PlanRemark,
)
from content.vocabulary.plan_remarks import FoundInPlan, PlanVacancy
from content.vocabulary.planning import PlanDates, PlannedDate
from dialogs.asking import prompting
from dialogs.calendar.instants import local
from dialogs.model import Group, Series, Session, Stage
from dialogs.planning.placing import day_off_met
from dialogs.planning.planning import SeriesFile
from storage.memberships import members_of
from storage.series import one_series
from storage.sessions import sessions_of_group

_MOST_WEEKS = 3  # told of
_COMING = frozenset({Stage.PLANNED, Stage.WAITING})
_ASKING = frozenset({Stage.PLANNED, Stage.WAITING, Stage.OPEN})


@dataclass(frozen=True)
class Plan:
    """A plan as it would be: its sessions to come, of all groups, and what all series ask of people."""

    series: Series
    sessions: tuple[Session, ...]
    attention: Attention
    lacking: str
    warned: tuple[FoundInPlan, ...] = ()


async def faults(
    c: AsyncConnection, municipality: str, groups: Iterable[Group], wanted: SeriesFile, *, now: datetime
) -> tuple[PlanFault, ...]:
    found: list[PlanFault] = []
    for group in groups:
        members = await members_of(c, municipality, [group.id], now=now)
        if not prompting.writing(members, leading_only=False):
            found.append(NobodyToAsk(group.name))
        elif (same := await _same(c, municipality, group, wanted, now=now)) is not None:
            found.append(same)
    return tuple(found)


async def _same(
    c: AsyncConnection, municipality: str, group: Group, wanted: SeriesFile, *, now: datetime
) -> PlannedAlready | None:
    """A series of the group's with the same kind of session about the same, that still has something to ask.

    None for a plan that asks the group about this already: whoever changes a time there plans nothing again.
    """
    stands = await one_series(c, municipality, wanted.id)
    if stands is not None and group.id in stands.groups and _about(stands) == _about(wanted):
        return None
    ahead: dict[str, datetime] = {}
    for one in await sessions_of_group(c, municipality, group.id):
        if one.stage in _COMING and one.opens_at >= now and one.series != wanted.id:
            ahead[one.series] = one.opens_at
    for name, last in ahead.items():
        series = await one_series(c, municipality, name)
        if series and _about(series) == _about(wanted):
            return PlannedAlready(group.name, local(last).date(), name)
    return None


def _about(plan: Series | SeriesFile) -> tuple[object, ...]:
    limits = (plan.areas, plan.requirements, plan.prompts)
    return (plan.protocol, plan.phase, plan.audience, *(frozenset(one) for one in limits))


async def remarks(
    c: AsyncConnection, plan: Plan, groups: Iterable[Group], wanted: SeriesFile, *, now: datetime
) -> tuple[PlanRemark, ...]:
    found: list[PlanRemark] = []
    for group in groups:
        if group.time is not None and group.time != wanted.time:
            found.append(OwnTime(group.name, f"{group.time:%H.%M}"))
        found += await _asked_that_week(c, plan, group, now=now)
    most = plan.attention.settings.minutes_a_week
    over = [week for week in plan.attention.over if plan.series.id in week.series]
    found += [OverMinutes(week.number, week.minutes, most) for week in over[:1] if most is not None]
    warned = (one for one in plan.warned if not _is_fault(one))
    return (*found, *warned, *([NoSkolerute()] if plan.lacking else []))


def _is_fault(one: FoundInPlan) -> bool:
    """A group with nobody to ask now stands among the faults."""
    return isinstance(one, PlanVacancy) and one.post == "answering" and one.since is None


async def _asked_that_week(c: AsyncConnection, plan: Plan, group: Group, *, now: datetime) -> list[AskedThatWeek]:
    mine = {_week(one.opens_at) for one in plan.sessions if one.group == group.id and one.stage in _ASKING}
    others = [
        one
        for one in await sessions_of_group(c, plan.series.municipality, group.id)
        if one.stage in _ASKING and one.series != plan.series.id and one.opens_at >= now
    ]
    met = [one for one in others if _week(one.opens_at) in mine]
    return [AskedThatWeek(group.name, local(one.opens_at)) for one in met[:_MOST_WEEKS]]


def _week(at: datetime) -> tuple[int, int]:
    year, number, _ = local(at).isocalendar()
    return year, number


def dates(plan: Plan, catalogue: Catalogue, *, now: datetime) -> PlanDates:
    """The dates of the first group with sessions ahead."""
    ahead = [one for one in plan.sessions if one.opens_at >= now and one.stage in {*_COMING, Stage.SKIPPED}]
    first = [one for one in ahead if one.group == ahead[0].group] if ahead else []
    protocol = catalogue.protocols[plan.series.protocol]
    return PlanDates(tuple(_date(one) for one in first), sum(step.minutes for step in protocol.steps))


def _date(session: Session) -> PlannedDate:
    meant = local(session.moved_from) if session.moved_from is not None else None
    return PlannedDate(
        local(session.opens_at), meant, day_off_met(session.moved_why), is_skipped=session.stage is Stage.SKIPPED
    )
