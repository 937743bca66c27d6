"""Municipalities' own closed days, and their quiet hours."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import RowMapping, and_, bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import QUIET, DayKind, OwnDay, QuietHours, UnitKind
from storage.prepared import Prepared
from storage.tables.people import municipalities
from storage.tables.school_year import own_days
from storage.upserts import put

_FEWEST = 5  # days of a skolerute, as of one holiday; a planning day added by hand makes none


async def put_day(c: AsyncConnection, municipality: str, day: OwnDay) -> None:
    key = {"municipality": municipality, "unit": day.unit, "year": day.year, "day": day.day}
    await put(c, own_days, key, {"kind": day.kind.value, "name": day.name, "only": day.only and day.only.value})


async def remove_day(c: AsyncConnection, municipality: str, day: OwnDay) -> None:
    mine = and_(own_days.c.municipality == municipality, own_days.c.unit == day.unit)
    await c.execute(delete(own_days).where(mine, own_days.c.year == day.year, own_days.c.day == day.day))


async def days_in(
    c: AsyncConnection, municipality: str, units: Collection[str], *, since: date | None = None
) -> tuple[OwnDay, ...]:
    """Days imported for the units themselves, not for units above, from `since` on, in order of date."""
    query = select(own_days).where(own_days.c.municipality == municipality, own_days.c.unit.in_(units))
    if since is not None:
        query = query.where(own_days.c.day >= since)
    return tuple(_own_day(row) for row in (await c.execute(query.order_by(own_days.c.day))).mappings())


async def years_of_units(c: AsyncConnection, municipality: str, units: Collection[str]) -> dict[str, frozenset[int]]:
    """The school years of each unit's own skolerute; units without one are left out."""
    of_unit = (own_days.c.unit, own_days.c.year)
    query = select(*of_unit).where(own_days.c.municipality == municipality, own_days.c.unit.in_(units))
    found: dict[str, frozenset[int]] = {}
    for unit, year in await c.execute(query.group_by(*of_unit).having(func.count() >= _FEWEST)):
        found[unit] = found.get(unit, frozenset()) | {year}
    return found


async def quiet_hours(c: AsyncConnection, municipality: str) -> QuietHours:
    row = (await _QUIET.run(c, municipality=municipality)).one_or_none()
    return QUIET if row is None or row[0] is None or row[1] is None else QuietHours(row[0], row[1])


_QUIET = Prepared(
    select(municipalities.c.quiet_begins, municipalities.c.quiet_ends).where(
        municipalities.c.id == bindparam("municipality")
    )
)


async def quiet_since(c: AsyncConnection, municipality: str) -> tuple[bool, datetime | None]:
    """(whether the municipality has set quiet hours of its own, the instant since which they hold, None if unknown)."""
    query = select(municipalities.c.quiet_begins, municipalities.c.quiet_since)
    row = (await c.execute(query.where(municipalities.c.id == municipality))).one_or_none()
    return (False, None) if row is None else (row[0] is not None, row[1])


async def put_quiet_hours(
    c: AsyncConnection, municipality: str, quiet: QuietHours | None, *, since: datetime | None = None
) -> None:
    """Store quiet hours in local wall time; None sets the default (`QUIET`)."""
    hours = (quiet.begins, quiet.ends) if quiet else (None, None)
    values = {"quiet_begins": hours[0], "quiet_ends": hours[1], "quiet_since": since}
    await c.execute(update(municipalities).where(municipalities.c.id == municipality).values(values))


def _own_day(row: RowMapping) -> OwnDay:
    only = UnitKind(row["only"]) if row["only"] else None
    return OwnDay(row["unit"], row["year"], row["day"], DayKind(row["kind"]), row["name"], only)
