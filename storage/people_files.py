"""Lists of people sent on a page, for an hour; and what each that was carried out has changed, for a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, and_, delete, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.people_files import people_files, people_imports
from storage.upserts import put

SENT_FOR, UNDONE_FOR = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class SentList:
    """`content` is the list, with names of people."""

    id: UUID
    tenant: str
    content: Mapping[str, Any]
    sent_at: datetime


@dataclass(frozen=True)
class DoneImport:
    """`before` is what was there before the import, None once undone; `left` what was left then, None before."""

    id: UUID
    person: UUID
    people: int
    begun: int
    ended: int
    done_at: datetime
    before: Mapping[str, Any] | None = None
    left: Mapping[str, Any] | None = None
    undone_at: datetime | None = None


async def keep_sent(c: AsyncConnection, municipality: str, person: UUID, sent: SentList) -> None:
    """In place of an earlier list of the same sender."""
    values = {"id": sent.id, "tenant": sent.tenant, "content": sent.content, "sent_at": sent.sent_at}
    await put(c, people_files, {"municipality": municipality, "person": person}, values)


async def sent_by(c: AsyncConnection, municipality: str, person: UUID, *, now: datetime) -> SentList | None:
    """None where nothing waits, or no longer."""
    mine = and_(people_files.c.municipality == municipality, people_files.c.person == person)
    query = select(people_files).where(mine, people_files.c.sent_at > now - SENT_FOR)
    row = (await c.execute(query)).mappings().one_or_none()
    return SentList(row["id"], row["tenant"], row["content"], row["sent_at"]) if row else None


async def remove_sent(c: AsyncConnection, municipality: str, person: UUID) -> None:
    mine = and_(people_files.c.municipality == municipality, people_files.c.person == person)
    await c.execute(delete(people_files).where(mine))


async def keep_done(c: AsyncConnection, municipality: str, done: DoneImport) -> None:
    await c.execute(insert(people_imports).values(municipality=municipality, **vars(done)))


async def done_lately(c: AsyncConnection, municipality: str, *, now: datetime) -> tuple[DoneImport, ...]:
    """The newest first, undone or not, as long as the import can be undone."""
    query = select(people_imports).where(
        people_imports.c.municipality == municipality, people_imports.c.done_at > now - UNDONE_FOR
    )
    found = await c.execute(query.order_by(people_imports.c.done_at.desc(), people_imports.c.id))
    return tuple(_done(row) for row in found.mappings())


def _done(row: RowMapping) -> DoneImport:
    return DoneImport(**{name: value for name, value in row.items() if name != "municipality"})


async def set_undone(
    c: AsyncConnection, municipality: str, import_id: UUID, left: Mapping[str, Any], *, now: datetime
) -> None:
    """What was there before is not kept any longer."""
    one = and_(people_imports.c.municipality == municipality, people_imports.c.id == import_id)
    await c.execute(update(people_imports).where(one).values(before=None, left=left, undone_at=now))


async def forget_of(c: AsyncConnection, municipality: str) -> None:
    """Everything that the lists hold of people of the municipality."""
    for table in (people_files, people_imports):
        await c.execute(delete(table).where(table.c.municipality == municipality))


async def has_old(c: AsyncConnection, *, now: datetime) -> bool:
    return any([(await c.execute(select(exists().where(old)))).scalar() for _, old in _old(now)])


async def forget_old(c: AsyncConnection, *, now: datetime) -> None:
    for table, old in _old(now):
        await c.execute(delete(table).where(old))


def _old(now: datetime) -> tuple[tuple[Any, Any], ...]:
    return (
        (people_files, people_files.c.sent_at <= now - SENT_FOR),
        (people_imports, people_imports.c.done_at <= now - UNDONE_FOR),
    )
