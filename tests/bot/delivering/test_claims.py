"""Claims of several replicas, crashes, and deliveries that must not hold up others."""

import asyncio
import sqlite3
from collections import Counter
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rehearsal.cast import TENANT
from bot.rehearsal.faults import accept_then, stall, throttle
from bot.rehearsal.house import environment
from bot.rehearsal.stage import Stage
from bot.settings import read_settings
from dialogs.model import Delivery, DeliveryKind, DeliveryState, OfDigest
from storage import outbox, outbox_claims, outbox_queries, replicas
from tests.bot.delivering.deliveries import (
    CARD,
    DIGEST,
    OPENS,
    PROMPT,
    RECEIPT,
    meet_faults,
    only_delivery,
    seconds_later,
)
from tests.judging import prompts
from tests.nordvik import MONDAY, House, at, last, municipality, open_house, seen, series

GONE = "a copy that is gone"


async def claimed_by_one_that_died(house: House, *, on_the_wire: bool, kind: DeliveryKind = PROMPT) -> None:
    """The row as left by a replica that claimed it and crashed."""
    now = house.stage.now
    [held] = [one for one in await house.deliveries(kind, "tor") if one.state in SENDABLE]

    async def work(c: AsyncConnection) -> None:
        taken = await outbox_claims.claim(c, held, tenant=TENANT, replica=GONE, now=now)
        assert taken is not None
        if on_the_wire:
            mark = outbox_claims.Mark(taken, TENANT, house.cast["tor"].conversation.id)
            assert await outbox_claims.put_on_the_wire(c, [mark], replica=GONE, now=now) == {taken.id}

    await house.stage.app.db.write(work)


SENDABLE = {DeliveryState.DUE, DeliveryState.AGAIN, DeliveryState.UNCERTAIN}


async def held_back(house: House) -> None:
    """The session has opened, and Tor's prompt is due in a second; another replica is alive."""
    await house.stage.app.db.write(partial(replicas.heartbeat, replica=GONE))
    meet_faults(house, throttle(429, retry_after=1))
    await house.to(OPENS)


async def test_a_crashed_replicas_claim_is_given_back_after_its_lease(house: House) -> None:
    await held_back(house)
    await claimed_by_one_that_died(house, on_the_wire=False)
    await seconds_later(house, 14)
    assert ((await only_delivery(house)).state, prompts(house.cast["tor"])) == (DeliveryState.CLAIMED, [])
    await seconds_later(house, 20)
    assert len(prompts(house.cast["tor"])) == 1


async def test_a_crashed_replicas_delivery_on_the_wire_is_sent_once_more(house: House) -> None:
    await held_back(house)
    await claimed_by_one_that_died(house, on_the_wire=True)
    await seconds_later(house, 14)
    assert prompts(house.cast["tor"]) == []
    meet_faults(house, accept_then(502))
    await seconds_later(house, 20)
    assert (await only_delivery(house)).state is DeliveryState.UNDELIVERABLE, "sent once more, and not a third time"
    assert len(prompts(house.cast["tor"])) == 1


async def test_a_crashed_replicas_receipt_on_the_wire_is_not_sent_again(house: House) -> None:
    await house.to(OPENS)
    meet_faults(house, throttle(429, retry_after=1))
    tor = house.cast["tor"]
    await tor.say("Vi prøvde noe nytt.")
    said = len(tor.chat)
    await claimed_by_one_that_died(house, on_the_wire=True, kind=RECEIPT)
    await seconds_later(house, 15)
    assert len(tor.chat) == said
    receipt = await only_delivery(house, RECEIPT)
    assert (receipt.state, receipt.reason) == (DeliveryState.UNDELIVERABLE, "may have arrived")


async def test_a_delivery_claimed_or_sent_cannot_be_claimed_again(house: House) -> None:
    await held_back(house)
    db, held = house.stage.app.db, await only_delivery(house)
    claim = partial(outbox_claims.claim, delivery=held, tenant=TENANT, replica=GONE, now=OPENS)
    first, second = await asyncio.gather(db.write(claim), db.write(claim))
    assert (first is None) is not (second is None)
    await seconds_later(house, 15)
    assert (await only_delivery(house)).state is DeliveryState.SENT
    assert await db.write(claim) is None


