"""The number of readers in a group's channel: Teams is asked before a prompt is due, and when people join or leave.

Only the number is stored, and nothing about any reader.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries
from bot.context.channel_people import ChannelPeople
from dialogs.model import Place
from storage import channel_counts, outbox
from storage.channel_counts import Uncounted
from storage.database import Database
from storage.memberships import accounts_in

_AT_ONCE = 20
_PATIENCE_SECONDS = 3.0
_TICK_SECONDS = 5.0


@dataclass(frozen=True)
class Count:
    """`others` is the number of people in the channel and not in the group, None if Teams does not report the number.

    `retry_after` is the number of seconds after which Teams may report, None for not soon.
    """

    others: int | None
    retry_after: float | None = None


class Counting:
    def __init__(self, db: Database, people: ChannelPeople) -> None:
        self._db = db
        self._people = people

    async def others(self, place: Place, municipality: str, group: str, *, now: datetime) -> int | None:
        """The number of people in the channel and not in the group; None if Teams reports none within seconds."""
        return (await self._count(place, municipality, group, now=now)).others

    async def refresh(self, *, now: datetime) -> int:
        """The number of channels counted. After five seconds no count is begun, since due sessions wait to open."""
        until = asyncio.get_running_loop().time() + _TICK_SECONDS
        counted = 0
        for one in await self._db.read(partial(channel_counts.to_count, now=now, most=_AT_ONCE)):
            if asyncio.get_running_loop().time() > until:
                break
            counted += await self._refresh(one, now=now)
        return counted

    async def _refresh(self, one: Uncounted, *, now: datetime) -> bool:
        if not await self._db.write(partial(channel_counts.begin_counting, found=one, now=now)):
            return False
        count = await self._count(one.channel.place, one.municipality, one.channel.group, now=now)
        await self._db.write(partial(_keep, found=one, count=count, now=now))
        return True

    async def _count(self, place: Place, municipality: str, group: str, *, now: datetime) -> Count:
        people = await self._people.ask(place, seconds=_PATIENCE_SECONDS)
        if people.members is None:
            return Count(None, people.retry_after)
        known = await self._db.read(
            partial(accounts_in, municipality=municipality, group=group, tenant=place.tenant, now=now)
        )
        return Count(len({one.id for one in people.members} - known))


async def _keep(c: AsyncConnection, *, found: Uncounted, count: Count, now: datetime) -> None:
    """Store the count; the old count stays while Teams may report soon. More readers are shown on the open cards."""
    before = found.channel.others
    if count.retry_after is not None:
        await channel_counts.keep_count(c, found, before, now=now, again_at=now + timedelta(seconds=count.retry_after))
        return
    await channel_counts.keep_count(c, found, count.others, now=now)
    if (count.others or 0) > (before or 0):
        prompts = await channel_counts.open_prompts(c, found.municipality, found.channel.group)
        await outbox.want_again(c, *(deliveries.readers_update(prompt, now=now) for prompt in prompts))
