"""Announced deletions by rule, and the next look at each municipality's rules."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, bindparam, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import AnnouncedDeletion, KeptKind
from storage.prepared import Prepared
from storage.tables.people import municipality_settings
from storage.tables.retention import deletions
from storage.upserts import put_if_absent

_LONGEST_PAUSE = timedelta(days=2)


async def due_looks(c: AsyncConnection, *, now: datetime) -> tuple[str, ...]:
    """Municipalities due for a look, including a look put off for years by a clock far ahead."""
    # Sorted here: SQLite would read the whole table in order.
    return tuple(sorted((await _DUE_LOOKS.run(c, now=now, far_ahead=now + _LONGEST_PAUSE)).scalars()))


_DUE_LOOKS = Prepared(
    select(municipality_settings.c.municipality).where(
        or_(
            municipality_settings.c.retention_at <= bindparam("now"),
            municipality_settings.c.retention_at > bindparam("far_ahead"),
        )
    )
)


async def look_next(c: AsyncConnection, municipality: str, at: datetime) -> None:
    mine = municipality_settings.c.municipality == municipality
    await c.execute(update(municipality_settings).where(mine).values(retention_at=at))


async def pending_deletions(c: AsyncConnection, municipality: str) -> tuple[AnnouncedDeletion, ...]:
    """Announced and not carried out, the soonest first, answers before other kinds."""
    query = select(deletions).where(deletions.c.municipality == municipality, deletions.c.done_at.is_(None))
    found = [
        AnnouncedDeletion(municipality, KeptKind(row.kind), row.due_on, row.before, row.number, row.announced_at)
        for row in await c.execute(query)
    ]
    return tuple(sorted(found, key=lambda one: (one.due_on, [*KeptKind].index(one.kind))))


async def announce_deletion(c: AsyncConnection, one: AnnouncedDeletion) -> bool:
    """True if the deletion was not announced before."""
    key = {"municipality": one.municipality, "kind": one.kind.value, "due_on": one.due_on}
    values = {"before": one.before, "number": one.number, "announced_at": one.announced_at}
    return await put_if_absent(c, deletions, key, values)


async def finish_deletion(c: AsyncConnection, one: AnnouncedDeletion, *, now: datetime) -> bool:
    """Mark the deletion as carried out. True for a single caller."""
    mine = and_(_is(one), deletions.c.done_at.is_(None))
    return (await c.execute(update(deletions).where(mine).values(done_at=now))).rowcount == 1


async def withdraw_deletions(c: AsyncConnection, municipality: str, *, told_after: datetime | None = None) -> None:
    """Forget announced deletions not carried out; with `told_after` only announcements after that instant."""
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
