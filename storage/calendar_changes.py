"""The last change of each skolerute, and the days before."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import CalendarChange, CalendarSource, DayKind, OwnDay, UnitKind
from storage.tables.school_year import calendar_changes
from storage.upserts import put


async def put_change(c: AsyncConnection, municipality: str, change: CalendarChange) -> None:
    """In place of the unit's former change of the same school year."""
    key = {"municipality": municipality, "unit": change.unit, "year": change.year}
    former = [[day.day.isoformat(), day.kind.value, day.name, day.only and day.only.value] for day in change.former]
    await put(c, calendar_changes, key, {"at": change.at, "source": change.source.value, "former": former})


async def changes_in(c: AsyncConnection, municipality: str, units: Collection[str]) -> tuple[CalendarChange, ...]:
    """The latest first."""
    table = calendar_changes.c
    query = select(calendar_changes).where(table.municipality == municipality, table.unit.in_(units))
    rows = (await c.execute(query.order_by(table.at.desc(), table.unit, table.year))).mappings()
    return tuple(
        CalendarChange(
            row["unit"],
            row["year"],
            row["at"],
            CalendarSource(row["source"]),
            tuple(_day((row["unit"], row["year"]), *each) for each in row["former"]),
        )
        for row in rows
    )


def _day(of: tuple[str, int], day: str, kind: str, name: str, only: str | None) -> OwnDay:
    return OwnDay(*of, date.fromisoformat(day), DayKind(kind), name, UnitKind(only) if only else None)
