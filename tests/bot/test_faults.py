"""Under every fault, each person has a prompt or a reason, and no confirmed answer is lost."""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports import RealTimer
from bot.rehearsal.cast import TENANT
from bot.rehearsal.clients import Client
from bot.rehearsal.faults import CarryOut, Fault, Stalled, accept_then, accept_then_reset, disabled, stall, throttle
from bot.rehearsal.ledger import Call
from bot.rehearsal.wire_answers import Answer
from dialogs.model import DeliveryKind, DeliveryState
from tests.judging import (
    OPENS,
    Answers,
    count_by_state,
    judge,
    judge_answers,
    open_crowd,
    participants,
    prompts,
    quotes_on_card,
    run_together,
    tick_through,
)
from tests.nordvik import House, last, own_words
from tests.postgresql import Cluster

PROMPT = DeliveryKind.PROMPT


async def test_a_storm_of_429_is_waited_out(database_url: str, tmp_path: Path) -> None:
    lifted = asyncio.Event()
    async with open_crowd(database_url, tmp_path) as house:
        house.teams.faults.until(lifted, throttle(429), tenant=TENANT)
        await tick_through(house, 60)
        # At most seven requests per person in a minute: more retries would keep Teams throttling.
        assert len(house.teams.ledger.of(Call.SEND)) <= 7 * 12
        lifted.set()
        await tick_through(house, 120, step=30, start=60)
        assert await judge(house.teams, house.stage.app.db) == {1: 12}


async def test_who_is_in_the_way_of_another_operation_is_asked_again(database_url: str, tmp_path: Path) -> None:
    async with open_crowd(database_url, tmp_path) as house:
        for client in participants(house):
            house.teams.faults.next(throttle(412), conversation=client.conversation.id, times=2)
        await tick_through(house, 20)
        assert await judge(house.teams, house.stage.app.db) == {1: 12}


@pytest.mark.parametrize("fault", [accept_then(502), accept_then_reset()])
async def test_a_prompt_accepted_and_then_denied_comes_twice_and_not_more(
    database_url: str, tmp_path: Path, fault: Fault
) -> None:
    lifted = asyncio.Event()
    async with open_crowd(database_url, tmp_path) as house:
        house.teams.faults.until(lifted, fault, call=Call.SEND, after=4)
        await house.to(OPENS)
        lifted.set()
        await tick_through(house, 60, step=15)
        assert await judge(house.teams, house.stage.app.db) == {1: 4, 2: 8}


