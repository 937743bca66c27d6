"""Sending over the wire: the responses of Teams, the resulting states, and no message sent twice."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
import structlog
from sqlalchemy import bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rehearsal.cast import TENANT, nordvik
from bot.rehearsal.clients import Client, inputs_on, texts_on
from bot.rehearsal.faults import Fault, accept_then, accept_then_reset, answer, reset, stall, throttle
from bot.rehearsal.house import environment
from bot.rehearsal.ledger import WRITES, Call
from bot.rehearsal.stage import Stage
from bot.rehearsal.wire_conversations import Message
from bot.settings import read_settings
from content.presses import decode
from dialogs.model import Delivery, DeliveryKind, DeliveryState, OfDigest
from dialogs.model import Stage as Progress
from storage import outbox, outbox_claims, replicas
from storage.database import Database
from storage.sessions import sessions_of
from storage.tables.common import Instant
from tests.counting import recorded_statements, unprepared_statements
from tests.nordvik import MONDAY, House, at, last, municipality, open_house, seen, series

OPENS = at(11, 24)
PROMPT, RECEIPT, CARD, DIGEST = DeliveryKind.PROMPT, DeliveryKind.RECEIPT, DeliveryKind.CARD, DeliveryKind.DIGEST


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """The rektorgruppa's series is planned, and Tor has installed."""
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as opened:
        await opened.plan("rektorgruppa")
        await opened.install("tor")
        yield opened


def meet(house: House, *faults: Fault, call: Call = Call.SEND, name: str = "tor") -> None:
    """The next requests by Teams' `call` to this person meet these faults, in order."""
    for fault in faults:
        house.teams.faults.next(fault, call=call, conversation=house.cast[name].conversation.id)


async def one(house: House, kind: DeliveryKind = PROMPT, name: str = "tor") -> Delivery:
    [found] = await house.deliveries(kind, name)
    return found


def prompts(client: Client) -> list[Message]:
    return [message for message in client.chat if "answer" in inputs_on(client.view(message))]


async def to(house: House, seconds: float, *, after: datetime = OPENS) -> None:
    await house.to(after + timedelta(seconds=seconds))


async def answers(house: House, words: str) -> None:
    tor = house.cast["tor"]
    if await house.reflections_of("tor"):
        await tor.press(last(tor), "Endre svaret")
    await tor.press(last(tor), "Send svar", {"answer": words, "rung": "group"})


def updates(house: House) -> list[str]:
    found = house.teams.ledger.of(Call.UPDATE, conversation=house.cast["tor"].conversation.id)
    return [" ".join(texts_on(update.body["attachments"][0]["content"])) for update in found]


async def test_an_answer_changed_several_times_meanwhile_changes_its_card_once(house: House) -> None:
    await house.to(OPENS)
    for words in ("først", "så", "til slutt"):
        await answers(house, words)
    await house.stage.settle()
    assert ["til slutt" in text for text in updates(house)] == [True]


async def test_a_card_follows_its_answer_within_three_seconds_and_waits_for_further_answers(house: House) -> None:
    await house.to(OPENS)
    await answers(house, "først")
    await house.stage.app.send_due()
    assert updates(house) == []
    [due_at] = [one.due_at for one in await house.deliveries(CARD)]
    assert OPENS < due_at <= OPENS + timedelta(seconds=3)
    house.stage.now = due_at - timedelta(milliseconds=1)
    await house.cast["tor"].say("og litt mer tid")
    await house.stage.app.send_due()
    assert updates(house) == [], "an answer that goes on brings its card no sooner"
    house.stage.now = due_at
    await house.stage.app.send_due()
    assert ["og litt mer tid" in text for text in updates(house)] == [True]


async def test_a_card_that_waits_goes_at_once_when_its_form_is_opened(house: House) -> None:
    await house.to(OPENS)
    await answers(house, "først")
    await house.cast["tor"].press(last(house.cast["tor"]), "Endre svaret")
    await house.stage.app.send_due()
    assert ["Endre svaret" in text for text in updates(house)] == [False], "the card is a form, and updated once"


