"""Several replicas on one database, started, stopped, killed or cut off: each prompt is still sent once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.outbox.sender import LeaseLost
from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import texts_on
from bot.rehearsal.faults import stall, throttle
from bot.rehearsal.house import environment
from bot.rehearsal.ledger import Call
from bot.rehearsal.stage import KillableStage, Stage
from bot.settings import read_settings
from dialogs.model import DeliveryKind, DeliveryState
from storage import outbox_claims, replicas
from tests.judging import OPENS, Answers, judge, open_crowd, participants, prompts, run_together, tick_through
from tests.nordvik import MONDAY, House, own_words, seen

PROMPT = DeliveryKind.PROMPT


@asynccontextmanager
async def another(house: House, database_url: str) -> AsyncIterator[Stage]:
    settings = read_settings(**environment(house.teams, database_url=database_url))
    async with Stage(settings, now=MONDAY) as stage:
        yield stage


async def test_a_claim_whose_request_was_never_made_is_not_uncertain(tmp_path: Path) -> None:
    """The busy chat holds up the first replica until the others may evict it."""
    async with open_crowd(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", tmp_path) as house:
        first = participants(house)[0]
        busy = stall(asyncio.Event())
        house.teams.faults.next(busy, conversation=first.conversation.id)
        asking = asyncio.create_task(first.say("hjelp"))
        await busy.reached.wait()
        sending = asyncio.create_task(house.to(OPENS))
        await house.teams.ledger.until(lambda: sum(len(prompts(one)) for one in participants(house)) == 11)
        running = house.stage.app._dispatcher._running[TENANT]
        async with house.stage.app._dispatcher._context.replicas._one_at_a_time:  # no heartbeat meanwhile
            house.stage.now += timedelta(seconds=11)
            busy.released.set()
            await asyncio.wait([running])
        assert isinstance(running.exception(), LeaseLost)
        await run_together(asking, sending)
        await tick_through(house, 15, step=15)
        assert await judge(house.teams, house.stage.app.db) == {1: 12}
        assert {one.uncertain_tries for one in await house.deliveries(PROMPT)} == {0}


async def until_sent(house: House, number: int) -> None:
    """Wait until `number` prompts are stored as sent."""
    sent = 0
    while sent < number:
        sent = [one.state for one in await house.deliveries(DeliveryKind.PROMPT)].count(DeliveryState.SENT)


async def test_an_evicted_replica_that_lives_begins_anew(database_url: str, tmp_path: Path) -> None:
    async with open_crowd(database_url, tmp_path) as house, another(house, database_url) as other:
        context = house.stage.app._dispatcher._context
        busy = stall(asyncio.Event(), stored=True)
        house.teams.faults.next(busy, call=Call.SEND)
        sending = asyncio.create_task(house.to(OPENS))
        await house.teams.ledger.until(lambda: sum(len(prompts(one)) for one in participants(house)) == 12)
        await asyncio.wait_for(until_sent(house, 11), timeout=10)
        before = context.replicas.id
        await evict(house)
        await other.to(OPENS + timedelta(seconds=1))
        # The other replica found a delivery on the wire and sent it again; the evicted one notices at the next
        # heartbeat.
        house.stage.now = OPENS + timedelta(seconds=6)
        await house.stage.app._dispatcher.poll()
        assert context.replicas.id != before
        busy.released.set()
        await sending
        await tick_through(house, 30, step=15)
        # Neither replica knew about the other's request to the busy chat.
        [twice] = house.teams.ledger.at_once()
        assert await judge(house.teams, house.stage.app.db, at_once={twice}) == {1: 11, 2: 1}


async def test_a_response_that_reaches_an_evicted_replica_late_still_counts(database_url: str, tmp_path: Path) -> None:
    """Otherwise the receipt would be unknown, and would keep quoting words that the author takes back later."""
    async with open_crowd(database_url, tmp_path, people=1) as house, another(house, database_url) as other:
        [client] = participants(house)
        await house.to(OPENS)
        busy = stall(asyncio.Event())
        house.teams.faults.next(busy, call=Call.SEND)
        saying = asyncio.create_task(client.say("Vi leser sammen."))
        await busy.reached.wait()
        await evict(house)
        await other.to(OPENS + timedelta(seconds=1))
        [receipt] = await house.deliveries(DeliveryKind.RECEIPT)
        assert (receipt.state, receipt.reason) == (DeliveryState.UNDELIVERABLE, "may have arrived")
        busy.released.set()
        said = await saying
        await house.stage.settle()
        [receipt] = await house.deliveries(DeliveryKind.RECEIPT)
        assert receipt.state is DeliveryState.SENT
        await client.delete(said.activity_id)
        await tick_through(house, 15, step=15)
        assert "Vi leser sammen." not in [line for message in client.chat for line in seen(client, message)]


async def test_a_claim_whose_commit_was_never_confirmed_is_given_back(database_url: str, tmp_path: Path) -> None:
    """The response to the commit was lost with the connection."""
    async with open_crowd(database_url, tmp_path, people=1) as house:
        house.teams.faults.next(throttle(429, retry_after=1), call=Call.SEND)
        await house.to(OPENS)
        [held] = await house.deliveries(PROMPT)
        mine = house.stage.app._dispatcher._context.replicas.id
        claim = partial(outbox_claims.claim, delivery=held, tenant=TENANT, replica=mine, now=OPENS)
        assert await house.stage.app.db.write(claim) is not None
        await tick_through(house, 12, step=6)
        assert await judge(house.teams, house.stage.app.db, people=1) == {1: 1}


async def test_a_form_opened_at_one_replica_is_sent_by_another_before_anybody_types(
    database_url: str, tmp_path: Path
) -> None:
    async with open_crowd(database_url, tmp_path, people=1) as house, another(house, database_url) as other:
        [client] = participants(house)
        await house.to(OPENS)
        other.now = OPENS
        await client.press(prompts(client)[-1], "Send svar", {"answer": "Vi leser.", "rung": "group"})
        await other.settle()
        assert "Endre svaret" in seen(client, client.chat[-1])
        house.stage.now = other.now
        await client.press(client.chat[-1], "Endre svaret")
        await other.app.send_due()
        updates = house.teams.ledger.of(Call.UPDATE, conversation=client.conversation.id)
        shown = [texts_on(one.body["attachments"][0]["content"]) for one in updates]
        assert ["Endre svaret" in texts for texts in shown] == [True, False]


async def evict(house: House) -> None:
    """Evict the house's replica, as another replica does after missing heartbeats."""
    replica, db = house.stage.app._dispatcher._context.replicas.id, house.stage.app.db
    beats = await db.write(partial(replicas.heartbeat, replica=replica))
    assert await db.write(partial(replicas.evict, replica=replica, beat=beats[replica]))


