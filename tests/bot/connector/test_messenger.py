"""Messages written, changed and deleted in chats, channels and threads."""

from dataclasses import dataclass
from typing import Any

import pytest

from bot.entry.teams.messenger import TeamsMessenger
from bot.ports import Messenger, Outcome
from content.vocabulary.conversing import Help, NothingOpen
from content.vocabulary.messages import Message
from dialogs.events import Place, Scope
from dialogs.model import Language
from tests.bot.connector.world import APP, DONE, World


@dataclass(frozen=True)
class Line:
    summary: str
    text: str | None
    card: dict[str, Any] | None
    file: None = None
    listed: None = None


def render(message: Message, language: Language, *, room: int = 0) -> Line:  # noqa: ARG001 - as cards are rendered
    name = f"{type(message).__name__} {language.value}"
    if isinstance(message, Help):
        return Line(name, None, {"type": "AdaptiveCard"})
    return Line(name, f"{name} *text*", None)


def place(world: World, scope: Scope, thread: str = "") -> Place:
    conversation = "19:k@thread.tacv2" if scope is Scope.CHANNEL else "a:1"
    return Place("ten-1", world.service_url, conversation, scope, "28:b", "29:u", channel="19:k@x", thread=thread)


@pytest.fixture
def messenger(world: World) -> Messenger:
    return TeamsMessenger(world.connector, app_id=APP, render=render)


async def test_a_text_goes_to_a_chat_and_is_noticed(world: World, messenger: Messenger) -> None:
    outcome = await messenger.send(place(world, Scope.PERSONAL), NothingOpen(), Language.NN)
    assert outcome == Outcome(DONE, activity="new")
    [asked] = world.teams.asked
    assert (asked.method, asked.path) == ("POST", "/emea/v3/conversations/a%3A1/activities")
    assert asked.body == {
        "type": "message",
        "from": {"id": "28:b"},
        "locale": "nn",
        "summary": "NothingOpen nn",
        "text": "NothingOpen nn *text*",
        "textFormat": "plain",
        "channelData": {"notification": {"alert": True}},
    }


async def test_a_card_goes_without_a_text_beside_it(world: World, messenger: Messenger) -> None:
    await messenger.send(place(world, Scope.GROUP_CHAT), Help(), Language.NB)
    body = world.teams.asked[0].body
    assert body["attachments"] == [
        {"contentType": "application/vnd.microsoft.card.adaptive", "content": {"type": "AdaptiveCard"}}
    ]
    assert "text" not in body
    assert body["summary"] == "Help nb"
    assert "channelData" not in body


async def test_a_message_to_a_channel_begins_a_thread(world: World, messenger: Messenger) -> None:
    world.teams.status, world.teams.body = 201, '{"id": "19:k@x;messageid=17", "activityId": "17"}'
    outcome = await messenger.send(place(world, Scope.CHANNEL), Help(), Language.NB)
    assert outcome == Outcome(DONE, activity="17", conversation="19:k@x;messageid=17")
    [asked] = world.teams.asked
    assert (asked.method, asked.path) == ("POST", "/emea/v3/conversations")
    activity = asked.body.pop("activity")
    assert activity["summary"] == "Help nb"
    assert asked.body == {
        "isGroup": True,
        "bot": {"id": "28:b"},
        "tenantId": "ten-1",
        "channelData": {"channel": {"id": "19:k@x"}, "tenant": {"id": "ten-1"}},
    }


async def test_messages_in_a_thread_are_written_changed_and_deleted_there(world: World, messenger: Messenger) -> None:
    there = place(world, Scope.CHANNEL, thread="17")
    await messenger.send(there, Help(), Language.NB)
    await messenger.update(there, "18", Help(), Language.NB)
    await messenger.delete(there, "18")
    thread = "/emea/v3/conversations/19%3Ak%40thread.tacv2%3Bmessageid%3D17/activities"
    assert [(asked.method, asked.path) for asked in world.teams.asked] == [
        ("POST", thread),
        ("PUT", f"{thread}/18"),
        ("DELETE", f"{thread}/18"),
    ]
    assert world.teams.asked[1].body["id"] == "18"


async def test_a_threads_own_root_is_changed_in_its_thread(world: World, messenger: Messenger) -> None:
    await messenger.update(place(world, Scope.CHANNEL), "17", Help(), Language.NB)
    await messenger.delete(place(world, Scope.CHANNEL), "17")
    path = "/emea/v3/conversations/19%3Ak%40thread.tacv2%3Bmessageid%3D17/activities/17"
    assert [asked.path for asked in world.teams.asked] == [path, path]


async def test_a_message_in_a_chat_is_changed_quietly(world: World, messenger: Messenger) -> None:
    await messenger.update(place(world, Scope.PERSONAL), "17", Help(), Language.NB)
    [asked] = world.teams.asked
    assert (asked.method, asked.path) == ("PUT", "/emea/v3/conversations/a%3A1/activities/17")
    assert "channelData" not in asked.body
