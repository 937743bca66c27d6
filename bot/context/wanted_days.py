"""The days that an order gives units, beside the days that they have; and the schools that a file names otherwise."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from difflib import get_close_matches
from itertools import product

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.beside_municipality import beside_the_municipality, named_elsewhere_in
from bot.errors import WrongCalendar
from content.vocabulary.calendar_faults import (
    CalendarRemark,
    NoSchoolFound,
    NoSuchUnit,
    NothingThere,
    NothingToUndo,
    OthersLeftOut,
    SchoolUnclear,
    SchoolUnknown,
    SeveralAreOne,
    YearsOver,
)
from dialogs.calendar.instants import local
from dialogs.calendar.orders import CalendarOrder, Manner, Scope, Wanted, changed, is_within
from dialogs.calendar.school_year import Event, own_days, school_year, shared_days, year_label, years_of
from dialogs.calendar.undoing import undone
from dialogs.model import BY_PEOPLE, CalendarChange, OwnDay, Unit
from dialogs.people.unit_names import units_named
from storage.calendar_changes import changes_in
from storage.school_year import days_in
from storage.units import all_units

UNDONE_WITHIN = timedelta(days=1)
_EVERYBODY = frozenset({"alle", "alle skoler", "alle skular", "felles", "kommunen"})
"""Names that stand for the municipality among the names of schools."""


async def wanted_days(c: AsyncConnection, owner: str, order: CalendarOrder, *, now: datetime) -> Wanted:
    """`owner` is the municipality. Raises WrongCalendar."""
    units = await all_units(c, owner)
    _check_units(owner, order.units, [unit.id for unit in units])
    wanted = await _wanted(c, owner, order, units, now=now)
    if order.source not in BY_PEOPLE:
        wanted = await beside_the_municipality(c, owner, wanted, units, order.manner)
    elsewhere = await named_elsewhere_in(c, owner, order, units)
    return replace(wanted, remarks=(*elsewhere, *_over(order, wanted, now=now), *wanted.remarks))


def _over(order: CalendarOrder, wanted: Wanted, *, now: datetime) -> tuple[YearsOver, ...]:
    years = () if order.source in BY_PEOPLE else wanted.years
    is_over = bool(years) and max(years) < school_year(local(now).date())
    return (YearsOver(", ".join(map(year_label, years))),) if is_over else ()


async def _wanted(
    c: AsyncConnection, owner: str, order: CalendarOrder, units: Collection[Unit], *, now: datetime
) -> Wanted:
    match order.manner:
        case Manner.RESTORE:
            return await _former(c, owner, order, now=now)
        case Manner.CHANGE:
            return await _changed(c, owner, order, units)
        case Manner.REPLACE:
            new = _new(order, owner, units)
            return await _in_scope(c, owner, new.scope, new.days, new.remarks)


async def undoable(
    c: AsyncConnection, owner: str, units: Collection[str], *, now: datetime
) -> tuple[CalendarChange, ...]:
    """A part of each change of the units that lately did what still stands, the latest first."""
    found = await changes_in(c, owner, units)
    days = await days_in(c, owner, units)
    lately = {one.number: one for one in reversed(found) if now - one.at <= UNDONE_WITHIN}
    return tuple(one for one in reversed(lately.values()) if _would_undo(one.number, found, days))


def _would_undo(number: int, changes: Collection[CalendarChange], days: Collection[OwnDay]) -> bool:
    back = undone(number, changes, days)
    return set(back.days) != {day for day in days if (day.unit, day.year) in back.scope}


async def _former(c: AsyncConnection, owner: str, order: CalendarOrder, *, now: datetime) -> Wanted:
    found = await changes_in(c, owner, order.units)
    if not any(one.number == order.undoes and now - one.at <= UNDONE_WITHIN for one in found):
        raise WrongCalendar([NothingToUndo()])
    back = undone(order.undoes, found, await days_in(c, owner, order.units))
    return await _in_scope(c, owner, back.scope, back.days, back.left)


async def _changed(c: AsyncConnection, owner: str, order: CalendarOrder, units: Collection[Unit]) -> Wanted:
    new = _new(order, owner, units) if order.events or order.by_school else _New(_each(order.units or (owner,), ()), ())
    mine = tuple(sorted({unit for unit, _ in new.scope} | set(order.units or ())) or (owner,))
    known = await days_in(c, owner, mine)
    leave = [day for day in known if is_within(day.day, order.gone)]
    if order.gone and not leave:
        raise WrongCalendar([NothingThere()])
    scope = new.scope | {(day.unit, day.year) for day in leave}
    there = tuple(day for day in known if (day.unit, day.year) in scope)
    return Wanted(scope, there, tuple(changed(there, new.days, order.gone)), new.remarks)


async def _in_scope(
    c: AsyncConnection,
    owner: str,
    scope: Scope,
    days: Collection[OwnDay],
    remarks: tuple[CalendarRemark, ...] = (),
) -> Wanted:
    known = await days_in(c, owner, {unit for unit, _ in scope})
    return Wanted(scope, tuple(day for day in known if (day.unit, day.year) in scope), tuple(days), remarks)


@dataclass(frozen=True)
class _New:
    scope: Scope
    days: tuple[OwnDay, ...]
    remarks: tuple[CalendarRemark, ...] = ()


def _each(units: Collection[str], years: Collection[int]) -> Scope:
    return frozenset(product(units, years))


def _new(order: CalendarOrder, owner: str, units: Collection[Unit]) -> _New:
    if order.by_school:
        return _of_schools(order.by_school, owner, units, only=order.units)
    mine = tuple(dict.fromkeys(order.units)) or (owner,)
    return _New(_each(mine, years_of(order.events)), own_days(order.events, mine))


def _of_schools(
    by_school: Collection[tuple[str, Collection[Event]]], owner: str, units: Collection[Unit], *, only: Collection[str]
) -> _New:
    """The days of schools that match a single unit, limited to `only` if given; shared days become the owner's."""
    of_school = {name: own_days(events, [name]) for name, events in by_school}
    called_so = {name: units_named(name, units) for name in of_school}
    found = {name: one[0].id for name, one in called_so.items() if len(one) == 1}
    found |= {name: owner for name in called_so if name.casefold() in _EVERYBODY}
    mine = {name: unit for name, unit in found.items() if not only or unit in only}
    if not mine:
        raise WrongCalendar([NoSchoolFound(tuple(of_school))])
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
    years = {day.year for days in of_school.values() for day in days}
    # With `only`, the file does not speak for the whole municipality.
    chosen = (*((owner,) if shared else ()), *mine.values())
    others = len(of_school) - len(mine)
    left = (OthersLeftOut(others),) if only and others else ()
    return _New(_each(chosen, years), (*shared, *own), left if only else tuple(_unknown(called_so, units)))


def _check_units(owner: str, wanted: Collection[str], known: Collection[str]) -> None:
    faults = [NoSuchUnit(owner, one, _like(one, known)) for one in wanted if one not in known]
    if faults:
        raise WrongCalendar(faults)


def _check_one_each(mine: Mapping[str, str]) -> None:
    faults = []
    for unit in dict.fromkeys(mine.values()):
        names = tuple(name for name, found in mine.items() if found == unit)
        if len(names) > 1:
            faults.append(SeveralAreOne(unit, names))
    if faults:
        raise WrongCalendar(faults)


def _unknown(called_so: Mapping[str, Collection[Unit]], units: Collection[Unit]) -> Iterator[CalendarRemark]:
    for name, found in called_so.items():
        if name.casefold() in _EVERYBODY:
            continue
        if len(found) > 1:
            yield SchoolUnclear(name, tuple(unit.id for unit in found))
        elif not found:
            yield SchoolUnknown(name, _like(name, [unit.name for unit in units]))


def _like(name: str, known: Collection[str]) -> str:
    return next(iter(get_close_matches(name, known, n=1)), "")