async def test_what_an_older_version_left_due_goes_at_once(house: House) -> None:
    await house.to(OPENS)
    await answers(house, "først")
    earlier = text("UPDATE deliveries SET due_at = :at WHERE kind = 'card'").bindparams(
        bindparam("at", OPENS - timedelta(hours=1), Instant)
    )
    await house.stage.app.db.write(lambda c: c.execute(earlier))
    await house.stage.app.send_due()
    assert len(updates(house)) == 1


async def test_a_clock_that_is_set_back_keeps_no_card_from_the_next_answer(house: House) -> None:
    await house.to(OPENS)
    await answers(house, "først")
    house.stage.now = OPENS - timedelta(hours=1)
    await answers(house, "så")
    await house.stage.settle()
    assert ["så" in text for text in updates(house)] == [True]


async def test_a_card_is_not_tried_before_teams_said_though_it_changes_again(house: House) -> None:
    await house.to(OPENS)
    meet(house, throttle(retry_after=90), call=Call.UPDATE)
    await answers(house, "først")
    await house.stage.settle()
    await answers(house, "så")
    house.stage.now += timedelta(seconds=80)
    await house.stage.app.send_due()
    assert len(updates(house)) == 1, "the one that was throttled"
    house.stage.now += timedelta(seconds=10)
    await house.stage.app.send_due()
    assert ["så" in text for text in updates(house)] == [False, True]


async def test_to_look_for_what_is_due_is_one_prepared_statement(house: House) -> None:
    await house.to(OPENS)
    db = house.stage.app.db
    with recorded_statements(db) as executed, unprepared_statements(db) as unprepared:
        await house.stage.app.look()
    assert (len(executed), unprepared) == (1, [])


async def test_a_card_that_changes_while_it_is_being_changed_is_left_for_the_next_time(house: House) -> None:
    await house.to(OPENS)
    stalled = stall(asyncio.Event())
    meet(house, stalled, call=Call.UPDATE)
    await answers(house, "først")
    house.stage.now += timedelta(seconds=3)
    await house.stage.app.look()
    async with asyncio.timeout(5):
        await stalled.reached.wait()
        await answers(house, "så")
        stalled.released.set()
        while await sends(house):
            pass
    assert ["så" in text for text in updates(house)] == [False]
    await house.stage.settle()
    assert ["så" in text for text in updates(house)] == [False, True]


async def sends(house: House) -> bool:
    """Whether any replica holds the tenant."""
    sheets = await house.stage.app.db.read(replicas.tenant_leases)
    return bool(sheets[TENANT].copy)


async def test_a_card_changes_once_in_three_seconds_however_often_its_answer_does(house: House) -> None:
    await house.to(OPENS)
    await answers(house, "først")
    await house.stage.settle()
    for number in range(12):
        await house.cast["tor"].say(f"og litt mer tid, {number}")
        house.stage.now += timedelta(seconds=0.25)
        await house.stage.app.look()
    await house.stage.settle()
    assert "og litt mer tid, 11" in updates(house)[-1]
    assert len(updates(house)) <= 3, "at first, at its moment, and in the end"


@pytest.mark.postgresql
async def test_who_is_called_while_they_let_the_tenant_go_look_once_more(postgresql_url: str) -> None:
    waits = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    async with open_house(postgresql_url) as house, Database(postgresql_url) as other:
        await house.plan("rektorgruppa")
        await house.install("tor")
        await house.to(OPENS)
        stalled = stall(asyncio.Event())
        meet(house, stalled, call=Call.UPDATE)
        await answers(house, "først")
        house.stage.now += timedelta(seconds=3)
        await house.stage.app.look()
        async with asyncio.timeout(5):
            await stalled.reached.wait()
            async with other.writing.begin() as c:
                await c.execute(text("SELECT tenant FROM tenants FOR UPDATE"))
                stalled.released.set()
                while not await other.read(lambda c: c.scalar(waits)):
                    pass
                await house.cast["tor"].press(last(house.cast["tor"]), "Endre svaret")
                await house.stage.app.look()
        await house.teams.ledger.until(lambda: len(updates(house)) > 1)
        assert "Endre svaret" not in updates(house)[-1], "the receipt is a form"


