"""The changes of each skolerute of the last day, and the days before each; of older ones the last."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import CalendarChange, CalendarSource, DayKind, OwnDay, UnitKind
from storage.tables.school_year import calendar_changes


async def next_number(c: AsyncConnection, municipality: str) -> int:
    """The number of a new change; the municipality's row is locked meanwhile."""
    last = select(func.max(calendar_changes.c.number)).where(calendar_changes.c.municipality == municipality)
    return int((await c.execute(last)).scalar_one() or 0) + 1


async def put_change(c: AsyncConnection, municipality: str, change: CalendarChange, *, kept_since: datetime) -> None:
    """The unit's earlier changes of the same school year from before `kept_since` go."""
    table = calendar_changes.c
    mine = (table.municipality == municipality) & (table.unit == change.unit) & (table.year == change.year)
    await c.execute(delete(calendar_changes).where(mine, table.at < kept_since))
    former = [[day.day.isoformat(), day.kind.value, day.name, day.only and day.only.value] for day in change.former]
    values = {
        "municipality": municipality,
        "unit": change.unit,
        "year": change.year,
        "number": change.number,
        "at": change.at,
        "source": change.source.value,
        "former": former,
    }
    await c.execute(insert(calendar_changes).values(values))


async def changes_in(c: AsyncConnection, municipality: str, units: Collection[str]) -> tuple[CalendarChange, ...]:
    """The latest first."""
    table = calendar_changes.c
    query = select(calendar_changes).where(table.municipality == municipality, table.unit.in_(units))
    rows = (await c.execute(query.order_by(table.number.desc(), table.unit, table.year))).mappings()
    return tuple(
        CalendarChange(
            row["unit"],
            row["year"],
            row["at"],
            CalendarSource(row["source"]),
            tuple(_day((row["unit"], row["year"]), *each) for each in row["former"]),
            row["number"],
        )
        for row in rows
    )


def _day(of: tuple[str, int], day: str, kind: str, name: str, only: str | None) -> OwnDay:
    return OwnDay(*of, date.fromisoformat(day), DayKind(kind), name, UnitKind(only) if only else None)
