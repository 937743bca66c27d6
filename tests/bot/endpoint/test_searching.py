"""POST /api/messages: searches of the message extension, in the shapes that Teams sends."""

import json
from typing import Any

import pytest

from bot.entry.teams.handler import MOST_SEARCHES
from content.vocabulary.bank import BankNothing
from dialogs.events import BankSearched
from dialogs.model import Language
from dialogs.turn import Turn
from tests.bot.endpoint.world import PRIVATE_WORDS, NeverAnswered, World


def search(world: World, value: object, **more: object) -> dict[str, Any]:
    asked = {"type": "invoke", "name": "composeExtension/query", "text": None, "value": value}
    return world.message(**asked, **more)


def typed(words: object) -> dict[str, Any]:
    named = [{"name": "words", "value": words}]
    return {"commandId": "bank", "parameters": named, "queryOptions": {"skip": 0, "count": 25}}


async def line(world: World, body: dict[str, Any]) -> str:
    status, text = await world.post(body)
    found = json.loads(text)["composeExtension"]
    assert (status, found["type"]) == (200, "message")
    return str(found["text"])


@pytest.mark.parametrize(
    ("value", "asked"),
    [
        (typed("  to   ord "), ("to ord", 0, 25)),
        ({"parameters": [{"name": "initialRun", "value": "true"}]}, ("", 0, 25)),
        ({"parameters": [{"name": "words", "value": "x"}], "queryOptions": {"skip": 10, "count": 5}}, ("x", 10, 5)),
        ({"parameters": None, "queryOptions": {"skip": -1, "count": 10**40}}, ("", 0, 25)),
        (
            {"parameters": [7, {"name": "words", "value": [1]}], "queryOptions": {"skip": True}},
            ("", 0, 25),
        ),
        ({"queryOptions": {"skip": 10**9, "count": 0}}, ("", 200, 1)),
        (None, ("", 0, 25)),
    ],
)
async def test_whatever_a_search_holds_is_searched_for(
    world: World, value: object, asked: tuple[str, int, int]
) -> None:
    world.answers.append(Turn(Language.NN, say=(BankNothing(),)))
    assert await line(world, search(world, value)) == "BankNothing nn"
    [event] = world.heard
    assert isinstance(event, BankSearched)
    assert (event.words, event.start, event.size) == asked
    assert world.teams.received == []


async def test_a_chat_without_a_name_and_a_meeting_without_a_type_are_searched_in(world: World) -> None:
    named = {"id": "19:meeting_x@thread.v2", "tenantId": "t"}
    for conversation in (None, named):
        world.answers.append(Turn(say=(BankNothing(),)))
        assert await line(world, search(world, typed("x"), conversation=conversation)) == "BankNothing nb"
    assert await world.status(world.message(conversation=None)) == 400, "a message without a chat has nobody to answer"


async def test_a_search_that_fails_or_takes_too_long_is_told_in_a_line(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    for fault in (ValueError(PRIVATE_WORDS), NeverAnswered()):
        world.answers.append(fault)
        assert await line(world, search(world, typed(PRIVATE_WORDS), locale="nn-NO")) == "BankAway nn"
    assert world.teams.received == []
    assert PRIVATE_WORDS not in caplog.text


async def test_searches_of_one_account_that_come_too_fast_wait(world: World) -> None:
    for _ in range(MOST_SEARCHES):
        world.answers.append(Turn(say=(BankNothing(),)))
        assert await line(world, search(world, typed("x"))) == "BankNothing nb"
    assert await line(world, search(world, typed("x"), locale="nb-NO")) == "BankHurried nb"
    assert len(world.heard) == MOST_SEARCHES
    world.answers.append(Turn(say=(BankNothing(),)))
    other = {"from": {"id": "29:tor", "aadObjectId": "tor"}}
    assert await line(world, {**search(world, typed("x")), **other}) == "BankNothing nb"


@pytest.mark.parametrize("name", ["composeExtension/selectItem", "composeExtension/queryLink", "composeExtension/x"])
async def test_what_no_card_of_ours_asks_is_answered_with_nothing(world: World, name: str) -> None:
    assert await world.post({**search(world, {"entry": "x"}), "name": name}) == (200, "{}")
    assert world.heard == []
