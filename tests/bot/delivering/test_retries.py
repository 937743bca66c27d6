"""Messages that Teams did not accept: retried after a pause, each person and tenant alone."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from bot.rehearsal.cast import TENANT
from bot.rehearsal.faults import accept_then, answer, reset, throttle
from bot.rehearsal.ledger import Call
from dialogs.model import DeliveryState
from storage import replicas
from tests.bot.delivering.deliveries import CARD, OPENS, PROMPT, meet_faults, only_delivery, seconds_later
from tests.judging import prompts
from tests.nordvik import House, last


@pytest.mark.parametrize("status", [429, 412])
async def test_retry_after_is_obeyed_and_stored(house: House, status: int) -> None:
    meet_faults(house, throttle(status, retry_after=90))
    await house.to(OPENS)
    held = await only_delivery(house)
    assert (held.state, held.due_at) == (DeliveryState.AGAIN, OPENS + timedelta(seconds=90))
    assert held.reason.startswith(str(status))
    await seconds_later(house, 89)
    assert prompts(house.cast["tor"]) == []
    await seconds_later(house, 90)
    assert len(prompts(house.cast["tor"])) == 1
    assert ((await only_delivery(house)).state, (await only_delivery(house)).tries) == (DeliveryState.SENT, 2)


async def test_where_teams_does_not_say_when_the_pauses_double(house: House) -> None:
    meet_faults(house, *[throttle(429)] * 3)
    pauses = []
    now = OPENS
    for _ in range(3):
        await house.to(now)
        held = await only_delivery(house)
        pauses.append((held.due_at - now).total_seconds())
        now = held.due_at
    assert pauses == [1, 2, 4]
    await house.to(now)
    assert (await only_delivery(house)).state is DeliveryState.SENT


async def test_who_is_throttled_holds_up_nobody_else(house: House) -> None:
    await house.install("siv")
    meet_faults(house, throttle(429, retry_after=600))
    await house.to(OPENS)
    assert (len(prompts(house.cast["tor"])), len(prompts(house.cast["siv"]))) == (0, 1)


async def test_a_bot_that_is_not_let_in_tries_again_until_it_is(house: House) -> None:
    """Renewing an expired secret takes hours; the prompt waits as long as its step is open."""
    # The first refusal is retried at once with a new token, since the old one may have been at fault.
    meet_faults(house, *[answer(401)] * 16)
    now = OPENS
    for _ in range(15):
        await house.to(now)
        held = await only_delivery(house)
        assert (held.state, held.reason) == (DeliveryState.AGAIN, "401 BotNotRegistered")
        assert held.due_at - now <= timedelta(minutes=15)
        now = held.due_at
    await house.to(now)
    assert (await only_delivery(house)).state is DeliveryState.SENT


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
    assert ((await only_delivery(house)).state, (await only_delivery(house)).tries) == (DeliveryState.SENT, 1)
    assert len(prompts(house.cast["tor"])) == 1


async def test_a_card_is_brought_up_to_date_however_often_it_takes(house: House) -> None:
    await house.to(OPENS)
    meet_faults(house, answer(502), reset(), accept_then(504), call=Call.UPDATE)
    tor = house.cast["tor"]
    await tor.press(last(tor), "Send svar", {"answer": "Hei", "rung": "group"})
    for second in range(1, 20):
        await seconds_later(house, second)
    assert (await only_delivery(house, CARD)).state is DeliveryState.SENT
    assert house.teams.faults.coming == []
    assert last(tor).edited
