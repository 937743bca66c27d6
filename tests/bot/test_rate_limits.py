"""Rate limits: windows on a manual timer, and over the wire on a real timer."""

import asyncio
import gc
from pathlib import Path

import pytest

from bot.outbox.rate_limits import (
    PER_CONVERSATION,
    ConversationRates,
    RateLimited,
    ReplyRate,
    TenantRate,
    Window,
    for_outbox,
    for_replies,
)
from bot.ports import RealTimer
from bot.rehearsal.ledger import WRITES
from tests.judging import OPENS, Answers, judge, open_crowd, participants, prompts, run_together
from tests.nordvik import own_words


class HandTimer:
    """A timer whose pauses end at once, after moving the clock by exactly their length."""

    def __init__(self) -> None:
        self.now = 0.0

    def seconds(self) -> float:
        return self.now

    async def pause(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


def most_within(times: list[float], seconds: float) -> int:
    # Pauses may be short by a rounding error.
    return max(sum(first <= at < first + seconds - 1e-6 for at in times) for first in times)


async def asked_in_one(timer: HandTimer, times: int, *, patience: float) -> list[float]:
    """The times of `times` requests to a conversation, each made as soon as allowed."""
    conversations, asked = ConversationRates(timer), []
    for _ in range(times):
        async with conversations.turn("tenant", "conversation", PER_CONVERSATION, patience=patience):
            asked.append(timer.seconds())
    return asked


@pytest.mark.parametrize("window", PER_CONVERSATION)
async def test_no_window_of_a_conversation_is_ever_exceeded(window: Window) -> None:
    asked = await asked_in_one(HandTimer(), 2000, patience=3600)
    assert most_within(asked, window.seconds) <= window.most


async def test_the_first_come_at_once_and_the_eighth_waits_for_the_first_to_be_a_second_ago() -> None:
    asked = await asked_in_one(HandTimer(), 8, patience=3600)
    assert asked == [0.0] * 7 + [1.0]


async def test_who_would_wait_too_long_is_told_how_long() -> None:
    timer = HandTimer()
    with pytest.raises(RateLimited) as told:
        await asked_in_one(timer, 61, patience=3)
    assert told.value.seconds > 3
    assert timer.now < 30, "nobody waited for what was to take too long"


async def test_one_at_a_time_is_asked_in_a_conversation_and_others_do_not_wait() -> None:
    conversations = ConversationRates(HandTimer())
    inside, most, go_on = [0], [0], asyncio.Event()

    async def ask(name: str) -> None:
        async with conversations.turn("tenant", name, PER_CONVERSATION, patience=1):
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            await go_on.wait()
            inside[0] -= 1

    busy = [asyncio.create_task(ask("one")) for _ in range(3)]
    await asyncio.sleep(0)
    other = asyncio.create_task(ask("another"))
    await asyncio.sleep(0)
    assert (inside, most) == ([2], [2])
    go_on.set()
    await asyncio.gather(*busy, other)
    assert most == [2]


async def test_who_comes_as_the_turn_passes_on_waits_no_longer_than_they_may() -> None:
    conversations, never, waits = ConversationRates(HandTimer()), asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        waits.set()
        async with conversations.turn("tenant", "one", PER_CONVERSATION, patience=1):
            await never.wait()

    async with conversations.turn("tenant", "one", PER_CONVERSATION, patience=1):
        next_one = asyncio.create_task(hold())
        await waits.wait()
    # The turn belongs to the waiting task, even before the task has run.
    with pytest.raises(RateLimited):
        async with (
            asyncio.timeout(5),
            conversations.turn("tenant", "one", PER_CONVERSATION, patience=1, alone_within=0.01),
        ):
            pytest.fail("nobody else's turn is over")
    next_one.cancel()


async def test_who_is_cancelled_while_waiting_holds_up_nobody() -> None:
    conversations, go_on, entered = ConversationRates(HandTimer()), asyncio.Event(), asyncio.Event()

    async def ask() -> None:
        async with conversations.turn("tenant", "one", PER_CONVERSATION, patience=1):
            entered.set()
            await go_on.wait()

    first, gone, last = (asyncio.create_task(ask()) for _ in range(3))
    await entered.wait()
    gone.cancel()
    await run_together(gone)
    go_on.set()
    await asyncio.gather(first, last)
    del first, gone, last
    gc.collect()
    assert dict(conversations._under_way) == {}, "nothing is kept of it"


@pytest.mark.parametrize("living", [2, 3, 4])
def test_what_the_outbox_and_all_replicas_may_send_fits_into_every_window(living: int) -> None:
    shares = zip(PER_CONVERSATION, for_outbox(living), for_replies(living), strict=True)
    assert [whole for whole, outbox, reply in shares if outbox.most + living * reply.most > whole.most] == []


async def test_a_tenant_is_asked_evenly_and_nothing_is_made_up_for_after_a_stall() -> None:
    timer = HandTimer()
    pace, asked = TenantRate(timer), []
    for number in range(200):
        await pace.turn(lambda: 48.0)
        asked.append(timer.seconds())
        timer.now += 5.0 if number == 100 else 0.001
    assert most_within(asked, 1.0) <= 49
    assert most_within(asked, 0.1) <= 6


async def test_a_reply_that_would_wait_too_long_uses_nothing_up() -> None:
    timer = HandTimer()
    pace = ReplyRate(timer)
    assert [await pace.turn(1.0, patience=0.5) for _ in range(3)] == [True, False, False]
    timer.now += 1
    assert await pace.turn(1.0, patience=0.5)


async def test_over_the_wire_no_window_is_exceeded_while_people_answer(tmp_path: Path) -> None:
    """On a real timer: some prompts a second, and people who press and write at the same time."""
    answers = Answers()
    async with open_crowd(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", tmp_path, people=60, timer=RealTimer()) as house:
        clients = participants(house)
        sending = asyncio.create_task(house.to(OPENS))
        await house.teams.ledger.until(lambda: len(house.teams.ledger.of(*WRITES)) >= 20)
        asked = [client for client in clients if prompts(client)][:10]
        await asyncio.gather(*(answers.press(client, own_words(client.name)) for client in asked))
        await asyncio.gather(*(asked[0].say(f"Og {number}") for number in range(9)))
        await sending
        await house.stage.settle()
        assert await judge(house.teams, house.stage.app.db, answers=answers, people=60, paced=True) == {1: 60}
