"""The school years of a municipality as they stand, for whoever may set some of their days."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import steps
from bot.context.schooldays import groups_at
from bot.context.wanted_days import undoable
from content.vocabulary.school_year_pages import (
    DaysShown,
    SchoolYearPage,
    SchoolYearsPage,
    UndoChoice,
    UnitChoice,
    UnitYear,
    YearShown,
)
from dialogs.calendar.instants import local
from dialogs.calendar.school_year import school_year, year_label
from dialogs.model import Actor, CalendarChange, OwnDay
from dialogs.permissions import SchoolYearOf, Verb, may
from dialogs.sharing.circles import Municipality
from storage.calendar_changes import changes_in
from storage.school_year import days_in

_DAY = timedelta(days=1)
_FRIDAY = 4  # as date.weekday() counts


async def school_years_page(c: AsyncConnection, actor: Actor) -> SchoolYearsPage:
    places = []
    for place in dict.fromkeys(one.municipality for one in actor.identities):
        town = await steps.town(c, place)
        if units_set_by(actor, town):
            places.append((place, town.units[place].name))
    return SchoolYearsPage(tuple(places))


async def school_year_page(
    c: AsyncConnection, actor: Actor, municipality: str, *, now: datetime
) -> SchoolYearPage | None:
    """None for a municipality none of whose days the actor may set."""
    if actor.person_in(municipality) is None:
        return None
    town = await steps.town(c, municipality)
    mine = units_set_by(actor, town)
    if not mine:
        return None
    seen = [municipality, *(unit for unit in mine if unit != municipality)]
    undone = await undoable(c, municipality, mine, now=now)
    return SchoolYearPage(
        municipality,
        town.units[municipality].name,
        await _years(c, town, seen, now=now),
        tuple(UnitChoice(unit, town.units[unit].name) for unit in mine),
        undo=tuple(
            UndoChoice(one.number, one.source.value, local(one.at), town.units[one.unit].name) for one in undone
        ),
    )


def units_set_by(actor: Actor, town: Municipality) -> list[str]:
    """The municipality first, then the other units by name."""
    units = sorted(town.units.values(), key=lambda unit: (unit.id != town.id, unit.name.casefold()))
    on = (SchoolYearOf(town.id, unit.id, groups_at(town, unit.id)) for unit in units)
    return [one.unit for one in on if may(actor, Verb.SET_SCHOOL_YEAR, one)]


async def _years(
    c: AsyncConnection, town: Municipality, units: Sequence[str], *, now: datetime
) -> tuple[YearShown, ...]:
    """This school year, the next, and later ones with days."""
    days = await days_in(c, town.id, units)
    latest_last = reversed(await changes_in(c, town.id, units))
    changes = {(one.unit, one.year): one for one in latest_last}
    this = school_year(local(now).date())
    years = sorted({this, this + 1, *(day.year for day in days if day.year > this)})
    return tuple(_year(town, units, year, [day for day in days if day.year == year], changes) for year in years)


def _year(
    town: Municipality,
    units: Sequence[str],
    year: int,
    days: Collection[OwnDay],
    changes: Mapping[tuple[str, int], CalendarChange],
) -> YearShown:
    found = []
    for unit in units:
        mine = [day for day in days if day.unit == unit]
        change = changes.get((unit, year))
        source, at = (change.source.value, local(change.at)) if change else ("", None)
        if mine:
            found.append(UnitYear(unit, town.units[unit].name, tuple(runs(mine)), source, at))
    return YearShown(year, year_label(year), tuple(found), told=bool(found))


def runs(days: Collection[OwnDay]) -> Iterator[DaysShown]:
    """The days in order; days of one name and kind in a row stand together, across a weekend too."""
    run: list[OwnDay] = []
    for day in sorted(days, key=lambda one: one.day):
        if run and (not _follows(run[-1], day)):
            yield _shown(run)
            run = []
        run.append(day)
    if run:
        yield _shown(run)


def _follows(one: OwnDay, other: OwnDay) -> bool:
    same = (one.name, one.kind, one.only) == (other.name, other.kind, other.only)
    gap = (other.day - one.day).days
    return same and (gap == 1 or (one.day.weekday() == _FRIDAY and gap <= 3))  # noqa: PLR2004 - to Monday


def _shown(run: Sequence[OwnDay]) -> DaysShown:
    return DaysShown(run[0].day, run[-1].day, run[0].name, run[0].kind.value, only=run[0].only is not None)
