"""POST /api/messages: the responses to each kind of activity, to errors, and to slow turns."""

import json
import logging
import subprocess
import sys

import pytest

from content.presses import OpenNextStep, StepRef, encode
from content.vocabulary.conversing import Help, NothingOpen, Welcome
from dialogs.events import Installed, Pressed, Said, StrangePress
from dialogs.model import Language
from dialogs.turn import Turn
from tests.bot.endpoint.world import BOT, PRIVATE_WORDS, NeverAnswered, World


async def test_a_message_from_teams_becomes_an_event(world: World) -> None:
    assert await world.post(world.message()) == (200, "")
    [said] = world.heard
    assert isinstance(said, Said)
    assert said.text == PRIVATE_WORDS


async def test_messages_are_sent_to_the_chat_in_order(world: World) -> None:
    world.answers.append(Turn(Language.NN, say=(Welcome(), NothingOpen())))
    assert await world.post(world.message()) == (200, "")
    assert [path for path, _ in world.teams.received] == ["POST /v3/conversations/a:1/activities"] * 2
    assert [activity["text"] for _, activity in world.teams.received] == ["Welcome nn", "NothingOpen nn"]


async def test_messages_in_a_channel_are_sent_to_the_thread(world: World) -> None:
    world.answers.append(Turn(say=(NothingOpen(),)))
    assert await world.status(world.in_channel()) == 200
    [(path, _)] = world.teams.received
    assert path == "POST /v3/conversations/19:k@thread.tacv2;messageid=1699/activities"


async def test_a_press_is_answered_with_the_card_it_becomes(world: World) -> None:
    world.answers.append(Turn(show=Help()))
    status, body = await world.post(world.press(world.message()))
    assert (status, json.loads(body)) == (
        200,
        {
            "statusCode": 200,
            "type": "application/vnd.microsoft.card.adaptive",
            "value": {"type": "AdaptiveCard", "name": "Help nb"},
        },
    )
    assert isinstance(world.heard[0], Pressed)
    assert world.teams.received == []


@pytest.mark.parametrize(
    ("turn", "value"),
    [
        (Turn(say=(NothingOpen(),)), "NothingOpen nb"),
        (Turn(say=(Help(), Welcome())), "Help nb\n\nWelcome nb"),
        (Turn(show=Welcome()), "Welcome nb"),
        (Turn(), ""),
    ],
)
@pytest.mark.parametrize("channel", [True, False])
async def test_a_press_without_a_card_is_answered_with_a_line(
    world: World, turn: Turn, value: str, *, channel: bool
) -> None:
    world.answers.append(turn)
    _, body = await world.post(world.press(world.in_channel() if channel else world.message()))
    assert json.loads(body) == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": value,
    }
    assert world.teams.received == []


async def test_messages_beside_a_card_are_sent_in_personal_chat_only(world: World) -> None:
    turn = Turn(show=Help(), say=(NothingOpen(),))
    world.answers += [turn, turn]
    await world.post(world.press(world.in_channel()))
    assert world.teams.received == []
    _, body = await world.post(world.press(world.message()))
    assert json.loads(body)["value"]["name"] == "Help nb"
    assert [activity["text"] for _, activity in world.teams.received] == ["NothingOpen nb"]


async def test_a_submitted_card_is_answered_in_personal_chat_only(world: World) -> None:
    turn = Turn(show=Help(), say=(NothingOpen(),))
    world.answers += [turn, turn]
    value = encode(OpenNextStep(StepRef("nordvik", "s", 0)))
    assert await world.post(world.in_channel(text=None, value=value)) == (200, "")
    assert world.teams.received == []
    assert await world.post(world.message(text=None, value=value)) == (200, "")
    assert [activity["text"] for _, activity in world.teams.received] == ["NothingOpen nb"]
    assert [type(event) for event in world.heard] == [Pressed, Pressed]


@pytest.mark.parametrize("value", [None, "x", {}, {"action": None}, {"action": {"type": "Action.Execute"}}])
async def test_a_press_nobody_can_read_is_still_answered(world: World, value: object) -> None:
    status, body = await world.post({**world.press(world.message()), "value": value})
    assert (status, json.loads(body)["statusCode"]) == (200, 200)
    assert [type(event) for event in world.heard] == [StrangePress]


@pytest.mark.parametrize("name", ["message/submitAction", "message/fetchTask", "task/fetch", "signin/x", None])
async def test_an_invoke_nobody_knows_is_answered_with_nothing(world: World, name: str | None) -> None:
    assert await world.post(world.message(type="invoke", name=name, value={"a": 1})) == (200, "{}")
    assert world.heard == []


@pytest.mark.parametrize("kind", ["event", "messageReaction", "handoff", "brandNew"])
async def test_an_activity_nobody_knows_is_taken_and_logged(
    world: World, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    odd = {"reactionsAdded": [{"type": "like"}], "name": "application/vnd.microsoft.meetingStart", "value": "x"}
    with caplog.at_level(logging.INFO, "bot.entry.teams"):
        assert await world.post(world.message(type=kind, **odd)) == (200, "")
    assert world.heard == []
    assert f"of type {kind}" in caplog.text


async def test_being_installed_asks_teams_for_nothing(world: World) -> None:
    members = [{"id": BOT}, {"id": "29:kari"}, {"id": "29:ola"}]
    assert await world.status(world.in_channel(type="conversationUpdate", text=None, membersAdded=members)) == 200
    assert [type(event) for event in world.heard] == [Installed]
    assert world.teams.received == []


async def test_the_bot_knows_itself_where_no_recipient_is_named(world: World) -> None:
    added = world.message(type="conversationUpdate", recipient=None, membersAdded=[{"id": BOT}])
    assert await world.status(added) == 200
    assert [type(event) for event in world.heard] == [Installed]


async def test_a_failure_makes_teams_send_it_again(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.answers.append(ValueError(PRIVATE_WORDS))
    assert await world.post(world.message()) == (500, "")
    assert "1700000000001" in caplog.text
    assert "ValueError" in caplog.text
    assert "world.py" in caplog.text
    assert PRIVATE_WORDS not in caplog.text


async def test_a_turn_that_takes_too_long_is_given_up_and_teams_sends_it_again(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.answers += [NeverAnswered(), NeverAnswered()]
    assert await world.post(world.message()) == (500, "")
    status, body = await world.post(world.press(world.message(locale="nn-NO")))
    assert (status, json.loads(body)["value"]["message"]) == (200, "sorry in nn-NO")
    assert "TimeoutError" in caplog.text


async def test_a_failure_is_told_to_one_who_pressed(world: World) -> None:
    world.answers.append(ValueError(PRIVATE_WORDS))
    status, body = await world.post({**world.press(world.message()), "locale": "nn-NO"})
    assert (status, json.loads(body)) == (
        200,
        {
            "statusCode": 500,
            "type": "application/vnd.microsoft.error",
            "value": {"code": "InternalError", "message": "sorry in nn-NO"},
        },
    )


def test_importing_the_edge_is_quiet_and_leaves_the_sdks_dialogs_alone() -> None:
    code = "import sys, bot.entry.teams.endpoint; print([m for m in sys.modules if m.startswith('botbuilder.dialogs')])"
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    assert (done.stdout.strip(), done.stderr, done.returncode) == ("[]", "", 0)
