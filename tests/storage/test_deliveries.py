"""Batches of deliveries have the same effect as single deliveries."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Delivery, DeliveryKind, DeliveryState
from storage import outbox, outbox_claims, outbox_due, outbox_queries, outbox_reports, replicas
from storage.database import Database
from storage.units import put_municipality
from tests.counting import recorded_statements
from tests.databases import make_tables

EIGHT = datetime(2026, 11, 24, 7, tzinfo=UTC)
NINE = EIGHT + timedelta(hours=1)


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url) as database:
        await make_tables(database)
        for id_ in ("nes", "lom"):
            await database.write(partial(put_municipality, municipality=id_, name=id_.title()))
        yield database


def card(municipality: str, number: int, state: DeliveryState = DeliveryState.DUE) -> Delivery:
    kind = DeliveryKind.CARD
    return Delivery(municipality, UUID(int=number), kind, state, due_at=EIGHT, activity="m1", reason="long ago")


def in_each_state(municipality: str) -> list[Delivery]:
    return [card(municipality, number, state) for number, state in enumerate(DeliveryState)]


async def test_many_wanted_again_at_once_are_wanted_as_each_alone_would_be(db: Database) -> None:
    def wanted(municipality: str) -> list[Delivery]:
        new = card(municipality, 99)
        return [replace(one, state=DeliveryState.DUE, due_at=NINE) for one in [*in_each_state(municipality), new]]

    async def work(c: AsyncConnection) -> None:
        for one in in_each_state("nes") + in_each_state("lom"):
            await outbox.add(c, one)
        for one in wanted("nes"):
            await outbox.want_again(c, one)
        await outbox.want_again(c, *wanted("lom"))

    await db.write(work)
    found = await db.read(outbox_queries.everything)
    each_alone = {one.id: one for one in found if one.municipality == "nes"}
    at_once = {one.id: replace(one, municipality="nes") for one in found if one.municipality == "lom"}
    assert at_once == each_alone
    assert len(at_once) == len(DeliveryState) + 1


async def test_many_added_at_once_leave_alone_what_is_there(db: Database) -> None:
    async def work(c: AsyncConnection) -> None:
        await outbox.add(c, card("nes", 7, DeliveryState.SENT))
        await outbox.add_all(c, [card("nes", number) for number in range(1200)])
        await outbox.add_all(c, [])

    await db.write(work)
    found = await db.read(outbox_queries.everything)
    assert len(found) == 1200
    assert [one.id.int for one in found if one.state is not DeliveryState.DUE] == [7]


async def test_tenants_with_something_due_are_found_in_the_index_of_what_can_be_sent(tmp_path: Path) -> None:
    """Without a hint SQLite would read all unsent deliveries for each tenant, four times a second."""
    async with Database(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as db:
        await make_tables(db)
        with recorded_statements(db) as executed:
            await db.read(partial(outbox_due.tenants_due, now=EIGHT))
        explain = text(f"EXPLAIN QUERY PLAN {executed[0]}".replace("?", "''"))
        plan = [row.detail for row in await db.read(lambda c: c.execute(explain))]
    used = [line for line in plan if " deliveries " in line]
    assert len(used) == 3
    assert all("USING INDEX ix_deliveries_sendable" in line for line in used), plan


async def test_several_deliveries_are_put_on_the_wire_and_settled_in_one_go(db: Database) -> None:
    async def work(c: AsyncConnection) -> list[DeliveryState]:
        await replicas.heartbeat(c, "one")
        await outbox.add_all(c, [replace(card("nes", number), tenant="t") for number in range(3)])
        assert await replicas.acquire(c, "t", "one") is not None
        taken = await outbox_claims.claim_due(c, "t", replica="one", now=NINE, most=9)
        marks = [outbox_claims.Mark(one, "t", "a:1") for one in taken]
        there = await outbox_claims.put_on_the_wire(c, marks, replica="one", now=NINE)
        assert there == {one.id for one in taken}
        sent = [replace(one, state=DeliveryState.SENT, tries=1, activity=f"m{one.id.int}") for one in taken]
        pairs = zip(taken, sent, strict=True)
        settled = [outbox_claims.Settlement(DeliveryState.ON_THE_WIRE, before, after) for before, after in pairs]
        await outbox_claims.settle(c, settled, replica="one", now=NINE)
        return [one.state for one in await outbox_queries.everything(c)]

    assert await db.write(work) == [DeliveryState.SENT] * 3


async def test_a_settled_delivery_is_listed_once_however_finely_its_time_is_told(db: Database) -> None:
    """The list goes on after the last row's due time, which therefore must be stored as others are."""
    fine = EIGHT + timedelta(milliseconds=955)

    async def work(c: AsyncConnection) -> list[UUID]:
        await replicas.heartbeat(c, "one")
        await outbox.add(c, replace(card("nes", 1), kind=DeliveryKind.PROMPT, tenant="t", due_at=fine))
        assert await replicas.acquire(c, "t", "one") is not None
        [taken] = await outbox_claims.claim_due(c, "t", replica="one", now=NINE, most=9)
        await outbox_claims.put_on_the_wire(c, [outbox_claims.Mark(taken, "t", "a:1")], replica="one", now=NINE)
        sent = replace(taken, state=DeliveryState.SENT, tries=1)
        settled = outbox_claims.Settlement(DeliveryState.ON_THE_WIRE, taken, sent)
        await outbox_claims.settle(c, [settled], replica="one", now=NINE)
        listed: list[UUID] = []
        async for one in outbox_reports.in_order(c, outbox_reports.EVERYTHING):
            assert one.id not in listed
            listed.append(one.id)
        return listed

    assert await db.write(work) == [UUID(int=1)]