async def test_what_is_due_by_itself_waits_for_no_moment(house: House) -> None:
    meet(house, throttle(retry_after=2))
    await house.to(OPENS)
    for seconds in (1.9, 0.1):
        assert prompts(house.cast["tor"]) == []
        house.stage.now += timedelta(seconds=seconds)
        await house.stage.app.look()
    await house.teams.ledger.until(lambda: len(prompts(house.cast["tor"])) == 1)


@pytest.mark.parametrize("button", ["Endre svaret", "Ett spørsmål til"])
async def test_a_card_that_becomes_a_form_is_one_everywhere_before_anybody_types(house: House, button: str) -> None:
    """The clock stands still before the next slot: no other update would be sent."""
    await house.to(OPENS)
    await answers(house, "først")
    await house.stage.settle()
    sending = asyncio.create_task(house.stage.app.keep_sending())
    await house.cast["tor"].press(last(house.cast["tor"]), button)
    await house.teams.ledger.until(lambda: len(updates(house)) > 1)
    sending.cancel()
    assert "Endre svaret" not in updates(house)[-1], "the receipt is a form"


# Nothing was written: retried.


@pytest.mark.parametrize("status", [429, 412])
async def test_retry_after_is_obeyed_and_stored(house: House, status: int) -> None:
    meet(house, throttle(status, retry_after=90))
    await house.to(OPENS)
    held = await one(house)
    assert (held.state, held.due_at) == (DeliveryState.AGAIN, OPENS + timedelta(seconds=90))
    assert held.reason.startswith(str(status))
    await to(house, 89)
    assert prompts(house.cast["tor"]) == []
    await to(house, 90)
    assert len(prompts(house.cast["tor"])) == 1
    assert ((await one(house)).state, (await one(house)).tries) == (DeliveryState.SENT, 2)


async def test_where_teams_does_not_say_when_the_pauses_double(house: House) -> None:
    meet(house, *[throttle(429)] * 3)
    pauses = []
    now = OPENS
    for _ in range(3):
        await house.to(now)
        held = await one(house)
        pauses.append((held.due_at - now).total_seconds())
        now = held.due_at
    assert pauses == [1, 2, 4]
    await house.to(now)
    assert (await one(house)).state is DeliveryState.SENT


async def test_who_is_throttled_holds_up_nobody_else(house: House) -> None:
    await house.install("siv")
    meet(house, throttle(429, retry_after=600))
    await house.to(OPENS)
    assert (len(prompts(house.cast["tor"])), len(prompts(house.cast["siv"]))) == (0, 1)


async def test_a_bot_that_is_not_let_in_tries_again_until_it_is(house: House) -> None:
    """Renewing an expired secret takes hours; the prompt waits as long as its step is open."""
    # The first refusal is retried at once with a new token, since the old one may have been at fault.
    meet(house, *[answer(401)] * 16)
    now = OPENS
    for _ in range(15):
        await house.to(now)
        held = await one(house)
        assert (held.state, held.reason) == (DeliveryState.AGAIN, "401 BotNotRegistered")
        assert held.due_at - now <= timedelta(minutes=15)
        now = held.due_at
    await house.to(now)
    assert (await one(house)).state is DeliveryState.SENT