@pytest.mark.parametrize("fault", [accept_then(502), accept_then_reset()])
async def test_a_prompt_denied_both_times_is_given_up_with_a_reason(tmp_path: Path, fault: Fault) -> None:
    async with open_crowd(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", tmp_path) as house:
        house.teams.faults.until(asyncio.Event(), fault, call=Call.SEND)
        await tick_through(house, 120, step=15)
        assert await judge(house.teams, house.stage.app.db) == {2: 12}
        assert count_by_state(await house.deliveries(PROMPT)) == {DeliveryState.UNDELIVERABLE: 12}


@pytest.mark.parametrize("stored", [True, False])
async def test_a_prompt_that_stalls_past_the_timeout_comes_twice_and_not_more(
    database_url: str, tmp_path: Path, *, stored: bool
) -> None:
    """Whether Teams stores the message before the stall, or long after the request has timed out."""
    async with open_crowd(database_url, tmp_path, teams_seconds=2) as house:
        released, lifted = asyncio.Event(), asyncio.Event()
        house.teams.faults.until(lifted, stall(released, stored=stored), call=Call.SEND, after=6)
        await house.to(OPENS)
        held = count_by_state(await house.deliveries(PROMPT))
        assert held == {DeliveryState.SENT: 6, DeliveryState.UNCERTAIN: 6}
        lifted.set()
        released.set()
        await house.teams.ledger.until(lambda: len(house.teams.ledger.of(Call.SEND)) == 12)
        await tick_through(house, 30, step=15)
        assert await judge(house.teams, house.stage.app.db) == {1: 6, 2: 6}


async def test_who_stalls_holds_up_nobody_who_comes_later(database_url: str, tmp_path: Path) -> None:
    answers = Answers()
    async with open_crowd(database_url, tmp_path, people=3) as house:
        stalled = stall(asyncio.Event())
        house.teams.faults.next(stalled, call=Call.SEND)
        sending = asyncio.create_task(house.to(OPENS))
        await house.teams.ledger.until(lambda: sum(len(prompts(one)) for one in participants(house)) == 2)
        client = next(one for one in participants(house) if prompts(one))
        await answers.press(client, "Vi leser sammen.")
        house.stage.now += timedelta(seconds=3)
        await house.teams.ledger.until(lambda: bool(last(client).edited))
        stalled.released.set()
        await sending
        assert await judge(house.teams, house.stage.app.db, answers=answers, people=3) == {1: 3}


@dataclass(frozen=True)
class Wordy:
    """A stored message, with a longer id than Teams has ever given."""

    stalled: Stalled

    async def meet(self, carry_out: CarryOut) -> Answer:
        answer = await self.stalled.meet(carry_out)
        return replace(answer, body={"id": "x" * 300})


async def test_an_id_that_no_database_keeps_is_none_on_each(database_url: str, tmp_path: Path) -> None:
    """The id arrives in a batch with others; all are settled, and no request is repeated."""
    released = asyncio.Event()
    stalls = [stall(released, stored=True) for _ in range(12)]
    async with open_crowd(database_url, tmp_path) as house:
        house.teams.faults.next(Wordy(stalls[0]), call=Call.SEND)
        for stalled in stalls[1:]:
            house.teams.faults.next(stalled, call=Call.SEND)
        sending = asyncio.create_task(house.to(OPENS))
        await asyncio.gather(*(stalled.reached.wait() for stalled in stalls))
        released.set()
        await run_together(sending)
        await tick_through(house, 30, step=15)
        assert await judge(house.teams, house.stage.app.db) == {1: 12}


async def test_a_tenant_that_blocks_the_bot_in_the_middle_is_told_why_and_comes_back(
    database_url: str, tmp_path: Path
) -> None:
    lifted = asyncio.Event()
    async with open_crowd(database_url, tmp_path) as house:
        house.teams.faults.until(lifted, disabled(), tenant=TENANT, after=5)
        await tick_through(house, 60, step=30)
        assert await judge(house.teams, house.stage.app.db) == {1: 5, 0: 7}
        refused = {one.reason for one in await house.deliveries(PROMPT) if one.state is DeliveryState.UNDELIVERABLE}
        assert refused == {"403 BotDisabledByAdmin"}
        assert len(house.teams.ledger.of(Call.SEND)) == 12, "nobody is asked again and again"
        lifted.set()
        for client in participants(house):
            if not prompts(client):
                await client.say("hjelp")
        await house.stage.settle()
        assert await judge(house.teams, house.stage.app.db) == {1: 12}


async def test_an_activity_that_teams_sends_three_times_with_new_ids_counts_once(
    database_url: str, tmp_path: Path
) -> None:
    """One after another and all at once: Teams retries while a slow bot is still busy."""
    answers = Answers()
    async with open_crowd(database_url, tmp_path, people=3) as house:
        await house.to(OPENS)
        one, two, three = participants(house)
        said = await answers.say(one, "Vi leser sammen.")
        await run_together(*(one.again(said, new_id=True) for _ in range(2)))
        pressed = await answers.press(two, "Vi går ut.")
        for _ in range(2):
            assert quotes_on_card(await two.again(pressed, new_id=True), "Vi går ut.")
        first = three.say("Vi teller sammen.")
        made = await answers.say(three, "Vi måler sammen.")
        await run_together(first, *(three.again(made, new_id=True) for _ in range(3)))
        await house.stage.settle()
        kept = [
            [part.text for one in await house.reflections_of(name) for part in one.parts] for name in ("p0", "p1", "p2")
        ]
        assert [sorted(parts) for parts in kept] == [
            ["Vi leser sammen."],
            ["Vi går ut."],
            ["Vi måler sammen.", "Vi teller sammen."],
        ]
        assert await judge(house.teams, house.stage.app.db, answers=answers, people=3) == {1: 3}


@pytest.mark.postgresql
@pytest.mark.parametrize("crash", [True, False])
async def test_postgresql_that_is_restarted_in_the_middle_costs_no_prompt_and_no_answer(
    postgresql_cluster: Cluster, tmp_path: Path, *, crash: bool
) -> None:
    answers = Answers()
    async with open_crowd(await postgresql_cluster.new_database(), tmp_path, people=16) as house:
        held = [stall(asyncio.Event()) for _ in range(4)]
        clients = participants(house)
        for one, client in zip(held, clients, strict=False):
            house.teams.faults.next(one, conversation=client.conversation.id)
        sending = asyncio.create_task(house.to(OPENS))
        await house.teams.ledger.until(lambda: sum(len(prompts(client)) for client in clients) >= 6)
        asked = [client for client in clients if prompts(client)]
        pressing = [asyncio.create_task(answers.press(one, own_words(one.name))) for one in asked[:3]]
        await asyncio.to_thread(postgresql_cluster.crash if crash else postgresql_cluster.stop)
        pressing += [asyncio.create_task(answers.press(one, own_words(one.name))) for one in asked[3:6]]
        # From here, Teams' responses arrive while the database is down.
        for one in held:
            one.released.set()
        await asyncio.to_thread(postgresql_cluster.start)
        await run_together(*pressing, sending)
        # People retry after an error.
        for client in asked[:6]:
            if not await is_kept(house, client):
                await answers.press(client, own_words(client.name))
        await tick_through(house, 60, step=15)
        assert len(answers.acknowledged()) == 6
        assert sum((await judge(house.teams, house.stage.app.db, answers=answers, people=16)).values()) == 16
        assert count_by_state(await house.deliveries(PROMPT)) == {DeliveryState.SENT: 16}


async def is_kept(house: House, client: Client) -> bool:
    name = next(name for name, one in house.cast.people.items() if one is client)
    return bool(await house.reflections_of(name))


async def test_a_clock_that_jumps_an_hour_ahead_and_back_sends_nothing_twice(database_url: str, tmp_path: Path) -> None:
    async with open_crowd(database_url, tmp_path, timer=RealTimer()) as house:
        stalled = stall(asyncio.Event())
        house.teams.faults.next(stalled, call=Call.SEND)
        house.teams.faults.next(throttle(429), call=Call.SEND, times=3)
        sending = asyncio.create_task(house.to(OPENS))
        await stalled.reached.wait()
        house.stage.now = OPENS + timedelta(hours=1)
        await house.teams.ledger.until(lambda: len(house.teams.ledger.of(Call.SEND)) >= 8)
        house.stage.now = OPENS
        stalled.released.set()
        await sending
        await tick_through(house, 2 * 3600, step=1200)
        assert await judge(house.teams, house.stage.app.db, paced=True) == {1: 12}


async def test_a_full_disk_acknowledges_nothing_and_loses_nothing(tmp_path: Path) -> None:
    answers = Answers()
    async with open_crowd(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", tmp_path) as house:
        db = house.stage.app.db
        stalled = stall(asyncio.Event())
        house.teams.faults.next(stalled, call=Call.SEND)
        sending = asyncio.create_task(house.to(OPENS))
        clients = participants(house)
        await house.teams.ledger.until(lambda: sum(len(prompts(client)) for client in clients) == 11)
        await db.write(fill_the_disk)
        asked = [client for client in clients if prompts(client)]
        long = "Dette er et langt svar. " * 150
        told = await asyncio.gather(*(answers.press(client, f"{own_words(client.name)}: {long}") for client in asked))
        failed = [one.body["value"].get("code") == "InternalError" for one in told]
        refused = [client for client, has_failed in zip(asked, failed, strict=True) if has_failed]
        assert len(refused) >= 5
        assert len(answers.acknowledged()) == 11 - len(refused)
        await judge_answers(db, answers)
        stalled.released.set()
        await house.teams.ledger.until(lambda: len(house.teams.ledger.of(Call.SEND)) == 12)
        await db.write(make_room)
        await sending
        for client in refused:
            await answers.press(client, f"{own_words(client.name)}: kort")
        await tick_through(house, 60, step=15)
        assert len(answers.acknowledged()) == 11
        assert await judge(house.teams, db, answers=answers) == {1: 12}


async def fill_the_disk(c: AsyncConnection) -> None:
    pages = (await c.execute(text("PRAGMA page_count"))).scalar()
    await c.execute(text(f"PRAGMA max_page_count = {pages}"))


async def make_room(c: AsyncConnection) -> None:
    await c.execute(text("PRAGMA max_page_count = 1000000"))
