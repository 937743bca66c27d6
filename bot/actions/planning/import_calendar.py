"""Import a skolerute: the school year's days are replaced, and sessions planned on closed days move at once."""

from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import schooldays
from bot.context.lookup import nearest, the_municipality
from bot.context.recording import record
from bot.context.rights import require
from bot.errors import WrongCalendar
from dialogs.calendar.school_year import (
    DayChanges,
    Event,
    compare,
    holidays_missing,
    names_lost,
    own_days,
    shared_days,
    year_label,
    years_of,
)
from dialogs.model import Act, Actor, OwnDay, Unit, UnitKind
from dialogs.people.unit_names import units_named
from dialogs.permissions import Verb
from dialogs.planning.planning import PlanLine
from storage import school_year as days_store
from storage.database import Database
from storage.units import all_units, take_turn

_EVERYBODY = frozenset({"alle", "alle skoler", "alle skular", "felles", "kommunen"})
"""Names that stand for the municipality among the names of schools."""


@dataclass(frozen=True)
class Imported:
    """`moved` has a line per session moved or brought back by the new days.

    `dropped` names days that are gone, `missing` the usual holidays without days, `unknown` schools in the file that
    match no unit or several.
    """

    changes: DayChanges
    moved: tuple[PlanLine, ...]
    dropped: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Wanted:
    """The file's days for `units` and school `years`."""

    units: tuple[str, ...]
    years: frozenset[int]
    days: tuple[OwnDay, ...]
    unknown: tuple[str, ...] = ()


async def import_calendar(
    db: Database,
    events: Collection[Event],
    *,
    actor: Actor,
    now: datetime,
    municipality: str | None = None,
    units: Collection[str] = (),
    by_school: Collection[tuple[str, Collection[Event]]] = (),
    adding: bool = False,
    dry_run: bool = False,
) -> Imported:
    """Replace the days of `units`, or of the whole municipality, in the school years that `events` are for.

    `by_school`: events by the name of the school; days shared by all schools become the municipality's. `adding`:
    existing days stay. Raises WrongCalendar and UnknownMunicipality.
    """
    require(actor, Verb.SET_SCHOOL_YEAR)

    async def work(c: AsyncConnection) -> Imported:
        owner = await the_municipality(c, municipality)
        await take_turn(c, owner)
        mine = await _units(c, owner, units)
        if by_school:
            wanted = _of_schools(by_school, owner, await all_units(c, owner), only=units)
        else:
            wanted = _Wanted(mine, years_of(events), own_days(events, mine))
        known = [day for day in await days_store.days_in(c, owner, wanted.units) if day.year in wanted.years]
        changes = compare(known, wanted.days, adding=adding)
        for day in changes.remove:
            await days_store.remove_day(c, owner, day)
        for day in changes.put:
            await days_store.put_day(c, owner, day)
        if changes.put or changes.remove:
            units_, years = ", ".join(wanted.units), ", ".join(map(year_label, sorted(wanted.years)))
            await record(c, actor, Act.CALENDAR_IMPORTED, owner, units=units_, years=years, now=now)
        imported = Imported(
            changes,
            moved=await schooldays.set_down_anew(c, owner, now=now),
            dropped=() if adding else tuple(names_lost(known, wanted.days)),
            missing=tuple([line async for line in _missing(c, owner, wanted)]),
            unknown=wanted.unknown,
        )
        if dry_run:
            raise _Undone(imported)
        return imported

    try:
        return await db.write(work)
    except _Undone as undone:
        return undone.imported


def _of_schools(
    by_school: Collection[tuple[str, Collection[Event]]], owner: str, units: Collection[Unit], *, only: Collection[str]
) -> _Wanted:
    """The days of schools that match a single unit, limited to `only` if given; shared days become the owner's."""
    of_school = {name: own_days(events, [name]) for name, events in by_school}
    called_so = {name: units_named(name, units) for name in of_school}
    mine = {name: found[0].id for name, found in called_so.items() if len(found) == 1}
    mine |= {name: owner for name in called_so if name.casefold() in _EVERYBODY}
    if only:
        mine = {name: unit for name, unit in mine.items() if unit in only}
    if not mine:
        raise WrongCalendar(f"no unit is called as a school of the file is: {', '.join(of_school)}")
    _check_one_each(mine)
    apart = {name: days for name, days in of_school.items() if mine.get(name) != owner}
    shared = () if only else shared_days(owner, apart)
    common = {(day.year, day.day) for day in shared}
    own = [
        replace(day, unit=unit)
        for name, unit in mine.items()
        for day in of_school[name]
        if (day.year, day.day) not in common
    ]
    years = frozenset(day.year for days in of_school.values() for day in days)
    unknown = () if only else tuple(_unknown(called_so, units))
    # With `only`, the file does not speak for the whole municipality.
    chosen = tuple(dict.fromkeys((*((owner,) if shared else ()), *mine.values())))
    return _Wanted(chosen, years, (*shared, *own), unknown)


def _check_one_each(mine: Mapping[str, str]) -> None:
    for unit in mine.values():
        names = [name for name, found in mine.items() if found == unit]
        if len(names) > 1:
            raise WrongCalendar(f"several schools of the file are {unit}: {', '.join(names)}")


def _unknown(called_so: Mapping[str, Collection[Unit]], units: Collection[Unit]) -> Iterator[str]:
    for name, found in called_so.items():
        if name.casefold() in _EVERYBODY:
            continue
        if len(found) > 1:
            yield f"{name} could be {' or '.join(unit.id for unit in found)}; name one of them as the file does"
        elif not found:
            close = get_close_matches(name, [unit.name for unit in units], n=1)
            yield f"{name} is no unit{f'; did you mean {close[0]}?' if close else ''}"


async def _missing(c: AsyncConnection, owner: str, wanted: _Wanted) -> AsyncIterator[str]:
    """«nordvik 2026–27: the winter» per holiday that a unit has neither itself nor from the units above."""
    units = {unit.id: unit for unit in await all_units(c, owner)}
    for unit in wanted.units:
        if units[unit].kinds == {UnitKind.KINDERGARTEN}:
            continue
        line = schooldays.line_of(unit, owner, units)
        days = {day.day for day in await days_store.days_in(c, owner, line) if day.only is None}
        for year in sorted(wanted.years):
            for name in holidays_missing(days, year):
                yield f"{unit} {year_label(year)}: the {name}"


class _Undone(Exception):
    """Rolls back a dry run, whose moves are known only after writing."""

    def __init__(self, imported: Imported) -> None:
        super().__init__()
        self.imported = imported


async def _units(c: AsyncConnection, owner: str, wanted: Collection[str]) -> tuple[str, ...]:
    known = [unit.id for unit in await all_units(c, owner)]
    faults = [f"--unit: {owner} has no unit {unit}{nearest(unit, known)}" for unit in wanted if unit not in known]
    if faults:
        raise WrongCalendar("\n".join(faults))
    return tuple(dict.fromkeys(wanted)) or (owner,)