async def test_two_replicas_that_tick_at_once_send_each_delivery_once(database_url: str) -> None:
    names = ("tor", "siv", "ali", "bodil", "dag")
    async with open_house(database_url) as house:
        await house.plan("rektorgruppa")
        await house.install(*names)
        settings = read_settings(**environment(house.teams, database_url=database_url))
        async with Stage(settings, now=MONDAY) as other:
            await asyncio.gather(house.to(OPENS), other.to(OPENS))
            assert {name: len(prompts(house.cast[name])) for name in names} == dict.fromkeys(names, 1)
            house.teams.bot_url = other.url
            tor = house.cast["tor"]
            await tor.press(last(tor), "Send svar", {"answer": "Hei", "rung": "group"})
            closed = at(11, 27, 8, 1)
            await asyncio.gather(house.to(closed), other.to(closed))
            digests = Counter(delivery.person for delivery in await house.deliveries(DIGEST))
            assert set(digests.values()) == {1}
            for name in names:
                told = [message for message in house.cast[name].chat if "Hei" in seen(house.cast[name], message)]
                assert len(told) == (2 if name == "tor" else 1), "the digest, and Tor's own closed card"


async def test_no_transaction_is_open_while_teams_is_asked(house: House, tmp_path: Path) -> None:
    """Teams stalls on Tor's prompt: this program and another can write to the database meanwhile."""
    await house.install("siv")
    released = asyncio.Event()
    stalled = stall(released)
    meet_faults(house, stalled)
    ticking = asyncio.create_task(house.to(OPENS))
    async with asyncio.timeout(5):
        await stalled.reached.wait()
        siv = house.cast["siv"]
        await house.teams.ledger.until(lambda: bool(prompts(siv)))
        assert (await siv.press(last(siv), "Send svar", {"answer": "Hei", "rung": "group"})).status == 200
        assert len(await house.reflections_of("siv")) == 1
        await asyncio.to_thread(write_from_outside, tmp_path / "x.db")
    assert not ticking.done()
    released.set()
    await ticking
    assert len(prompts(house.cast["tor"])) == 1


def write_from_outside(file: Path) -> None:
    other = sqlite3.connect(file, timeout=0.5, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        other.execute("COMMIT")
    finally:
        other.close()


async def test_a_delivery_that_cannot_be_composed_holds_up_no_other(house: House) -> None:
    """A fault of our own: a delivery to an unknown person."""
    await house.to(OPENS)
    tor, db = house.cast["tor"], house.stage.app.db
    broken = Delivery("nordvik", uuid4(), DIGEST, DeliveryState.DUE, OPENS, person=uuid4(), about=OfDigest(uuid4()))

    async def spoil(c: AsyncConnection) -> None:
        await outbox.add(c, broken)
        await c.execute(text("UPDATE deliveries SET about = 'no digest' WHERE kind = 'digest'"))

    await db.write(spoil)
    await tor.press(last(tor), "Send svar", {"answer": "Hei", "rung": "group"})
    with structlog.testing.capture_logs() as events:
        await seconds_later(house, 3)
    told = {"event": "a delivery could not be composed", "delivery": str(broken.id)}
    assert any(told.items() <= event.items() for event in events)
    assert (await only_delivery(house, CARD)).state is DeliveryState.SENT
    found = await db.read(partial(outbox_queries.by_id, municipality="nordvik", delivery_id=broken.id))
    assert found is not None
    assert (found.state, found.reason) == (DeliveryState.UNDELIVERABLE, "could not be composed: ValueError")


async def test_a_session_that_cannot_be_opened_holds_up_no_other(house: House, tmp_path: Path) -> None:
    await house.stage.plan(series(tmp_path, "aa-odelagt", "rektorgruppa"))
    db = house.stage.app.db
    await db.write(lambda c: c.execute(text("DELETE FROM series WHERE id = 'aa-odelagt'")))
    with pytest.raises(ExceptionGroup):
        await house.to(OPENS)
    assert len(prompts(house.cast["tor"])) == 1
    await house.stage.settle()
    with pytest.raises(ExceptionGroup):
        await house.to(at(11, 27))
    assert "Send svar" not in seen(house.cast["tor"], house.cast["tor"].chat[1]), "others are closed as well"


async def test_a_hundred_and_more_go_out_in_one_tick(tmp_path: Path) -> None:
    people = [f"p{n},rektorgruppa,participant" for n in range(101)]
    folder = municipality(tmp_path / "stor", people=["guro,rektorgruppa,coordinator", *people])
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", folder=folder) as house:
        await house.stage.plan(series(tmp_path, "stor", "rektorgruppa"))
        await house.to(OPENS)
        states = Counter(one.state for one in await house.deliveries(PROMPT))
        assert states == {DeliveryState.WAITING: 101}
