"""Heartbeats of replicas, eviction of dead replicas, and leases: which replica sends to which tenant.

A lease lasts until its holder's heartbeat has not changed for 15 s. Each replica measures the 15 s by its own monotonic
timer: clocks that differ or jump change nothing.
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
# After so many seconds without a heartbeat a replica sends nothing: others may be about to evict the replica.
_SURE_SECONDS = 10.0
_LEASE_READ_SECONDS = 1.0

Key = tuple[str, UUID]
_ANSWERING = timedelta(seconds=30)


@dataclass(frozen=True)
class _Heard:
    """Another replica's heartbeat, and when (in the timer's seconds) the number was first read."""

    beat: int
    since: float


class Replicas:
    """`id` changes after an eviction of the own replica, which then holds no deliveries any more."""

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
        """The number of living replicas, the own one included."""
        return max(1, len(self._heard))

    @property
    def lease_is_safe(self) -> bool:
        """Whether no other replica can have evicted the own one yet."""
        return self._timer.seconds() - self._counted_at < _SURE_SECONDS

    @property
    def is_known(self) -> bool:
        """Whether every other replica has read the own heartbeat, and leaves a share of the rates."""
        return self._timer.seconds() - self._known_from > BEAT_SECONDS

    async def heartbeat(self) -> bool:
        """Count up, if BEAT_SECONDS have passed, and evict replicas that have not; False if called too early."""
        async with self._one_at_a_time:
            # Counted from before the write: the others may read the heartbeat long before the commit is confirmed here.
            began = self._timer.seconds()
            if began - self._counted_at < BEAT_SECONDS:
                return False
            try:
                anew, beats = await self._db.write(self._count_up)
            except Exception:
                # While the database was away nobody's heartbeat could be read: the 15 s begin anew for each replica.
                self._heard = {}
                raise
            if anew != self.id:
                log.warning("this copy was taken for dead", copy=self.id, anew=anew)
                self._known_from = float("inf")
            self._known_from = min(self._known_from, self._timer.seconds())
            self.id = anew
            self._counted_at = began
            now = self._timer.seconds()
            self._heard = {replica: self._hear(replica, beat, now) for replica, beat in beats.items()}
            for replica, heard in list(self._heard.items()):
                if replica != self.id and now - heard.since >= LEASE_SECONDS:
                    await self._evict(replica, heard.beat)
            if orphans := await self._db.read(outbox_claims.orphans):
                await self._db.write(partial(release_claims, claimed=orphans, now=self._clock()))
            return True

    async def _count_up(self, c: AsyncConnection) -> tuple[str, dict[str, int]]:
        beats = await replicas.heartbeat(c, self.id)
        if beats[self.id] > 0 or self._counted_at == float("-inf"):
            return self.id, beats
        await self._hand_over(c)
        anew = str(uuid4())
        return anew, await replicas.heartbeat(c, anew)

    def _hear(self, replica: str, beat: int, now: float) -> _Heard:
        known = self._heard.get(replica)
        return known if known is not None and known.beat == beat else _Heard(beat, now)

    async def _evict(self, replica: str, beat: int) -> None:
        if await self._db.write(partial(replicas.evict, replica=replica, beat=beat)):
            self._heard.pop(replica, None)
            log.warning("a copy is gone", copy=replica)

    async def leave(self) -> None:
        """Release all claims and leases at once, at the end of the program."""
        await self._db.write(self._hand_over)

    async def _hand_over(self, c: AsyncConnection) -> None:
        await replicas.leave(c, self.id)
        await release_claims(c, claimed=await outbox_claims.claimed_by(c, self.id), now=self._clock())

    async def lease(self, tenant: str) -> TenantLease:
        """The tenant's lease, read within the last second."""
        if self._timer.seconds() - self._read_at >= _LEASE_READ_SECONDS:
            self._read_at = self._timer.seconds()
            self._leases = await self._db.read(replicas.tenant_leases)
        return self._leases.get(tenant) or TenantLease(tenant)

    async def note_answering(self, lease: TenantLease) -> None:
        """Tell the tenant's sender, within a second, that the tenant's people are answering; written every 15 s."""
        now = self._clock()
        if lease.answering_until is not None and now + _ANSWERING / 2 < lease.answering_until <= now + _ANSWERING:
            return
        until = now + _ANSWERING
        await self._db.write(partial(replicas.note_answering, tenant=lease.tenant, until=until))
        self._leases = {**self._leases, lease.tenant: replace(lease, answering_until=until)}

    async def set_slow_mode(self, tenant: str, *, slow: bool) -> None:
        """Tell replies whether the own replica, the tenant's sender, is in slow mode and leaves a larger share."""
        await self._db.write(partial(replicas.set_slow_mode, tenant=tenant, replica=self.id, slow=slow))
        if (known := self._leases.get(tenant)) is not None:
            self._leases = {**self._leases, tenant: replace(known, replica=self.id, slow_mode=slow)}

    async def acquire(self, tenant: str) -> TenantLease | None:
        return await self._db.write(partial(replicas.acquire, tenant=tenant, replica=self.id))

    async def release(self, tenant: str) -> bool:
        return await self._db.write(partial(replicas.release, tenant=tenant, replica=self.id, now=self._clock()))


async def release_claims(c: AsyncConnection, *, claimed: Collection[Delivery], now: datetime) -> None:
    """Recover deliveries whose holder is gone, or has lost sight of the claim."""
    for replica in {delivery.replica for delivery in claimed}:
        of_replica = [delivery for delivery in claimed if delivery.replica == replica]
        settlements = [
            outbox_claims.Settlement(delivery.state, delivery, recovered(delivery, now=now)) for delivery in of_replica
        ]
        await outbox_claims.settle(c, settlements, replica=replica, now=now)
