"""A skolerute is read into the school year, and what is planned on its closed days is moved at once."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import school_year
from bot.errors import WrongCalendar
from dialogs.model import UnitKind
from dialogs.planning import PlanLine
from dialogs.school_year import (
    DayChanges,
    Event,
    called,
    compare,
    dropped,
    holidays_missing,
    own_days,
    years_of,
)
from storage import roster
from storage import school_year as days_store
from storage.database import Database


@dataclass(frozen=True)
class Imported:
    """`moved` tells of each planned session that the new days move, or let come back.

    `dropped` names what was there and is not any more, `missing` the holidays that every school has and these do not.
    """

    changes: DayChanges
    moved: tuple[PlanLine, ...]
    dropped: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


async def import_calendar(
    db: Database,
    events: Collection[Event],
    *,
    now: datetime,
    municipality: str | None = None,
    units: Collection[str] = (),
    adding: bool = False,
    dry_run: bool = False,
) -> Imported:
    """For these units, or the whole municipality: the days of the school years that `events` speak of are replaced.

    `adding`: the days that are there stay. Raises WrongCalendar.
    """

    async def work(c: AsyncConnection) -> Imported:
        owner = await _owner(c, municipality)
        await roster.take_turn(c, owner)
        mine = await _units(c, owner, units)
        years = years_of(events)
        known = [day for day in await days_store.days_in(c, owner, mine) if day.year in years]
        wanted = own_days(events, mine)
        changes = compare(known, wanted, adding=adding)
        for day in changes.remove:
            await days_store.remove_day(c, owner, day)
        for day in changes.put:
            await days_store.put_day(c, owner, day)
        imported = Imported(
            changes,
            moved=await school_year.set_down_anew(c, owner, now=now),
            dropped=() if adding else tuple(dropped(known, wanted)),
            missing=tuple([line async for line in _missing(c, owner, mine, years)]),
        )
        if dry_run:
            raise _Undone(imported)
        return imported

    try:
        return await db.write(work)
    except _Undone as undone:
        return undone.imported


async def _missing(c: AsyncConnection, owner: str, mine: Collection[str], years: Collection[int]) -> AsyncIterator[str]:
    """«nordvik 2026–27: the winter» for each holiday that a unit has neither itself nor from the units above it."""
    units = {unit.id: unit for unit in await roster.all_units(c, owner)}
    for unit in mine:
        if units[unit].kinds == {UnitKind.KINDERGARTEN}:
            continue
        line = school_year.line_of(unit, owner, units)
        days = {day.day for day in await days_store.days_in(c, owner, line) if day.only is None}
        for year in sorted(years):
            for name in holidays_missing(days, year):
                yield f"{unit} {called(year)}: the {name}"


class _Undone(Exception):
    """Nothing but trying it tells what it would move; it is told, and rolled back."""

    def __init__(self, imported: Imported) -> None:
        super().__init__()
        self.imported = imported


async def _owner(c: AsyncConnection, municipality: str | None) -> str:
    towns = await roster.all_municipalities(c)
    if not towns:
        raise WrongCalendar("no municipality has been imported yet; begin with python -m bot import")
    if municipality is None and len(towns) > 1:
        raise WrongCalendar(f"there are several municipalities; add --municipality, one of {', '.join(towns)}")
    if municipality is not None and municipality not in towns:
        raise WrongCalendar(f"--municipality: there is no {municipality}{_near(municipality, towns)}")
    return municipality or towns[0]


async def _units(c: AsyncConnection, owner: str, wanted: Collection[str]) -> tuple[str, ...]:
    known = [unit.id for unit in await roster.all_units(c, owner)]
    faults = [f"--unit: {owner} has no unit {unit}{_near(unit, known)}" for unit in wanted if unit not in known]
    if faults:
        raise WrongCalendar("\n".join(faults))
    return tuple(dict.fromkeys(wanted)) or (owner,)


def _near(word: str, known: Collection[str]) -> str:
    close = get_close_matches(word, list(known), n=1)
    return f"; did you mean {close[0]}?" if close else f"; there is {', '.join(sorted(known)[:12])}"