async def test_where_teams_does_not_let_the_bot_in_one_at_a_time_finds_out_when_it_does(house: House) -> None:
    """A single delivery is retried for the whole tenant, instead of a hundred."""
    await house.install("siv", "ali", "bodil", "dag")
    lifted = asyncio.Event()
    house.teams.faults.until(lifted, answer(401), call=Call.SEND)
    await house.to(OPENS)
    states = Counter(one.state for one in await house.deliveries(PROMPT) if one.tries)
    assert states == {DeliveryState.AGAIN: 5}
    [sheet] = [one for one in (await house.stage.app.db.read(replicas.tenant_leases)).values() if one.stopped_why]
    assert (sheet.stopped_why, sheet.stopped_at) == ("401 BotNotRegistered", OPENS)
    now, tried = OPENS, 5
    for _ in range(4):
        assert sheet.rests_until is not None
        now = sheet.rests_until
        await house.to(now)
        sheet = (await house.stage.app.db.read(replicas.tenant_leases))[TENANT]
        tries = sum(one.tries for one in await house.deliveries(PROMPT))
        assert tries == (tried := tried + 1)
    lifted.set()
    await house.to(now + timedelta(minutes=1))
    assert [len(prompts(house.cast[name])) for name in ("tor", "siv", "ali", "bodil", "dag")] == [1] * 5
    assert (await house.stage.app.db.read(replicas.tenant_leases))[TENANT].stopped_why == ""


async def test_a_token_that_teams_no_longer_takes_is_replaced(house: House) -> None:
    house.teams.login.revoke()
    await house.to(OPENS)
    assert ((await one(house)).state, (await one(house)).tries) == (DeliveryState.SENT, 1)
    assert len(prompts(house.cast["tor"])) == 1


async def test_a_card_is_brought_up_to_date_however_often_it_takes(house: House) -> None:
    await house.to(OPENS)
    meet(house, answer(502), reset(), accept_then(504), call=Call.UPDATE)
    tor = house.cast["tor"]
    await tor.press(last(tor), "Send svar", {"answer": "Hei", "rung": "group"})
    for second in range(1, 20):
        await to(house, second)
    assert (await one(house, CARD)).state is DeliveryState.SENT
    assert house.teams.faults.coming == []
    assert last(tor).edited


# The message may have been written.


@pytest.mark.parametrize("fault", [accept_then(502), accept_then(503), accept_then(504), accept_then_reset()])
async def test_an_uncertain_prompt_goes_once_more_after_fifteen_seconds_as_the_same_delivery(
    house: House, fault: Fault
) -> None:
    meet(house, fault)
    await house.to(OPENS)
    held = await one(house)
    assert (held.state, held.due_at) == (DeliveryState.UNCERTAIN, OPENS + timedelta(seconds=15))
    await to(house, 14)
    tor = house.cast["tor"]
    assert len(prompts(tor)) == 1
    await to(house, 15)
    first, second = prompts(tor)
    assert {pressed_delivery(tor, card) for card in (first, second)} == {str(held.id)}
    assert (await one(house)).state is DeliveryState.SENT
    # Both cards lead to one reflection.
    await tor.press(first, "Send svar", {"answer": "Fra den første", "rung": "group"})
    await tor.press(second, "Send svar", {"answer": "Fra den første", "rung": "group"})
    [kept] = await house.reflections_of("tor")
    assert kept.text == "Fra den første"


def pressed_delivery(client: Client, message: Message) -> str:
    press = decode(button(client, message, "Send svar"))
    return str(getattr(press, "delivery", ""))


def button(client: Client, message: Message, title: str) -> object:
    """The data of the button with this title, anywhere on the card."""

    def search(part: object) -> object:
        if isinstance(part, dict):
            if part.get("title") == title and "data" in part:
                return part["data"]
            return next((found for value in part.values() if (found := search(value)) is not None), None)
        if isinstance(part, list):
            return next((found for value in part if (found := search(value)) is not None), None)
        return None

    return search(client.view(message))


async def test_a_press_on_a_card_whose_sending_was_uncertain_shows_that_it_arrived(house: House) -> None:
    meet(house, accept_then_reset())
    await house.to(OPENS)
    tor = house.cast["tor"]
    [card] = prompts(tor)
    await tor.press(card, "Send svar", {"answer": "Hei", "rung": "group"})
    await to(house, 60)
    held = await one(house)
    assert (held.state, held.activity) == (DeliveryState.SENT, card.id)
    assert len(tor.chat) == 2, "the welcome, and the card"
    assert "Hei" in seen(tor, last(tor))


