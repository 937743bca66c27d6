"""The annual wheel: a school year of the groups whose plan the reader may see."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import plans, steps
from bot.context.catalogues import Catalogues
from bot.context.schooldays import days_of_groups
from content.vocabulary.overview import DaysOff
from content.vocabulary.pictures import InYear, PlanPage, YearIn
from dialogs.calendar.days_off import stretches
from dialogs.calendar.instants import instant, local
from dialogs.calendar.school_year import school_year, year_label
from dialogs.model import Actor, Group, Language, Session
from storage.meetings import meetings_between
from storage.sessions import first_and_last_opening, sessions_between

_AUGUST = 8
_ALL = 1000  # plans, and meetings, on a page


async def plan_page(
    c: AsyncConnection, catalogues: Catalogues, actor: Actor, language: Language, year: int = 0, *, now: datetime
) -> PlanPage:
    """`year` is the calendar year in which the school year begins, 0 for the present one."""
    wanted = year or school_year(local(now).date())
    places = [one.municipality for one in actor.identities]
    known = [found for place in places for found in await _years_known(c, actor, place)]
    return PlanPage(
        wanted,
        tuple([await _year_in(c, catalogues, actor, place, language, year=wanted, now=now) for place in places]),
        before=max((one for one in known if one < wanted), default=0),
        after=min((one for one in known if one > wanted), default=0),
    )


async def _years_known(c: AsyncConnection, actor: Actor, municipality: str) -> Sequence[int]:
    """School years from the groups' first session to their last."""
    groups = plans.groups_seen(actor, await steps.town(c, municipality))
    found = await first_and_last_opening(c, municipality, [group.id for group in groups])
    if found is None:
        return ()
    first, last = (school_year(local(at).date()) for at in found)
    return range(first, last + 1)


async def _year_in(
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
    since, until = (instant(datetime(one, _AUGUST, 1)) for one in (year, year + 1))  # noqa: DTZ001 - local wall time
    sessions = await sessions_between(c, municipality, list(names), since=since, until=until)
    themes = await plans.themes(c, catalogues, sessions, language, now=now)
    meetings = await meetings_between(c, municipality, list(names), since=since, until=until)
    planned = [*_sessions(sessions, names, themes), *_meetings(meetings, names)]
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
    sessions: Iterable[Session], names: Mapping[str, str], themes: Mapping[str, tuple[str, ...]]
) -> Iterable[InYear]:
    """Groups of a series that are asked at the same moment stand together."""
    together: dict[tuple[datetime, str], list[str]] = {}
    for one in sessions:
        together.setdefault((one.opens_at, one.series), []).append(names[one.group])
    for (at, series), groups in together.items():
        yield InYear(local(at), tuple(sorted(groups)), themes[series])


def _meetings(meetings: Iterable[tuple[str, datetime]], names: Mapping[str, str]) -> Iterable[InYear]:
    for group, at in meetings:
        yield InYear(local(at), (names[group],), is_meeting=True)


async def _days_off(c: AsyncConnection, municipality: str, groups: Sequence[Group], year: int) -> tuple[DaysOff, ...]:
    days = await days_of_groups(c, municipality, groups)
    first, end = date(year, _AUGUST, 1), date(year + 1, _AUGUST, 1)
    return tuple(DaysOff(*one) for one in stretches(list(days.values()), first, within=(end - first).days))
