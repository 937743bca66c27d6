"""The coverage of the model's areas in a school year: asked about, possible in a session to come, or resting."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import steps
from bot.context.catalogues import Catalogues
from bot.context.pages import school_years
from content.catalogue import Catalogue
from content.vocabulary.pictures import AreaCovered, CoverageIn, CoveragePage, Covered
from dialogs.asking import suiting
from dialogs.calendar.instants import local
from dialogs.calendar.school_year import lasts, school_year, year_label
from dialogs.model import Actor, Group, Language, Session
from dialogs.permissions import AtSchool, Verb, may
from dialogs.sharing.circles import Municipality
from storage.areas_asked import areas_asked
from storage.series import one_series
from storage.sessions import sessions_to_come

_Days = Mapping[tuple[str, str], Collection[date]]
"""(group, area) -> local days."""


async def coverage_page(
    c: AsyncConnection, catalogues: Catalogues, actor: Actor, language: Language, year: int = 0, *, now: datetime
) -> CoveragePage:
    """`year` is the calendar year in which the school year begins, 0 for the present one."""
    wanted = year or school_year(local(now).date())
    towns = [await steps.town(c, one.municipality) for one in actor.identities]
    before, after = await school_years.around(c, wanted, {town.id: _seen(actor, town) for town in towns})
    places = [await _place(c, catalogues, actor, town, language, year=wanted, now=now) for town in towns]
    return CoveragePage(wanted, tuple(places), before=before, after=after)


def _seen(actor: Actor, town: Municipality) -> list[Group]:
    """The groups with a coverage open to the actor."""
    return [
        group
        for group in town.groups.values()
        if may(actor, Verb.SEE_COVERAGE, AtSchool(town.id, group.id, town.beside(group.id)))
    ]


async def _place(
    c: AsyncConnection,
    catalogues: Catalogues,
    actor: Actor,
    town: Municipality,
    language: Language,
    *,
    year: int,
    now: datetime,
) -> CoverageIn:
    groups = sorted(_seen(actor, town), key=lambda group: group.name)
    catalogue = await catalogues.at(c, town.id, now)
    asked = await _asked(c, town, groups, year)
    coming = await _coming(c, catalogue, town, groups, year=year, now=now)
    today = local(now).date()

    def covered(name: str, of: Collection[Group]) -> Covered:
        ids = [group.id for group in of]
        areas = tuple(
            AreaCovered(area.name.to(language), _days(asked, ids, area.id), _days(coming, ids, area.id))
            for area in catalogue.areas.values()
        )
        return Covered(name, areas, year, year_label(year), today)

    has_all = len(groups) == len(town.groups) > 1
    return CoverageIn(
        town.units[town.id].name,
        covered("", groups) if has_all else None,
        tuple(covered(group.name, [group]) for group in groups),
    )


async def _asked(c: AsyncConnection, town: Municipality, groups: Collection[Group], year: int) -> _Days:
    since, until = lasts(year)
    found: dict[tuple[str, str], list[date]] = {}
    for one in await areas_asked(c, town.id, [group.id for group in groups], since=since, until=until):
        found.setdefault((one.group, one.area), []).append(local(one.at).date())
    return found


async def _coming(
    c: AsyncConnection, catalogue: Catalogue, town: Municipality, groups: Collection[Group], *, year: int, now: datetime
) -> _Days:
    """A session to come may be about each area of the series: the prompt is chosen when the session opens."""
    since, until = lasts(year)
    ahead = await sessions_to_come(c, town.id, [group.id for group in groups], now=now)
    within = [one for one in ahead if since <= one.opens_at < until]
    areas = await _areas(c, catalogue, town.id, within)
    found: dict[tuple[str, str], list[date]] = {}
    for one in within:
        for area in areas[one.series]:
            found.setdefault((one.group, area), []).append(local(one.opens_at).date())
    return found


async def _areas(
    c: AsyncConnection, catalogue: Catalogue, municipality: str, sessions: Iterable[Session]
) -> Mapping[str, tuple[str, ...]]:
    """The areas of each series."""
    found: dict[str, tuple[str, ...]] = {}
    for name in {one.series for one in sessions}:
        series = await one_series(c, municipality, name)
        found[name] = suiting.areas(series, catalogue) if series is not None else ()
    return found


def _days(found: _Days, groups: Iterable[str], area: str) -> tuple[date, ...]:
    return tuple(sorted({day for group in groups for day in found.get((group, area), ())}))
