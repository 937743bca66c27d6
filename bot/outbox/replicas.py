"""This copy of the program among the others on its database: that it lives, who else does, and who sends where.

A lease lasts as long as its holder counts on (its beat), and 15 s more. Each copy measures that by its own monotonic
time, so clocks that differ or jump change nothing.
"""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.outbox.transitions import recovered
from bot.ports import Clock, Timer
from dialogs.model import Delivery, TenantLease
from storage import outbox_claims, replicas
from storage.database import Database

log = structlog.get_logger()

BEAT_SECONDS = 5.0
LEASE_SECONDS = 15.0
# A copy that could not count for so long sends nothing: the others may be about to take it for dead.
_SURE_SECONDS = 10.0
_LEASE_READ_SECONDS = 1.0

Key = tuple[str, UUID]
_ANSWERING = timedelta(seconds=30)


@dataclass(frozen=True)
class _Heard:
    """Another copy's count, and when (in the timer's seconds) it was first heard."""

    beat: int
    since: float


class Replicas:
    """`id` is another one after the others have taken this copy for dead: what it had in hand is not its own then."""

    def __init__(self, db: Database, *, clock: Clock, timer: Timer) -> None:
        self.id = str(uuid4())
        self._db = db
        self._clock = clock
        self._timer = timer
        self._heard: dict[str, _Heard] = {}
        self._counted_at = float("-inf")
        self._known_from = float("inf")
        self._leases: Mapping[str, TenantLease] = {}
        self._read_at = float("-inf")
        self._one_at_a_time = asyncio.Lock()

    @property
    def living(self) -> int:
        """How many copies there are, this one included."""
        return max(1, len(self._heard))

    @property
    def lease_is_safe(self) -> bool:
        """Whether the others still know that this copy lives."""
        return self._timer.seconds() - self._counted_at < _SURE_SECONDS

    @property
    def is_known(self) -> bool:
        """Whether all the others have heard of this copy, and leave it a share."""
        return self._timer.seconds() - self._known_from > BEAT_SECONDS

    async def heartbeat(self) -> bool:
        """Count on, if it is time to, and bury those who have not; False if it was not time."""
        async with self._one_at_a_time:
            # The others may hear of it at once, however long it takes until this copy knows that they do.
            began = self._timer.seconds()
            if began - self._counted_at < BEAT_SECONDS:
                return False
            try:
                anew, beats = await self._db.write(self._count_up)
            except Exception:
                # What the others did while the database was away cannot be known: they are heard anew.
                self._heard = {}
                raise
            if anew != self.id:
                log.warning("this copy was taken for dead", copy=self.id, anew=anew)
                self._known_from = float("inf")
            self._known_from = min(self._known_from, self._timer.seconds())
            self.id = anew
            self._counted_at = began
            now = self._timer.seconds()
            self._heard = {copy: self._hear(copy, beat, now) for copy, beat in beats.items()}
            for copy, heard in list(self._heard.items()):
                if copy != self.id and now - heard.since >= LEASE_SECONDS:
                    await self._evict(copy, heard.beat)
            if orphans := await self._db.read(outbox_claims.orphans):
                await self._db.write(partial(release_claims, held=orphans, now=self._clock()))
            return True

    async def _count_up(self, c: AsyncConnection) -> tuple[str, dict[str, int]]:
        beats = await replicas.heartbeat(c, self.id)
        if beats[self.id] > 0 or self._counted_at == float("-inf"):
            return self.id, beats
        await self._hand_over(c)
        anew = str(uuid4())
        return anew, await replicas.heartbeat(c, anew)

    def _hear(self, copy: str, beat: int, now: float) -> _Heard:
        known = self._heard.get(copy)
        return known if known is not None and known.beat == beat else _Heard(beat, now)

    async def _evict(self, copy: str, beat: int) -> None:
        if await self._db.write(partial(replicas.evict, copy=copy, beat=beat)):
            self._heard.pop(copy, None)
            log.warning("a copy is gone", copy=copy)

    async def leave(self) -> None:
        """What is not on the wire is anybody's again, at once."""
        await self._db.write(self._hand_over)

    async def _hand_over(self, c: AsyncConnection) -> None:
        await replicas.leave(c, self.id)
        await release_claims(c, held=await outbox_claims.held_by(c, self.id), now=self._clock())

    async def lease(self, tenant: str) -> TenantLease:
        """As it was within the last second."""
        if self._timer.seconds() - self._read_at >= _LEASE_READ_SECONDS:
            self._read_at = self._timer.seconds()
            self._leases = await self._db.read(replicas.tenant_leases)
        return self._leases.get(tenant) or TenantLease(tenant)

    async def note_answering(self, lease: TenantLease) -> None:
        """The tenant's people are answering: whoever sends hears of it within a second. Now and then is enough."""
        now = self._clock()
        if lease.answering_until is not None and now + _ANSWERING / 2 < lease.answering_until <= now + _ANSWERING:
            return
        until = now + _ANSWERING
        await self._db.write(partial(replicas.note_answering, tenant=lease.tenant, until=until))
        self._leases = {**self._leases, lease.tenant: replace(lease, answering_until=until)}

    async def set_slow_mode(self, tenant: str, *, slow: bool) -> None:
        """This copy, which sends to the tenant, goes more slowly, so that all may answer; or does so no longer."""
        await self._db.write(partial(replicas.set_slow_mode, tenant=tenant, copy=self.id, slow=slow))
        if (known := self._leases.get(tenant)) is not None:
            self._leases = {**self._leases, tenant: replace(known, copy=self.id, slow_mode=slow)}

    async def acquire(self, tenant: str) -> TenantLease | None:
        return await self._db.write(partial(replicas.acquire, tenant=tenant, copy=self.id))

    async def release(self, tenant: str) -> bool:
        return await self._db.write(partial(replicas.release, tenant=tenant, copy=self.id, now=self._clock()))


async def release_claims(c: AsyncConnection, *, held: Collection[Delivery], now: datetime) -> None:
    """What nobody has in hand any more, whatever the rows say."""
    for copy in {one.copy for one in held}:
        of_copy = [one for one in held if one.copy == copy]
        settlements = [outbox_claims.Settlement(one.state, one, recovered(one, now=now)) for one in of_copy]
        await outbox_claims.settle(c, settlements, copy=copy, now=now)
