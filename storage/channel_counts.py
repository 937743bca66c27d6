"""Counts of a group's channel: the number of people in the channel outside the group, and when to count again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import AskedIn, Delivery, DeliveryKind, Place, Stage
from storage.channels import COUNTED_FOR, Channel, channel_from
from storage.outbox_rows import delivery_of
from storage.prepared import Prepared
from storage.roster_version import channel_changed
from storage.tables.outbox import deliveries
from storage.tables.places import channels
from storage.tables.sessions import sessions, steps

_AHEAD = timedelta(minutes=30)
_TRIED_AGAIN_AFTER = timedelta(minutes=1)


@dataclass(frozen=True)
class Uncounted:
    """A channel whose people are to be counted, and the due time of the count (None: at once)."""

    municipality: str
    channel: Channel
    count_at: datetime | None


async def to_count(c: AsyncConnection, *, now: datetime, most: int) -> tuple[Uncounted, ...]:
    """Channels due for a count, of groups that are asked now or within half an hour."""
    rows = (await _TO_COUNT.run(c, now=now, soon=now + _AHEAD, most=most)).mappings()
    return tuple(Uncounted(row["municipality"], channel_from(row), row["count_at"]) for row in rows)


def _to_count() -> Select[Any]:
    of_group = and_(sessions.c.municipality == channels.c.municipality, sessions.c.group == channels.c.group)
    opens_soon = and_(sessions.c.stage == Stage.PLANNED.value, sessions.c.opens_at <= bindparam("soon"))
    asked = exists().where(of_group, or_(sessions.c.stage == Stage.OPEN.value, opens_soon))
    is_time = or_(channels.c.count_at.is_(None), channels.c.count_at <= bindparam("now"))
    query = select(channels).where(channels.c.reachable, is_time, asked)
    ordered = query.order_by(channels.c.count_at.asc().nulls_first(), channels.c.municipality, channels.c.group)
    return ordered.limit(bindparam("most", type_=Integer))


_TO_COUNT = Prepared(_to_count())


async def begin_counting(c: AsyncConnection, found: Uncounted, *, now: datetime) -> bool:
    """True for the caller that is to count; a failed count is due again a minute later."""
    before = channels.c.count_at.is_(None) if found.count_at is None else channels.c.count_at == found.count_at
    done = update(channels).where(*_is(found), before).values(count_at=now + _TRIED_AGAIN_AFTER)
    return (await c.execute(done)).rowcount == 1


async def keep_count(
    c: AsyncConnection, found: Uncounted, others: int | None, *, now: datetime, again_at: datetime | None = None
) -> None:
    """Store the count, due again at `again_at`, else when a count expires."""
    values = {"others": others, "count_at": again_at or now + COUNTED_FOR}
    await c.execute(update(channels).where(*_is(found)).values(values))
    if others != found.channel.others:
        await channel_changed(c, found.municipality)


def _is(found: Uncounted) -> tuple[ColumnElement[bool], ...]:
    """Conditions: the channel, if the group is still linked to it."""
    return (
        channels.c.municipality == found.municipality,
        channels.c.group == found.channel.group,
        channels.c.conversation == found.channel.place.conversation,
    )


async def count_again_in(c: AsyncConnection, place: Place) -> None:
    """Make the counts due where somebody joined or left. Teams names the team or the channel."""
    in_team = and_(channels.c.team == place.team, channels.c.team != "")
    here = or_(in_team, channels.c.conversation == place.conversation)
    await c.execute(update(channels).where(channels.c.tenant == place.tenant, here).values(count_at=None))


async def count_again(c: AsyncConnection, municipality: str) -> None:
    """Make the municipality's counts due, since somebody joined or left one of its groups."""
    await c.execute(update(channels).where(channels.c.municipality == municipality).values(count_at=None))


async def open_prompts(c: AsyncConnection, municipality: str, group: str) -> tuple[Delivery, ...]:
    """The prompts of the group's open steps asked in its channel."""
    of_step = and_(
        steps.c.municipality == deliveries.c.municipality,
        steps.c.session == deliveries.c.session,
        steps.c.position == deliveries.c.position,
        steps.c.stage == Stage.OPEN.value,
        steps.c.asked == AskedIn.CHANNEL.value,
    )
    mine = and_(
        deliveries.c.municipality == municipality,
        deliveries.c.group == group,
        deliveries.c.kind == DeliveryKind.PROMPT.value,
    )
    rows = await c.execute(select(deliveries).join(steps, of_step).where(mine))
    return tuple(delivery_of(row) for row in rows.mappings())
