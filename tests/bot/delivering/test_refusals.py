"""Conversations that cannot be written to, and messages that Teams refuses for good."""

from pathlib import Path

import pytest

from bot.rehearsal.faults import Fault, answer
from bot.rehearsal.house import environment
from bot.rehearsal.ledger import WRITES
from bot.rehearsal.stage import Stage
from bot.settings import read_settings
from dialogs.model import DeliveryState
from tests.bot.delivering.deliveries import DIGEST, OPENS, PROMPT, meet_faults, only_delivery, seconds_later
from tests.judging import prompts
from tests.nordvik import House, at, last, open_house, seen


@pytest.mark.parametrize("fault", [answer(403), answer(404)])
async def test_who_cannot_be_reached_is_left_alone_until_they_write(house: House, fault: Fault) -> None:
    meet_faults(house, fault)
    await house.to(OPENS)
    assert (await only_delivery(house)).state is DeliveryState.UNDELIVERABLE
    asked_before = len(house.teams.ledger.of(*WRITES))
    await seconds_later(house, 3600)
    assert len(house.teams.ledger.of(*WRITES)) == asked_before
    tor = house.cast["tor"]
    await tor.say("hjelp")
    await house.stage.settle()
    assert len(prompts(tor)) == 1
    assert (await only_delivery(house)).state is DeliveryState.SENT


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
async def test_a_message_that_teams_refuses_is_not_tried_again(house: House, status: int) -> None:
    meet_faults(house, answer(status))
    await house.to(OPENS)
    held = await only_delivery(house)
    assert held.state is DeliveryState.UNDELIVERABLE
    assert held.reason.startswith(str(status))
    await seconds_later(house, 3600)
    assert prompts(house.cast["tor"]) == []


async def test_a_digest_that_teams_finds_too_big_is_sent_shorter(house: House) -> None:
    """Six long answers fill more than half of the largest card; Teams refuses the digest to Tor once."""
    names = ("tor", "siv", "ali", "bodil", "dag", "ella")
    await house.install(*names[1:])
    await house.to(OPENS)
    for number, name in enumerate(names):
        person, words = house.cast[name], f"svar{number} " * (3900 // 6)
        await person.press(last(person), "Send svar", {"answer": words, "rung": "group"})
    meet_faults(house, answer(413))
    await house.to(at(11, 27))
    digests = {name: seen(house.cast[name], last(house.cast[name])) for name in names}
    read = {name: sum(len(text) > 3000 for text in digest) for name, digest in digests.items()}
    assert (read["siv"], read["ella"]) == (6, 6)
    assert 0 < read["tor"] < 6
    assert f"… og {6 - read['tor']} svar til" in digests["tor"]
    assert (await only_delivery(house, DIGEST)).state is DeliveryState.SENT


async def test_a_message_too_big_even_when_shortened_is_given_up_with_its_reason(house: House) -> None:
    meet_faults(house, *[answer(413)] * 3)
    await house.to(OPENS)
    held = await only_delivery(house)
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
        held = await only_delivery(house)
        assert (held.state, held.reason) == (DeliveryState.UNDELIVERABLE, "the tenant is not let in")
