"""Groups' channels in Teams."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Place
from storage.places import place_columns, place_from
from storage.prepared import Row
from storage.roster_version import channel_changed
from storage.tables.places import channels
from storage.upserts import put

COUNTED_FOR = timedelta(hours=1)
"""How long a count of a channel's people is valid, unless Teams reports that somebody joined or left."""


@dataclass(frozen=True)
class Channel:
    """A group's channel. `others` is the number of its people outside the group, None if Teams does not report them."""

    group: str
    place: Place
    reachable: bool
    others: int | None = None


async def link_channel(
    c: AsyncConnection, municipality: str, group: str, place: Place, *, others: int | None, now: datetime
) -> None:
    here = {**place_columns(place), "tenant": place.tenant, "reachable": True, "changed_at": now}
    counted = {"others": others, "count_at": now + COUNTED_FOR}
    await put(c, channels, {"municipality": municipality, "group": group}, {**here, **counted})
    await channel_changed(c, municipality)


async def channel_of(c: AsyncConnection, municipality: str, group: str) -> Channel | None:
    query = select(channels).where(channels.c.municipality == municipality, channels.c.group == group)
    row = (await c.execute(query)).mappings().one_or_none()
    return channel_from(row) if row else None


async def groups_in(c: AsyncConnection, tenant: str, conversation: str) -> tuple[tuple[str, str], ...]:
    """(municipality, group) for each group linked to this channel."""
    query = select(channels.c.municipality, channels.c.group).where(
        channels.c.tenant == tenant, channels.c.conversation == conversation
    )
    return tuple((row[0], row[1]) for row in await c.execute(query.order_by(channels.c.municipality)))


async def mark_team_unreachable(c: AsyncConnection, *, tenant: str, team: str, now: datetime) -> None:
    """Mark the team's channels as unreachable, since the bot was removed from the team."""
    here = and_(channels.c.tenant == tenant, channels.c.team == team)
    await c.execute(update(channels).where(here).values(reachable=False, changed_at=now))


async def mark_team_reachable(
    c: AsyncConnection, *, tenant: str, team: str, now: datetime
) -> tuple[tuple[str, str], ...]:
    """Mark the team's channels as reachable; (municipality, group) for each channel unreachable before."""
    here = and_(channels.c.tenant == tenant, channels.c.team == team, channels.c.reachable.is_(False))
    found = await c.execute(select(channels.c.municipality, channels.c.group).where(here))
    groups = tuple((row[0], row[1]) for row in found)
    await c.execute(update(channels).where(here).values(reachable=True, changed_at=now, count_at=None))
    return groups


def channel_from(row: Row) -> Channel:
    return Channel(row["group"], place_from(row), row["reachable"], row["others"])
