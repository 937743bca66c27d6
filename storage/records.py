"""The record of each municipality, newest first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Act, By, RecordEntry
from storage.tables.records import records
from storage.upserts import put


async def add_records(c: AsyncConnection, *entries: RecordEntry) -> None:
    rows = [{"municipality": entry.municipality, "id": uuid4(), **_values(entry)} for entry in entries]
    if rows:
        await c.execute(insert(records), rows)


async def put_record(c: AsyncConnection, entry_id: UUID, entry: RecordEntry) -> None:
    """In place of the entry with this id."""
    await put(c, records, {"municipality": entry.municipality, "id": entry_id}, _values(entry))


def _values(entry: RecordEntry) -> dict[str, Any]:
    return {
        "at": entry.at,
        "by": entry.by.value,
        "person": entry.person,
        "act": entry.act.value,
        "about": dict(entry.about),
    }


async def records_of(
    c: AsyncConnection, municipality: str, *, since: datetime | None = None, first: int = 0, most: int | None = None
) -> Sequence[RecordEntry]:
    """At most `most` entries, newest first, without the `first` newest; with `since` none from before."""
    query = select(records).where(records.c.municipality == municipality)
    if since is not None:
        query = query.where(records.c.at >= since)
    found = await c.execute(query.order_by(records.c.at.desc(), records.c.id).offset(first).limit(most))
    return tuple(_entry(row) for row in found)


async def records_by(c: AsyncConnection, municipality: str, person: UUID) -> Sequence[RecordEntry]:
    """The person's own acts, oldest first."""
    mine = (records.c.municipality == municipality, records.c.person == person)
    return tuple(_entry(row) for row in await c.execute(select(records).where(*mine).order_by(records.c.at)))


async def erase_from_records(c: AsyncConnection, municipality: str, person: UUID) -> None:
    """A person's acts stay, as acts of a role."""
    mine = (records.c.municipality == municipality, records.c.person == person)
    await c.execute(update(records).where(*mine).values(person=None))


def _entry(row: Row[Any]) -> RecordEntry:
    return RecordEntry(row.municipality, row.at, By(row.by), row.person, Act(row.act), row.about)
