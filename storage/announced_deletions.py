"""Deletions by rule, told of before they happen; and when each municipality's rules are looked at next."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import AnnouncedDeletion, KeptKind
from storage.tables.people import municipality_settings
from storage.tables.retention import deletions
from storage.upserts import put_if_absent

_LONGEST_PAUSE = timedelta(days=2)


async def due_looks(c: AsyncConnection, *, now: datetime) -> tuple[str, ...]:
    """Municipalities whose rules are to be looked at, also where a clock that was years ahead has put off the look."""
    at = municipality_settings.c.retention_at
    query = select(municipality_settings.c.municipality).where(or_(at <= now, at > now + _LONGEST_PAUSE))
    return tuple((await c.execute(query.order_by(municipality_settings.c.municipality))).scalars())


async def look_next(c: AsyncConnection, municipality: str, at: datetime) -> None:
    mine = municipality_settings.c.municipality == municipality
    await c.execute(update(municipality_settings).where(mine).values(retention_at=at))


async def pending_deletions(c: AsyncConnection, municipality: str) -> tuple[AnnouncedDeletion, ...]:
    """Told of and not carried out, the soonest first, answers before what hangs on them."""
    query = select(deletions).where(deletions.c.municipality == municipality, deletions.c.done_at.is_(None))
    found = [
        AnnouncedDeletion(municipality, KeptKind(row.kind), row.due_on, row.before, row.number, row.announced_at)
        for row in await c.execute(query)
    ]
    return tuple(sorted(found, key=lambda one: (one.due_on, [*KeptKind].index(one.kind))))


async def announce_deletion(c: AsyncConnection, one: AnnouncedDeletion) -> bool:
    """True if nobody has told of this deletion before."""
    key = {"municipality": one.municipality, "kind": one.kind.value, "due_on": one.due_on}
    values = {"before": one.before, "number": one.number, "announced_at": one.announced_at}
    return await put_if_absent(c, deletions, key, values)


async def finish_deletion(c: AsyncConnection, one: AnnouncedDeletion, *, now: datetime) -> bool:
    """True for the caller that marks the deletion as carried out."""
    mine = and_(_is(one), deletions.c.done_at.is_(None))
    return (await c.execute(update(deletions).where(mine).values(done_at=now))).rowcount == 1


async def withdraw_deletions(c: AsyncConnection, municipality: str, *, told_after: datetime | None = None) -> None:
    """Forget deletions told of and not carried out; with `told_after` only those told of later than that."""
    mine = and_(deletions.c.municipality == municipality, deletions.c.done_at.is_(None))
    if told_after is not None:
        mine = and_(mine, deletions.c.announced_at > told_after)
    await c.execute(delete(deletions).where(mine))


def _is(one: AnnouncedDeletion) -> ColumnElement[bool]:
    return and_(
        deletions.c.municipality == one.municipality,
        deletions.c.kind == one.kind.value,
        deletions.c.due_on == one.due_on,
    )