async def test_a_press_on_the_twin_that_was_never_told_of_takes_the_other_away(house: House) -> None:
    meet(house, accept_then(502))
    await house.to(OPENS)
    await to(house, 15)
    tor = house.cast["tor"]
    first, second = prompts(tor)
    await tor.press(first, "Send svar", {"answer": "Hei", "rung": "group"})
    await house.stage.settle()
    assert [message.id for message in tor.chat[1:]] == [first.id]
    assert "Hei" in seen(tor, last(tor))
    # From now on, updates go to the pressed card.
    await house.to(at(11, 27, 8, 1))
    assert "Send svar" not in seen(tor, tor.chat[1])
    assert second.id not in {message.id for message in tor.chat}


async def test_a_press_on_the_twin_that_is_known_leaves_both(house: House) -> None:
    meet(house, accept_then(502))
    await house.to(OPENS)
    await to(house, 15)
    tor = house.cast["tor"]
    first, second = prompts(tor)
    await tor.press(second, "Send svar", {"answer": "Hei", "rung": "group"})
    await house.stage.settle()
    assert [message.id for message in tor.chat[1:]] == [first.id, second.id]


async def test_a_card_made_to_name_anothers_delivery_takes_nothing_away(house: House) -> None:
    """Siv's prompt was uncertain and sent twice; Tor's client is tampered with to name Siv's delivery."""
    await house.install("siv")
    meet(house, accept_then(502), name="siv")
    await house.to(OPENS)
    await to(house, 15)
    tor, siv = house.cast["tor"], house.cast["siv"]
    unsure = await one(house, name="siv")
    forged = {"delivery": str(unsure.id)}
    await tor.press(last(tor), "Send svar", {"answer": "Hei", "rung": "group"}, forged=forged)
    await house.stage.settle()
    assert len(prompts(siv)) == 2
    assert (await one(house, name="siv")).activity == unsure.activity


async def test_words_in_the_chat_answer_a_prompt_that_may_have_arrived_twice_over(house: House) -> None:
    meet(house, accept_then(502), accept_then(502))
    await house.to(OPENS)
    await to(house, 15)
    await house.cast["tor"].say("Vi prøvde noe nytt.")
    [kept] = await house.reflections_of("tor")
    assert kept.text == "Vi prøvde noe nytt."


async def test_uncertain_twice_is_not_tried_a_third_time(house: House) -> None:
    meet(house, answer(502), answer(503))
    await house.to(OPENS)
    await to(house, 15)
    held = await one(house)
    assert (held.state, held.reason) == (DeliveryState.UNDELIVERABLE, "503 ServiceError")
    await to(house, 3600)
    assert prompts(house.cast["tor"]) == []


async def test_a_throttled_prompt_that_then_gets_lost_still_goes_once_more(house: House) -> None:
    meet(house, throttle(429, retry_after=5), accept_then(502))
    await house.to(OPENS)
    await to(house, 5)
    assert (await one(house)).state is DeliveryState.UNCERTAIN
    await to(house, 20)
    assert (await one(house)).state is DeliveryState.SENT


async def test_an_uncertain_prompt_that_is_then_throttled_is_not_forgotten_to_be_uncertain(house: House) -> None:
    meet(house, accept_then(502), throttle(429, retry_after=5), accept_then(502))
    await house.to(OPENS)
    await to(house, 15)
    assert (await one(house)).state is DeliveryState.UNCERTAIN
    await to(house, 20)
    assert (await one(house)).state is DeliveryState.UNDELIVERABLE
    assert len(prompts(house.cast["tor"])) == 2


async def test_a_receipt_is_never_said_twice(house: House) -> None:
    await house.to(OPENS)
    meet(house, accept_then(502))
    tor = house.cast["tor"]
    await tor.say("Vi prøvde noe nytt.")
    said = len(tor.chat)
    receipt = await one(house, RECEIPT)
    assert (receipt.state, receipt.reason) == (DeliveryState.UNDELIVERABLE, "502 ServiceError")
    await to(house, 60)
    assert len(tor.chat) == said


