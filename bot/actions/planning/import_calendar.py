"""Import a skolerute: the school year's days are replaced, and sessions planned on closed days move at once."""

import asyncio
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import schooldays, steps
from bot.context.guarded_days import with_names_judged
from bot.context.lookup import the_municipality
from bot.context.recording import record
from bot.context.rights import require
from bot.context.schooldays import SetDown
from bot.context.text_guard import TextGuard
from bot.context.wanted_days import UNDONE_WITHIN, wanted_days
from content.vocabulary.calendar_faults import CalendarRemark, HolidayMissing
from dialogs.calendar.orders import CalendarOrder, Manner, Wanted
from dialogs.calendar.school_year import (
    DayChanges,
    Event,
    compare,
    holidays_missing,
    names_lost,
    year_label,
)
from dialogs.model import BY_PEOPLE, Act, Actor, CalendarChange, CalendarSource, UnitKind
from dialogs.permissions import SchoolYearOf, Verb
from dialogs.planning.planning import PlanLine
from dialogs.sharing.circles import Municipality
from storage import calendar_changes
from storage import school_year as days_store
from storage.database import Database
from storage.units import all_units, take_turn

_MARK = 20  # characters


@dataclass(frozen=True)
class Imported:
    """The days that change, and the sessions that move or come back with them.

    `dropped` names days that are gone. `mark` is the same for the same changes. `written` is False for a change that
    was only tried.
    """

    changes: DayChanges
    set_down: SetDown
    dropped: tuple[str, ...] = ()
    remarks: tuple[CalendarRemark, ...] = ()
    written: bool = True

    @property
    def moved(self) -> tuple[PlanLine, ...]:
        return self.set_down.lines

    @property
    def mark(self) -> str:
        moves = [
            (move.before.id, move.before.opens_at, move.after.opens_at, move.after.stage)
            for move in self.set_down.sessions
        ]
        told = repr((self.changes.added, self.changes.replaced, self.changes.remove, moves, self.set_down.digests))
        return sha256(told.encode()).hexdigest()[:_MARK]


async def import_calendar(
    db: Database,
    events: Collection[Event],
    *,
    actor: Actor,
    guard: TextGuard,
    now: datetime,
    municipality: str | None = None,
    units: Collection[str] = (),
    by_school: Collection[tuple[str, Collection[Event]]] = (),
    adding: bool = False,
    dry_run: bool = False,
    source: CalendarSource = CalendarSource.TABLE,
    titles: tuple[str, ...] = (),
) -> Imported:
    """Replace the days of `units`, or of the whole municipality, in the school years that `events` are for.

    `by_school`: events by the name of the school; days shared by all schools become the municipality's. `adding`:
    existing days stay. Raises WrongCalendar and UnknownMunicipality.
    """
    manner = Manner.CHANGE if adding else Manner.REPLACE
    schools = tuple((name, tuple(each)) for name, each in by_school)
    order = CalendarOrder(source, manner, tuple(events), schools, tuple(units), titles=titles)
    return await order_days(db, order, actor=actor, guard=guard, now=now, municipality=municipality, dry_run=dry_run)


async def order_days(
    db: Database,
    order: CalendarOrder,
    *,
    actor: Actor,
    guard: TextGuard,
    now: datetime,
    municipality: str | None = None,
    mark: str = "",
    dry_run: bool = False,
) -> Imported:
    """What the order changes. With a `mark`, the order is only tried unless the mark is that of its changes.

    Names of days pass the guard. Raises WrongCalendar, UnknownMunicipality and NotAllowed.
    """
    order, unnamed = await asyncio.to_thread(with_names_judged, order, guard)

    async def work(c: AsyncConnection) -> Imported:
        owner = await the_municipality(c, municipality)
        await take_turn(c, owner)
        wanted = await wanted_days(c, owner, order, now=now)
        town = await steps.town(c, owner)
        for unit in wanted.units or order.units or (owner,):
            require(actor, Verb.SET_SCHOOL_YEAR, _on(town, unit))
        wanted = replace(wanted, remarks=(*unnamed, *wanted.remarks))
        imported = await _carried_out(c, actor, owner, order, wanted, now=now)
        if dry_run or (mark and mark != imported.mark):
            raise _Undone(imported)
        return imported

    try:
        return await db.write(work)
    except _Undone as undone:
        return undone.imported


def _on(town: Municipality, unit: str) -> SchoolYearOf:
    return SchoolYearOf(town.id, unit, schooldays.groups_at(town, unit))


async def _carried_out(
    c: AsyncConnection, actor: Actor, owner: str, order: CalendarOrder, wanted: Wanted, *, now: datetime
) -> Imported:
    changes = compare(wanted.known, wanted.days)
    for day in changes.remove:
        await days_store.remove_day(c, owner, day)
    for day in changes.put:
        await days_store.put_day(c, owner, day)
    if changes.put or changes.remove:
        await _note(c, owner, order, wanted, changes, now=now)
        units, years = ", ".join(wanted.units), ", ".join(map(year_label, wanted.years))
        await record(c, actor, Act.CALENDAR_IMPORTED, owner, units=units, years=years, now=now)
    missing = [line async for line in _missing(c, owner, wanted)] if order.source not in BY_PEOPLE else []
    return Imported(
        changes,
        await schooldays.set_down(c, owner, now=now),
        dropped=tuple(names_lost(wanted.known, wanted.days)) if order.manner is Manner.REPLACE else (),
        remarks=(*wanted.remarks, *missing),
    )


async def _note(
    c: AsyncConnection, owner: str, order: CalendarOrder, wanted: Wanted, changes: DayChanges, *, now: datetime
) -> None:
    """Keep the days before, so that the change can be undone."""
    number, since = await calendar_changes.next_number(c, owner), now - UNDONE_WITHIN
    for unit, year in sorted({(day.unit, day.year) for day in (*changes.put, *changes.remove)}):
        former = tuple(day for day in wanted.known if (day.unit, day.year) == (unit, year))
        change = CalendarChange(unit, year, now, order.source, former, number)
        await calendar_changes.put_change(c, owner, change, kept_since=since)


async def _missing(c: AsyncConnection, owner: str, wanted: Wanted) -> AsyncIterator[HolidayMissing]:
    """Each holiday that a unit has neither itself nor from the units above."""
    units = {unit.id: unit for unit in await all_units(c, owner)}
    for unit in wanted.units:
        if units[unit].kinds == {UnitKind.KINDERGARTEN}:
            continue
        line = schooldays.line_of(unit, owner, units)
        days = {day.day for day in await days_store.days_in(c, owner, line) if day.only is None}
        for year in wanted.years:
            for name in holidays_missing(days, year):
                yield HolidayMissing(unit, year_label(year), name)


class _Undone(Exception):
    """Rolls back a dry run, whose moves are known only after writing."""

    def __init__(self, imported: Imported) -> None:
        super().__init__()
        self.imported = replace(imported, written=False)
