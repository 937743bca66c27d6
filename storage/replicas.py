"""Living replicas of the program on the database, and the tenants each sends to.

Clocks are never compared: a replica lives as long as its heartbeat counts up, and the others watch the count.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, false, func, literal_column, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import TenantLease
from storage import outbox_due
from storage.prepared import Prepared, Row
from storage.tables.replicas import replicas, tenants
from storage.upserts import put_if_absent

_BLANK: Mapping[str, Any] = {"replica": "", "slow_mode": False, "failures": 0, "stopped_why": ""}


async def heartbeat(c: AsyncConnection, replica: str) -> dict[str, int]:
    """Count the replica up, or register a new one; returns every replica's count."""
    # The other way round, the replica could be evicted between the look-up and the count.
    if (await _COUNTING.run(c, replica=replica)).rowcount != 1:
        await put_if_absent(c, replicas, {"id": replica}, {"beat": 0})
    return {row.id: row.beat for row in await _BEATS.run(c)}


_COUNTING = Prepared(
    update(replicas).where(replicas.c.id == bindparam("replica")).values(beat=replicas.c.beat + literal_column("1"))
)
_BEATS = Prepared(select(replicas))


async def evict(c: AsyncConnection, replica: str, *, beat: int) -> bool:
    """Remove a dead replica and its leases; False if the replica has counted up after all."""
    gone = await c.execute(delete(replicas).where(replicas.c.id == replica, replicas.c.beat == beat))
    if gone.rowcount != 1:
        return False
    await c.execute(update(tenants).where(tenants.c.replica == replica).values(replica=""))
    return True


async def leave(c: AsyncConnection, replica: str) -> None:
    await _LEAVE.run(c, replica=replica)
    await _LEAVE_TENANTS.run(c, its_replica=replica)


_LEAVE = Prepared(delete(replicas).where(replicas.c.id == bindparam("replica")))
_LEAVE_TENANTS = Prepared(update(tenants).where(tenants.c.replica == bindparam("its_replica")).values(replica=""))


async def living(c: AsyncConnection) -> int:
    """The number of replicas that have neither left nor been evicted."""
    return int((await c.execute(select(func.count()).select_from(replicas))).scalar_one())


async def tenant_leases(c: AsyncConnection) -> dict[str, TenantLease]:
    return {row["tenant"]: _lease(row) for row in (await _LEASES.run(c)).mappings()}


_LEASES = Prepared(select(tenants))


async def acquire(c: AsyncConnection, tenant: str, replica: str) -> TenantLease | None:
    """Acquire the tenant's lease; None while another living replica holds the lease, or after an eviction of `copy`.

    A replica evicted while acquiring is still the row's holder but no longer alive: its lease counts as free.
    """
    found = await _locked(c, tenant)
    living = set((await _ALIVE.run(c, one=replica, other=found.replica)).scalars())
    if replica not in living or (found.replica != replica and found.replica in living):
        return None
    await _ACQUIRE.run(c, its_tenant=tenant, its_replica=replica)
    return found


_ALIVE = Prepared(
    select(replicas.c.id).where(or_(replicas.c.id == bindparam("one"), replicas.c.id == bindparam("other")))
)
_ACQUIRE = Prepared(
    update(tenants)
    .where(tenants.c.tenant == bindparam("its_tenant"))
    .values(replica=bindparam("its_replica"), slow_mode=false())
)


async def release(c: AsyncConnection, tenant: str, replica: str, *, now: datetime) -> bool:
    """Release the lease; False if a delivery has become due meanwhile: its writer may have found the lease taken."""
    found = await _locked(c, tenant)
    rests = found.rests_until is not None and found.rests_until > now
    if found.replica == replica and not rests and await outbox_due.is_due(c, tenant, now=now):
        return False
    await _RELEASE.run(c, its_tenant=tenant, its_replica=replica)
    return True


_RELEASE = Prepared(
    update(tenants)
    .where(tenants.c.tenant == bindparam("its_tenant"), tenants.c.replica == bindparam("its_replica"))
    .values(replica="", slow_mode=false())
)


async def set_slow_mode(c: AsyncConnection, tenant: str, replica: str, *, slow: bool) -> None:
    mine = and_(tenants.c.tenant == tenant, tenants.c.replica == replica)
    await c.execute(update(tenants).where(mine).values(slow_mode=slow))


async def note_answering(c: AsyncConnection, tenant: str, *, until: datetime) -> None:
    values = {**_BLANK, "answering_until": until}
    if not await put_if_absent(c, tenants, {"tenant": tenant}, values):
        await c.execute(update(tenants).where(tenants.c.tenant == tenant).values(answering_until=until))


async def rest(c: AsyncConnection, tenant: str, *, until: datetime, failures: int, why: str, now: datetime) -> None:
    """Send nothing to the tenant before `until`; `why` is what Teams said if the bot is locked out, else ""."""
    found = await _locked(c, tenant)
    stopped = {"stopped_at": found.stopped_at or now, "stopped_why": why[:200]} if why else {}
    values = {"rests_until": until, "failures": failures, **stopped}
    await c.execute(update(tenants).where(tenants.c.tenant == tenant).values(values))


async def resume(c: AsyncConnection, tenant: str) -> None:
    """Teams has taken a message: the rest and the lockout are over."""
    values = {"rests_until": None, "failures": 0, "stopped_at": None, "stopped_why": ""}
    await c.execute(update(tenants).where(tenants.c.tenant == tenant).values(values))


async def _locked(c: AsyncConnection, tenant: str) -> TenantLease:
    await put_if_absent(c, tenants, {"tenant": tenant}, _BLANK)
    return _lease((await _LOCK.run(c, tenant=tenant)).mappings().one())


_LOCK = Prepared(select(tenants).where(tenants.c.tenant == bindparam("tenant")).with_for_update())


def _lease(row: Row) -> TenantLease:
    return TenantLease(
        tenant=row["tenant"],
        replica=row["copy"],
        slow_mode=row["room"],
        answering_until=row["answering_until"],
        rests_until=row["rests_until"],
        failures=row["strikes"],
        stopped_at=row["stopped_at"],
        stopped_why=row["stopped_why"],
    )