# The conversation cannot be written to.


@pytest.mark.parametrize("fault", [answer(403), answer(404)])
async def test_who_cannot_be_reached_is_left_alone_until_they_write(house: House, fault: Fault) -> None:
    meet(house, fault)
    await house.to(OPENS)
    assert (await one(house)).state is DeliveryState.UNDELIVERABLE
    asked_before = len(house.teams.ledger.of(*WRITES))
    await to(house, 3600)
    assert len(house.teams.ledger.of(*WRITES)) == asked_before
    tor = house.cast["tor"]
    await tor.say("hjelp")
    await house.stage.settle()
    assert len(prompts(tor)) == 1
    assert (await one(house)).state is DeliveryState.SENT


async def test_who_has_blocked_the_bot_waits_and_gets_what_is_open_when_they_are_back_and_no_backlog(
    house: House,
) -> None:
    tor = house.cast["tor"]
    house.teams.faults.block(tor.person)
    await house.to(OPENS)
    await house.to(at(12, 1))
    first, second = sorted(await house.deliveries(PROMPT, "tor"), key=lambda prompt: str(prompt.session))
    assert (first.state, second.state) == (DeliveryState.UNDELIVERABLE, DeliveryState.WAITING)
    assert second.reason == "removed or blocked"
    house.teams.faults.unblock(tor.person)
    await tor.say("hjelp")
    await house.stage.settle()
    assert len(prompts(tor)) == 1
    states = {prompt.session: prompt.state for prompt in await house.deliveries(PROMPT, "tor")}
    assert states == {first.session: DeliveryState.UNDELIVERABLE, second.session: DeliveryState.SENT}


@pytest.mark.parametrize("status", [400, 500])
async def test_what_teams_refuses_is_not_tried_again(house: House, status: int) -> None:
    meet(house, answer(status))
    await house.to(OPENS)
    held = await one(house)
    assert held.state is DeliveryState.UNDELIVERABLE
    assert held.reason.startswith(str(status))
    await to(house, 3600)
    assert prompts(house.cast["tor"]) == []


