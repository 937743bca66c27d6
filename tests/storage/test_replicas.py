"""The sender of a tenant: a single live replica, never an evicted one."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

import pytest

from dialogs.model import Delivery, DeliveryKind, DeliveryState
from storage import outbox, outbox_claims, replicas
from storage.database import Database
from storage.tables.replicas import replicas as table
from storage.units import put_municipality
from tests.databases import make_tables

NOW = datetime(2026, 11, 24, 7, tzinfo=UTC)
TENANT = "a tenant"


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """Two live replicas, and a prompt to be sent."""
    prompt = Delivery("nes", UUID(int=1), DeliveryKind.PROMPT, DeliveryState.DUE, NOW, tenant=TENANT)
    async with Database(database_url) as database:
        await make_tables(database)
        await database.write(partial(put_municipality, municipality="nes", name="Nes"))
        await database.write(partial(outbox.add, delivery=prompt))
        for replica in ("first", "second"):
            await database.write(partial(replicas.heartbeat, replica=replica))
        yield database


async def claimed(db: Database, replica: str) -> int:
    return len(await db.write(partial(outbox_claims.claim_due, tenant=TENANT, replica=replica, now=NOW, most=9)))


async def acquires(db: Database, replica: str) -> bool:
    return await db.write(partial(replicas.acquire, tenant=TENANT, replica=replica)) is not None


async def test_one_replica_at_a_time_sends_to_a_tenant(db: Database) -> None:
    assert await acquires(db, "first")
    assert not await acquires(db, "second")
    assert await db.write(partial(replicas.release, tenant=TENANT, replica="first", now=NOW)) is False, (
        "something is due"
    )
    assert await claimed(db, "first") == 1
    assert await db.write(partial(replicas.release, tenant=TENANT, replica="first", now=NOW))
    assert await acquires(db, "second")


async def test_a_tenant_is_let_go_though_a_card_is_due_later(db: Database) -> None:
    assert await acquires(db, "first")
    assert await claimed(db, "first") == 1
    later = NOW + timedelta(seconds=1)
    card = Delivery("nes", UUID(int=2), DeliveryKind.CARD, DeliveryState.DUE, later, tenant=TENANT)
    await db.write(partial(outbox.add, delivery=card))
    assert await db.write(partial(replicas.release, tenant=TENANT, replica="first", now=NOW))
    assert await acquires(db, "second")
    assert await claimed(db, "second") == 0


async def test_an_evicted_replica_claims_nothing_more(db: Database) -> None:
    """An evicted replica may not know; two senders together would exceed the tenant's rate limit."""
    assert await acquires(db, "first")
    assert await db.write(partial(replicas.evict, replica="first", beat=0))
    assert await acquires(db, "second")
    assert await claimed(db, "first") == 0
    assert await claimed(db, "second") == 1


async def test_a_replica_evicted_meanwhile_cannot_acquire_a_tenant(db: Database) -> None:
    """The replica is evicted while it takes the tenant."""
    assert await acquires(db, "first")
    await db.write(lambda c: c.execute(table.delete().where(table.c.id == "first")))
    assert not await acquires(db, "first")
    assert await acquires(db, "second")
