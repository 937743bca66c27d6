"""Secret addresses of people's own calendars: found by the secret, stored as a digest alone."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import and_, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Act
from storage.tables.calendar_feeds import calendar_feeds
from storage.tables.records import records
from storage.upserts import put

_CHANGES = [
    act.value
    for act in (
        *(Act.SERIES_PLANNED, Act.SERIES_CHANGED, Act.SERIES_ENDED),
        *(Act.SESSION_CANCELLED, Act.SESSION_REINSTATED, Act.CALENDAR_IMPORTED),
    )
]


async def make(c: AsyncConnection, municipality: str, person: UUID, secret: str, *, now: datetime) -> None:
    """The person's former address opens nothing any more."""
    key = {"municipality": municipality, "person": person}
    await put(c, calendar_feeds, key, {"digest": _digest(secret), "made_at": now})


async def remove(c: AsyncConnection, municipality: str, person: UUID) -> bool:
    """Whether there was an address."""
    its = and_(calendar_feeds.c.municipality == municipality, calendar_feeds.c.person == person)
    return (await c.execute(delete(calendar_feeds).where(its))).rowcount > 0


async def made_at(c: AsyncConnection, municipality: str, person: UUID) -> datetime | None:
    """None for a person without an address."""
    query = select(calendar_feeds.c.made_at).where(
        calendar_feeds.c.municipality == municipality, calendar_feeds.c.person == person
    )
    found: datetime | None = (await c.execute(query)).scalar_one_or_none()
    return found


async def behind(c: AsyncConnection, secret: str) -> Sequence[tuple[str, UUID]]:
    """(municipality, person) of the persons whose calendar the address is; none for an address that was revoked."""
    query = select(calendar_feeds.c.municipality, calendar_feeds.c.person).where(
        calendar_feeds.c.digest == _digest(secret)
    )
    return [(row[0], row[1]) for row in await c.execute(query.order_by(calendar_feeds.c.municipality))]


async def plans_changed_at(c: AsyncConnection, municipality: str) -> datetime | None:
    """When anything planned was changed last, as the record tells; None where the record tells of nothing."""
    query = select(func.max(records.c.at)).where(records.c.municipality == municipality, records.c.act.in_(_CHANGES))
    found: datetime | None = (await c.execute(query)).scalar_one_or_none()
    return found


def _digest(secret: str) -> str:
    """The secrets are drawn at random, so a plain hash cannot be guessed backwards."""
    return sha256(secret.encode()).hexdigest()