async def test_what_teams_finds_too_big_is_sent_shorter(house: House) -> None:
    """Six long answers fill more than half of the largest card; Teams refuses the digest to Tor once."""
    names = ("tor", "siv", "ali", "bodil", "dag", "ella")
    await house.install(*names[1:])
    await house.to(OPENS)
    for name in names:
        person, words = house.cast[name], f"{name} " * (3900 // (len(name) + 1))
        await person.press(last(person), "Send svar", {"answer": words, "rung": "group"})
    meet(house, answer(413))
    await house.to(at(11, 27))
    digests = {name: seen(house.cast[name], last(house.cast[name])) for name in names}
    read = {name: sum(len(text) > 3000 for text in digest) for name, digest in digests.items()}
    assert (read["siv"], read["ella"]) == (6, 6)
    assert 0 < read["tor"] < 6
    assert f"… og {6 - read['tor']} svar til" in digests["tor"]
    assert (await one(house, DIGEST)).state is DeliveryState.SENT


async def test_what_is_too_big_however_short_it_is_made_is_told_and_left(house: House) -> None:
    meet(house, *[answer(413)] * 3)
    await house.to(OPENS)
    held = await one(house)
    assert (held.state, held.reason, held.tries) == (DeliveryState.UNDELIVERABLE, "413 MessageSizeTooBig", 1)
    assert house.teams.faults.coming == []


async def test_a_tenant_that_is_not_let_in_is_sent_nothing(tmp_path: Path) -> None:
    """The tenant was let in when Tor installed, and is no longer."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    async with open_house(url) as house:
        await house.plan("rektorgruppa")
        await house.install("tor")
        given = environment(house.teams, database_url=url) | {"SLOYFA_TENANTS": "0b0b0b0b-1b1b-4c2c-8d3d-4e4e4e4e4e4e"}
        asked_before = len(house.teams.ledger.of(*WRITES))
        async with Stage(read_settings(**given), now=OPENS) as stage:
            await stage.to(OPENS)
        assert len(house.teams.ledger.of(*WRITES)) == asked_before
        held = await one(house)
        assert (held.state, held.reason) == (DeliveryState.UNDELIVERABLE, "the tenant is not let in")


# Replicas, crashes, and deliveries that hold up others.


GONE = "a copy that is gone"


async def claimed_by_one_that_died(house: House, *, on_the_wire: bool, kind: DeliveryKind = PROMPT) -> None:
    """The row as left by a replica that claimed it and crashed."""
    now = house.stage.now
    [held] = [one for one in await house.deliveries(kind, "tor") if one.state in SENDABLE]

    async def work(c: AsyncConnection) -> None:
        taken = await outbox_claims.claim(c, held, tenant=TENANT, copy=GONE, now=now)
        assert taken is not None
        if on_the_wire:
            mark = outbox_claims.Mark(taken, TENANT, house.cast["tor"].conversation.id)
            assert await outbox_claims.put_on_the_wire(c, [mark], copy=GONE, now=now) == {taken.id}

    await house.stage.app.db.write(work)


SENDABLE = {DeliveryState.DUE, DeliveryState.AGAIN, DeliveryState.UNCERTAIN}


async def held_back(house: House) -> None:
    """The session has opened, and Tor's prompt is due in a second; another replica is alive."""
    await house.stage.app.db.write(partial(replicas.heartbeat, copy=GONE))
    meet(house, throttle(429, retry_after=1))
    await house.to(OPENS)


async def test_what_a_copy_had_claimed_when_it_died_is_given_back_after_its_lease(house: House) -> None:
    await held_back(house)
    await claimed_by_one_that_died(house, on_the_wire=False)
    await to(house, 14)
    assert ((await one(house)).state, prompts(house.cast["tor"])) == (DeliveryState.CLAIMED, [])
    await to(house, 20)
    assert len(prompts(house.cast["tor"])) == 1


async def test_what_a_copy_had_on_the_wire_when_it_died_goes_once_more(house: House) -> None:
    await held_back(house)
    await claimed_by_one_that_died(house, on_the_wire=True)
    await to(house, 14)
    assert prompts(house.cast["tor"]) == []
    meet(house, accept_then(502))
    await to(house, 20)
    assert (await one(house)).state is DeliveryState.UNDELIVERABLE, "sent once more, and not a third time"
    assert len(prompts(house.cast["tor"])) == 1


async def test_a_receipt_on_the_wire_when_its_copy_died_is_not_said_again(house: House) -> None:
    await house.to(OPENS)
    meet(house, throttle(429, retry_after=1))
    tor = house.cast["tor"]
    await tor.say("Vi prøvde noe nytt.")
    said = len(tor.chat)
    await claimed_by_one_that_died(house, on_the_wire=True, kind=RECEIPT)
    await to(house, 15)
    assert len(tor.chat) == said
    receipt = await one(house, RECEIPT)
    assert (receipt.state, receipt.reason) == (DeliveryState.UNDELIVERABLE, "may have arrived")


async def test_what_one_has_claimed_or_sent_no_other_can_claim(house: House) -> None:
    await held_back(house)
    db, held = house.stage.app.db, await one(house)
    claim = partial(outbox_claims.claim, delivery=held, tenant=TENANT, copy=GONE, now=OPENS)
    first, second = await asyncio.gather(db.write(claim), db.write(claim))
    assert (first is None) is not (second is None)
    await to(house, 15)
    assert (await one(house)).state is DeliveryState.SENT
    assert await db.write(claim) is None


async def test_two_copies_that_tick_at_once_send_each_thing_once(database_url: str) -> None:
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
    meet(house, stalled)
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


async def test_one_that_cannot_be_composed_holds_up_no_other(house: House) -> None:
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
        await to(house, 3)
    told = {"event": "a delivery could not be composed", "delivery": str(broken.id)}
    assert any(told.items() <= event.items() for event in events)
    assert (await one(house, CARD)).state is DeliveryState.SENT
    found = await db.read(partial(outbox.by_id, municipality="nordvik", delivery_id=broken.id))
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


# Too late.


async def test_sessions_nobody_was_there_to_open_are_missed_and_not_sent_late(house: House) -> None:
    """The bot was down from before the first session until the third was due."""
    await house.to(at(12, 9))
    named = partial(sessions_of, municipality="nordvik", series_id="host-2026-inkludering")
    assert [session.stage for session in await house.stage.app.db.read(named)] == [
        Progress.MISSED,
        Progress.MISSED,
        Progress.OPEN,
        Progress.PLANNED,
    ]
    assert len(prompts(house.cast["tor"])) == 1
    assert [one for one in await house.deliveries(DIGEST) if one.session] == []


async def test_a_prompt_whose_step_has_closed_meanwhile_is_dropped_with_the_reason(house: House) -> None:
    meet(house, throttle(429, retry_after=6 * 24 * 3600))
    await house.to(OPENS)
    await house.to(at(11, 30, 8, 1))
    held = await one(house)
    assert (held.state, held.reason) == (DeliveryState.DROPPED, "the step has closed")
    assert prompts(house.cast["tor"]) == []


async def test_a_prompt_to_one_who_has_left_meanwhile_is_dropped_with_the_reason(house: House, tmp_path: Path) -> None:
    meet(house, throttle(429, retry_after=600))
    await house.to(OPENS)
    without = tmp_path / "uten-tor"
    without.mkdir()
    for file in nordvik().glob("*.csv"):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        (without / file.name).write_text("".join(line for line in lines if "tor@" not in line), "utf-8")
    await house.stage.bring_in(without, tenant=TENANT)
    await to(house, 600)
    held = await one(house)
    assert (held.state, held.reason) == (DeliveryState.DROPPED, "no longer asked")


async def test_a_digest_held_up_for_a_week_is_dropped_with_the_reason(house: House) -> None:
    await house.to(OPENS)
    meet(house, throttle(429, retry_after=7 * 24 * 3600), name="tor")
    closed = at(11, 27)
    await house.to(closed)
    assert (await one(house, DIGEST)).state is DeliveryState.AGAIN
    await house.to(at(12, 6))
    held = (await house.deliveries(DIGEST, "tor"))[0]
    assert (held.state, held.reason) == (DeliveryState.DROPPED, "too late")


async def test_what_is_read_ahead_of_a_meeting_is_dropped_when_it_has_begun(house: House) -> None:
    """Guro installs after the meeting for which her digest was waiting."""
    await house.to(OPENS)
    await house.to(at(12, 7, 9))
    [ahead] = [one for one in await house.deliveries(DIGEST, "guro") if one.session is None]
    assert (ahead.state, ahead.reason) == (DeliveryState.WAITING, "not installed")
    await house.to(at(12, 10, 9))
    await house.install("guro")
    [ahead] = [one for one in await house.deliveries(DIGEST, "guro") if one.session is None]
    assert (ahead.state, ahead.reason) == (DeliveryState.DROPPED, "the meeting has begun")


async def test_a_bot_that_was_away_until_the_meeting_had_begun_says_so_in_the_outbox(house: House) -> None:
    await house.install("guro")
    await house.to(at(12, 10, 9))
    [ahead] = [one for one in await house.deliveries(DIGEST, "guro") if one.session is None]
    assert (ahead.state, ahead.reason) == (DeliveryState.DROPPED, "the meeting has begun")


async def test_a_hundred_and_more_go_out_in_one_tick(tmp_path: Path) -> None:
    people = [f"p{n},rektorgruppa,participant" for n in range(101)]
    folder = municipality(tmp_path / "stor", people=["guro,rektorgruppa,coordinator", *people])
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", folder=folder) as house:
        await house.stage.plan(series(tmp_path, "stor", "rektorgruppa"))
        await house.to(OPENS)
        states = Counter(one.state for one in await house.deliveries(PROMPT))
        assert states == {DeliveryState.WAITING: 101}