async def test_replicas_that_come_and_go_in_the_middle_send_each_prompt_once(database_url: str, tmp_path: Path) -> None:
    answers = Answers()
    async with open_crowd(database_url, tmp_path) as house:
        async with another(house, database_url) as second:
            house.teams.spread_over(house.stage.url, second.url)
            await run_together(house.to(OPENS), second.to(OPENS))
            await run_together(*(answers.press(one, own_words(one.name)) for one in participants(house)[:6]))
            async with another(house, database_url) as third:
                house.teams.spread_over(second.url, third.url)
                await run_together(second.settle(), third.to(OPENS), house.stage.settle())
                await run_together(*(answers.say(one, own_words(one.name)) for one in participants(house)[6:]))
                await third.settle()
        house.teams.bot_url = house.stage.url
        await tick_through(house, 30, step=15)
        assert len(answers.acknowledged()) == 12
        assert await judge(house.teams, house.stage.app.db, answers=answers) == {1: 12}


@pytest.mark.postgresql
async def test_when_one_of_three_is_killed_in_the_middle_another_goes_on_within_thirty_seconds(
    postgresql_url: str, tmp_path: Path
) -> None:
    """The killed replica has a process of its own; the others run here, which is faster."""
    answers = Answers()
    async with open_crowd(postgresql_url, tmp_path) as house, another(house, postgresql_url) as second:
        given = environment(house.teams, database_url=postgresql_url)
        async with KillableStage(given, now=OPENS) as first:
            await kill_in_the_middle(house, first, [house.stage, second], answers)
        assert len(answers.acknowledged()) == 8
        assert await judge(house.teams, house.stage.app.db, answers=answers) == {1: 11, 2: 1}


async def kill_in_the_middle(house: House, first: KillableStage, others: list[Stage], answers: Answers) -> None:
    house.teams.spread_over(first.url, *(one.url for one in others))
    busy = stall(asyncio.Event(), stored=True)
    house.teams.faults.next(busy, call=Call.SEND)
    clients = participants(house)
    dying = asyncio.create_task(first.to(OPENS))
    await house.teams.ledger.until(lambda: sum(len(prompts(one)) for one in clients) == 12)
    await run_together(*(other.to(OPENS) for other in others))
    await run_together(*(answers.press(one, own_words(one.name)) for one in clients[:4]))
    await first.kill()
    await run_together(dying)
    await run_together(*(answers.say(one, own_words(one.name)) for one in clients[4:8]))
    for second in range(5, 31, 5):
        await asyncio.gather(*(other.to(OPENS + timedelta(seconds=second)) for other in others))
    busy.released.set()
    await house.teams.ledger.until(lambda: len(house.teams.ledger.of(Call.SEND)) >= 13)
