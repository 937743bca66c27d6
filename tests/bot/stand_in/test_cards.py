"""The stand-in for Teams: cards as people see them, and presses."""

import pytest

from bot.rehearsal.clients import Client, NotFilledInError, NotOnCardError, Team, buttons_on, inputs_on, texts_on
from bot.rehearsal.teams import StandInTeams
from bot.rehearsal.wire_conversations import CARD
from tests.bot.stand_in.sides import NEWEST, PROMPT, RECEIPT, EchoBot, Outgoing, card, invoke_answer


def test_the_texts_on_a_card_are_read_in_order() -> None:
    assert texts_on(PROMPT) == [
        "Inkluderende læringsmiljøer",
        "Hva så du?",
        "Svaret ditt",
        "Dette kan leses av",
        "Bare meg",
        "Gruppa",
        "Send svar",
        "Hopp over",
    ]
    assert list(inputs_on(PROMPT)) == ["answer", "rung"]
    assert buttons_on(PROMPT) == ["Send svar", "Hopp over"]
    assert texts_on(None) == []


def test_what_is_folded_can_be_read_and_what_is_hidden_for_good_cannot() -> None:
    unfold = {"type": "Action.ToggleVisibility", "title": "Hvorfor?", "targetElements": ["why"]}
    hidden = [
        {"type": "Container", "id": name, "isVisible": False, "items": [{"type": "TextBlock", "text": name}]}
        for name in ("why", "never")
    ]
    shown = {"type": "AdaptiveCard", "body": [*hidden, {"type": "ActionSet", "actions": [unfold]}]}
    assert texts_on(shown) == ["why", "Hvorfor?"]
    assert buttons_on(shown) == [], "nothing is sent"


@pytest.fixture
async def prompted(installed: Client, outgoing: Outgoing) -> Client:
    await outgoing.send(installed.conversation.id, card(PROMPT))
    return installed


async def test_a_press_sends_the_data_with_the_fields_merged_in(prompted: Client, echo: EchoBot) -> None:
    message = prompted.chat[0]
    response = await prompted.press(message, "Send svar", {"answer": "To elever."})
    assert (echo.last["type"], echo.last["name"]) == ("invoke", "adaptiveCard/action")
    assert echo.last["replyToId"] == message.id
    assert echo.last["value"]["trigger"] == "manual"
    action = echo.last["value"]["action"]
    assert (action["type"], action["verb"]) == ("Action.Execute", "send")
    assert action["data"] == {"v": 1, "answer": "To elever.", "rung": "GROUP"}
    assert response.activity_id == echo.last["id"]
    await prompted.press(message, "Hopp over")
    assert echo.last["value"]["action"]["data"] == {}


async def test_a_client_that_knows_no_execute_takes_the_fallback(prompted: Client, echo: EchoBot) -> None:
    message = prompted.chat[0]
    await prompted.press(message, "Send svar", {"answer": "x", "rung": "ONLY_ME"}, by="submit")
    assert (echo.last["type"], echo.last["replyToId"]) == ("message", message.id)
    assert echo.last["value"] == {"v": 1, "fallback": True, "answer": "x", "rung": "ONLY_ME"}
    assert "text" not in echo.last
    assert len(prompted.chat) == 1
    with pytest.raises(NotOnCardError, match="no fallback"):
        await prompted.press(message, "Hopp over", by="submit")


async def test_what_the_card_does_not_allow_is_not_sent(prompted: Client, echo: EchoBot) -> None:
    message, before = prompted.chat[0], len(echo.heard)
    with pytest.raises(NotOnCardError, match="No button 'Slett'"):
        await prompted.press(message, "Slett")
    with pytest.raises(NotOnCardError, match="No field"):
        await prompted.press(message, "Send svar", {"answer": "x", "other": "y"})
    with pytest.raises(NotOnCardError, match="does not offer"):
        await prompted.press(message, "Send svar", {"answer": "x", "rung": "NETWORK"})
    with pytest.raises(NotFilledInError, match=r"Skriv noe\."):
        await prompted.press(message, "Send svar")
    assert len(echo.heard) == before
    await prompted.press(message, "Send svar", {"answer": "x"}, forged={"rung": "NETWORK"})
    assert echo.last["value"]["action"]["data"]["rung"] == "NETWORK"


async def test_the_answer_to_a_press_is_seen_by_the_one_who_pressed_until_an_update(
    team: Team, guro: Client, teams: StandInTeams, echo: EchoBot, outgoing: Outgoing
) -> None:
    arne = Client(teams, "Arne", "object-arne", "arne@nordvik.example")
    team.add(arne)
    sent = await outgoing.send(team.id, card(PROMPT))
    message = guro.reads(team.general)[0]
    echo.reply = invoke_answer(CARD, RECEIPT)
    await guro.press(message, "Send svar", {"answer": "x"})
    assert echo.last["conversation"]["id"] == message.address
    assert guro.view(message) == RECEIPT
    assert guro.reads(team.general)[0].card == RECEIPT
    assert arne.view(message) == PROMPT
    with pytest.raises(NotOnCardError):
        await guro.press(message, "Send svar", {"answer": "x"})
    await guro.press(message, "Send svar", {"answer": "x"}, shown=PROMPT)
    await outgoing.update(team.id, sent.body["id"], card(NEWEST))
    assert guro.view(message) == arne.view(message) == NEWEST


async def test_words_in_answer_to_a_press_are_a_notice(prompted: Client, echo: EchoBot) -> None:
    echo.reply = invoke_answer("application/vnd.microsoft.activity.message", "Økta er lukket.")
    await prompted.press(prompted.chat[0], "Hopp over")
    assert prompted.notices == ["Økta er lukket."]
    assert prompted.view(prompted.chat[0]) == PROMPT
    echo.status = 500
    await prompted.press(prompted.chat[0], "Hopp over")
    assert len(prompted.notices) == 1


async def test_a_press_is_sent_again_as_a_press(prompted: Client, echo: EchoBot) -> None:
    pressed = await prompted.press(prompted.chat[0], "Hopp over")
    await prompted.again(pressed, new_id=True)
    first, second = echo.heard[-2:]
    assert first["id"] != second["id"]
    assert first["value"] == second["value"]
