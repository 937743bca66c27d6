"""Replies within a turn; a failed reply is sent a little later, once, and its words are cleared."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.entry.clock.due import do_what_is_due
from bot.rehearsal.clients import Client
from bot.rehearsal.faults import Fault, accept_then_reset, answer, stall, throttle
from bot.rehearsal.ledger import Call
from content.language import Language
from content.vocabulary.conversing import Help
from dialogs.model import DeliveryKind, DeliveryState
from storage.tables.outbox import deliveries
from tests.databases import on_both_kinds
from tests.nordvik import House, at, last, open_house, rendered_texts, seen, welcome

OPENS = at(11, 24)
REPLY = DeliveryKind.REPLY
HELP = rendered_texts(Help(("week", "plan")), Language.NB)


@pytest.fixture
async def house(chosen_url: str) -> AsyncIterator[House]:
    """The rektorgruppa has been asked, and Tor has installed."""
    async with open_house(chosen_url) as opened:
        await opened.plan("rektorgruppa")
        await opened.install("tor")
        await opened.to(OPENS)
        yield opened


def meet_faults(house: House, *faults: Fault, who: Client | None = None) -> None:
    for fault in faults:
        house.teams.faults.next(fault, call=Call.SEND, conversation=(who or house.cast["tor"]).conversation.id)


async def words_kept(house: House) -> list[object]:
    """The stored words of replies."""
    query = select(deliveries.c.reply).where(deliveries.c.reply.is_not(None))
    return list((await house.stage.app.db.read(lambda c: c.execute(query))).scalars())


@on_both_kinds
@pytest.mark.parametrize("status", [429, 412])
async def test_a_reply_that_teams_does_not_take_now_comes_when_it_does_and_is_forgotten(
    house: House, status: int
) -> None:
    tor = house.cast["tor"]
    meet_faults(house, throttle(status, retry_after=20))
    assert (await tor.say("hjelp")).status == 200
    assert seen(tor, last(tor)) == ["hjelp"]
    [kept] = await house.deliveries(REPLY)
    assert (kept.state, kept.due_at) == (DeliveryState.DUE, OPENS + timedelta(seconds=20))
    assert len(await words_kept(house)) == 1
    await house.to(OPENS + timedelta(seconds=19))
    assert seen(tor, last(tor)) == ["hjelp"]
    await house.to(OPENS + timedelta(seconds=20))
    assert seen(tor, last(tor)) == HELP
    [kept] = await house.deliveries(REPLY)
    assert kept.state is DeliveryState.SENT
    assert await words_kept(house) == []


async def test_a_reply_to_a_tenant_that_does_not_let_the_bot_in_comes_when_it_does(house: House) -> None:
    """With two refusals, since the first is retried with a new token."""
    tor = house.cast["tor"]
    meet_faults(house, answer(401), answer(401))
    await tor.say("hjelp")
    assert seen(tor, last(tor)) == ["hjelp"]
    await house.to(OPENS + timedelta(seconds=5))
    assert seen(tor, last(tor)) == HELP


async def test_a_reply_that_may_have_arrived_is_not_said_again(house: House) -> None:
    tor = house.cast["tor"]
    meet_faults(house, accept_then_reset())
    await tor.say("hjelp")
    await house.to(OPENS + timedelta(minutes=5))
    assert [seen(tor, one) for one in tor.chat].count(HELP) == 1
    assert await house.deliveries(REPLY) == []


async def test_a_reply_to_a_stranger_is_kept_nowhere(house: House) -> None:
    """A person not imported belongs to no municipality, and no outbox can store the reply."""
    stranger = Client(house.teams, "Fremmed Oppdiktet", "00000000-0000-4000-8000-0000000000ff", "f@nordvik.example")
    meet_faults(house, throttle(429, retry_after=5), who=stranger)
    stranger.conversation.bot_in = True
    await stranger.say("hjelp")
    await house.to(OPENS + timedelta(minutes=1))
    assert [seen(stranger, one) for one in stranger.chat] == [["hjelp"]]
    assert await house.deliveries(REPLY) == []


async def test_a_welcome_that_could_not_be_said_comes_once(house: House) -> None:
    """Teams reports an installation twice."""
    siv = house.cast["siv"]
    meet_faults(house, throttle(429, retry_after=5), who=siv)
    await siv.install()
    await house.to(OPENS + timedelta(seconds=30))
    assert [seen(siv, one) for one in siv.chat].count(welcome(Language.NN)) == 1


@on_both_kinds
async def test_a_reply_too_late_for_anybody_to_look_for_it_is_dropped_with_its_words(house: House) -> None:
    tor = house.cast["tor"]
    meet_faults(house, throttle(429, retry_after=3600))
    await tor.say("hjelp")
    await house.to(OPENS + timedelta(hours=1))
    [kept] = await house.deliveries(REPLY)
    assert (kept.state, kept.reason) == (DeliveryState.DROPPED, "too late for a reply")
    assert await words_kept(house) == []
    assert seen(tor, last(tor)) == ["hjelp"]


async def test_words_do_not_lie_where_nothing_can_be_sent(house: House) -> None:
    """No sender clears the late reply, since the tenant refuses the bot."""
    tor = house.cast["tor"]
    meet_faults(house, throttle(429, retry_after=1), *[answer(401)] * 40)
    await tor.say("hjelp")
    for minutes in (1, 5, 12, 20, 32):
        await house.to(OPENS + timedelta(minutes=minutes))
    assert await words_kept(house) == []
    assert [one.state for one in await house.deliveries(REPLY)] == [DeliveryState.DROPPED]


@on_both_kinds
async def test_words_are_cleared_a_quarter_of_an_hour_after_they_were_due_though_nobody_sends(house: House) -> None:
    """The clock ticks without a sender. A prompt delayed just as long is left alone."""
    tor, siv, app = house.cast["tor"], house.cast["siv"], house.stage.app
    meet_faults(house, throttle(429, retry_after=60))
    await tor.say("hjelp")
    [reply] = await house.deliveries(REPLY)
    meet_faults(house, *[throttle(429, retry_after=60)] * 2, who=siv)
    await house.install("siv")
    prompts = await house.deliveries(DeliveryKind.PROMPT, "siv")
    assert [one.state for one in prompts] == [DeliveryState.AGAIN]
    await do_what_is_due(app.db, app.catalogues, now=reply.due_at + timedelta(minutes=15))
    assert reply in await house.deliveries(REPLY)
    assert len(await words_kept(house)) == 2, "and Siv's welcome"
    await do_what_is_due(app.db, app.catalogues, now=reply.due_at + timedelta(minutes=15, seconds=1))
    assert {one.state for one in await house.deliveries(REPLY)} == {DeliveryState.DROPPED}
    assert await words_kept(house) == []
    await do_what_is_due(app.db, app.catalogues, now=reply.due_at + timedelta(hours=1))
    assert await house.deliveries(DeliveryKind.PROMPT, "siv") == prompts


@on_both_kinds
async def test_a_reply_goes_ahead_of_what_nobody_waits_for(house: House) -> None:
    """When the step closes, everybody's card is updated; Tor's reply to «hjelp» is sent first."""
    await house.install("siv", "ali", "bodil", "dag")
    tor = house.cast["tor"]
    closes = at(11, 27)
    await house.to(closes - timedelta(minutes=1))
    meet_faults(house, throttle(429, retry_after=60))
    await tor.say("hjelp")
    await house.to(closes)
    first, *others = [one for one in house.teams.ledger.of(Call.SEND, Call.UPDATE) if one.clock == closes]
    assert (first.call, first.conversation) == (Call.SEND, tor.conversation.id)
    assert HELP in [seen(tor, one) for one in tor.chat]
    assert len(others) >= 5


class Standing:
    """A timer that stands still."""

    def seconds(self) -> float:
        return 0.0

    async def pause(self, seconds: float) -> None:  # noqa: ARG002 - it passes for nobody
        await asyncio.sleep(0)


async def test_a_reply_delayed_by_rate_limits_for_three_seconds_is_left_to_the_outbox(tmp_path: Path) -> None:
    """With one request a second for the tenant, replies have a sixth of the rate."""
    url, slow = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", {"SLOYFA_TENANT_PER_SECOND": "1"}
    async with open_house(url, timer=Standing(), settings=slow) as house:
        tor, dag = house.cast["tor"], house.cast["dag"]
        for person in (tor, dag):
            await person.install()
        assert [len(person.chat) for person in (tor, dag)] == [1, 0]
        await house.stage.settle()
        assert [seen(dag, one) for one in dag.chat] == [welcome(Language.NN)]


async def test_a_turn_does_not_wait_for_teams_to_answer(house: House) -> None:
    """Teams stalls on the reply: the turn ends after three seconds, and the reply arrives once Teams answers."""
    tor = house.cast["tor"]
    released = asyncio.Event()
    stalled = stall(released)
    meet_faults(house, stalled)
    async with asyncio.timeout(10):
        assert (await tor.say("hjelp")).status == 200
    assert stalled.reached.is_set()
    assert seen(tor, last(tor)) == ["hjelp"]
    released.set()
    await house.teams.ledger.until(lambda: seen(tor, last(tor)) == HELP)
