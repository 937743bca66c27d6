"""The annual wheel: a school year of the groups with a plan open to the reader."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import gating, plans, steps
from bot.context.catalogues import Catalogues
from bot.context.pages import school_years
from bot.context.schooldays import days_of_groups
from content.vocabulary.overview import DaysOff
from content.vocabulary.pictures import InYear, PlanPage, YearIn
from dialogs.calendar.days_off import stretches
from dialogs.calendar.instants import local
from dialogs.calendar.school_year import lasts, school_year, year_label
from dialogs.model import Actor, Group, Language, Session, Stage
from storage.meetings import meetings_between
from storage.sessions import sessions_between

_ALL = 1000  # plans, and meetings, on a page


async def plan_page(
    c: AsyncConnection, catalogues: Catalogues, actor: Actor, language: Language, year: int = 0, *, now: datetime
) -> PlanPage:
    """`year` is the calendar year in which the school year begins, 0 for the present one."""
    wanted = year or school_year(local(now).date())
    places = [one.municipality for one in actor.identities]
    groups = {place: plans.groups_seen(actor, await steps.town(c, place)) for place in places}
    before, after = await school_years.around(c, wanted, groups)
    return PlanPage(
        wanted,
        tuple([await year_in(c, catalogues, actor, place, language, year=wanted, now=now) for place in places]),
        before=before,
        after=after,
    )


async def year_in(
    c: AsyncConnection,
    catalogues: Catalogues,
    actor: Actor,
    municipality: str,
    language: Language,
    *,
    year: int,
    now: datetime,
) -> YearIn:
    town = await steps.town(c, municipality)
    groups = plans.groups_seen(actor, town)
    names = {group.id: group.name for group in groups}
    since, until = lasts(year)
    sessions = await sessions_between(c, municipality, list(names), since=since, until=until)
    themes = await plans.themes(c, catalogues, sessions, language, now=now)
    meetings = await meetings_between(c, municipality, list(names), since=since, until=until)
    waits = await gating.waited_for(c, municipality, sessions)
    planned = [*_sessions(sessions, names, themes, waits), *_meetings(meetings, names)]
    return YearIn(
        municipality=town.units[municipality].name,
        year=year,
        label=year_label(year),
        today=local(now).date(),
        planned=tuple(sorted(planned, key=lambda one: (one.at, one.is_meeting, one.groups))),
        days_off=await _days_off(c, municipality, groups, year),
        plan=await plans.plan_in(c, catalogues, actor, municipality, language, most=_ALL, meetings_shown=_ALL, now=now),
    )


def _sessions(
    sessions: Iterable[Session],
    names: Mapping[str, str],
    themes: Mapping[str, tuple[str, ...]],
    waits: Mapping[tuple[str, str], str],
) -> Iterable[InYear]:
    """Groups of a series with a session at the same moment stand together."""
    together: dict[tuple[datetime, str, str], list[str]] = {}
    for one in sessions:
        waits_for = waits.get((one.series, one.group), "") if one.stage is Stage.WAITING else ""
        together.setdefault((one.opens_at, one.series, waits_for), []).append(names[one.group])
    for (at, series, waits_for), groups in together.items():
        yield InYear(local(at), tuple(sorted(groups)), themes[series], waits_for=waits_for)


def _meetings(meetings: Iterable[tuple[str, datetime]], names: Mapping[str, str]) -> Iterable[InYear]:
    for group, at in meetings:
        yield InYear(local(at), (names[group],), is_meeting=True)


async def _days_off(c: AsyncConnection, municipality: str, groups: Sequence[Group], year: int) -> tuple[DaysOff, ...]:
    days = await days_of_groups(c, municipality, groups)
    first, end = (local(at).date() for at in lasts(year))
    return tuple(DaysOff(*one) for one in stretches(list(days.values()), first, within=(end - first).days))
