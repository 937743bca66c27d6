"""Messages that may have been written: sent once more, and duplicates taken away."""

from datetime import timedelta

import pytest

from bot.rehearsal.clients import Client
from bot.rehearsal.faults import Fault, accept_then, accept_then_reset, answer, throttle
from bot.rehearsal.wire_conversations import Message
from content.presses import decode
from dialogs.model import DeliveryState
from tests.bot.delivering.deliveries import OPENS, RECEIPT, meet_faults, only_delivery, seconds_later
from tests.judging import prompts
from tests.nordvik import House, at, last, seen


@pytest.mark.parametrize("fault", [accept_then(502), accept_then(503), accept_then(504), accept_then_reset()])
async def test_an_uncertain_prompt_goes_once_more_after_fifteen_seconds_as_the_same_delivery(
    house: House, fault: Fault
) -> None:
    meet_faults(house, fault)
    await house.to(OPENS)
    held = await only_delivery(house)
    assert (held.state, held.due_at) == (DeliveryState.UNCERTAIN, OPENS + timedelta(seconds=15))
    await seconds_later(house, 14)
    tor = house.cast["tor"]
    assert len(prompts(tor)) == 1
    await seconds_later(house, 15)
    first, second = prompts(tor)
    assert {pressed_delivery(tor, card) for card in (first, second)} == {str(held.id)}
    assert (await only_delivery(house)).state is DeliveryState.SENT
    # Both cards lead to one reflection.
    await tor.press(first, "Send svar", {"answer": "Fra den første", "rung": "group"})
    await tor.press(second, "Send svar", {"answer": "Fra den første", "rung": "group"})
    [kept] = await house.reflections_of("tor")
    assert kept.text == "Fra den første"


def pressed_delivery(client: Client, message: Message) -> str:
    press = decode(button(client, message, "Send svar"))
    return str(getattr(press, "delivery", ""))


def button(client: Client, message: Message, title: str) -> object:
    """The data of the button with this title, anywhere on the card."""

    def search(part: object) -> object:
        if isinstance(part, dict):
            if part.get("title") == title and "data" in part:
                return part["data"]
            return next((found for value in part.values() if (found := search(value)) is not None), None)
        if isinstance(part, list):
            return next((found for value in part if (found := search(value)) is not None), None)
        return None

    return search(client.view(message))


async def test_a_press_on_a_card_whose_sending_was_uncertain_shows_that_it_arrived(house: House) -> None:
    meet_faults(house, accept_then_reset())
    await house.to(OPENS)
    tor = house.cast["tor"]
    [card] = prompts(tor)
    await tor.press(card, "Send svar", {"answer": "Hei", "rung": "group"})
    await seconds_later(house, 60)
    held = await only_delivery(house)
    assert (held.state, held.activity) == (DeliveryState.SENT, card.id)
    assert len(tor.chat) == 2, "the welcome, and the card"
    assert "Hei" in seen(tor, last(tor))


async def test_a_press_on_the_twin_that_was_never_told_of_takes_the_other_away(house: House) -> None:
    meet_faults(house, accept_then(502))
    await house.to(OPENS)
    await seconds_later(house, 15)
    tor = house.cast["tor"]
    first, second = prompts(tor)
    await tor.press(first, "Send svar", {"answer": "Hei", "rung": "group"})
    await house.stage.settle()
    assert [message.id for message in tor.chat[1:]] == [first.id]
    assert "Hei" in seen(tor, last(tor))
    # From now on, updates go to the pressed card.
    await house.to(at(11, 27, 8, 1))
    assert "Send svar" not in seen(tor, tor.chat[1])
    assert second.id not in {message.id for message in tor.chat}


async def test_a_press_on_the_twin_that_is_known_leaves_both(house: House) -> None:
    meet_faults(house, accept_then(502))
    await house.to(OPENS)
    await seconds_later(house, 15)
    tor = house.cast["tor"]
    first, second = prompts(tor)
    await tor.press(second, "Send svar", {"answer": "Hei", "rung": "group"})
    await house.stage.settle()
    assert [message.id for message in tor.chat[1:]] == [first.id, second.id]


async def test_a_card_made_to_name_anothers_delivery_takes_nothing_away(house: House) -> None:
    """Siv's prompt was uncertain and sent twice; Tor's client is tampered with to name Siv's delivery."""
    await house.install("siv")
    meet_faults(house, accept_then(502), name="siv")
    await house.to(OPENS)
    await seconds_later(house, 15)
    tor, siv = house.cast["tor"], house.cast["siv"]
    unsure = await only_delivery(house, name="siv")
    forged = {"delivery": str(unsure.id)}
    await tor.press(last(tor), "Send svar", {"answer": "Hei", "rung": "group"}, forged=forged)
    await house.stage.settle()
    assert len(prompts(siv)) == 2
    assert (await only_delivery(house, name="siv")).activity == unsure.activity


async def test_words_in_the_chat_answer_a_prompt_that_may_have_arrived_twice_over(house: House) -> None:
    meet_faults(house, accept_then(502), accept_then(502))
    await house.to(OPENS)
    await seconds_later(house, 15)
    await house.cast["tor"].say("Vi prøvde noe nytt.")
    [kept] = await house.reflections_of("tor")
    assert kept.text == "Vi prøvde noe nytt."


async def test_uncertain_twice_is_not_tried_a_third_time(house: House) -> None:
    meet_faults(house, answer(502), answer(503))
    await house.to(OPENS)
    await seconds_later(house, 15)
    held = await only_delivery(house)
    assert (held.state, held.reason) == (DeliveryState.UNDELIVERABLE, "503 ServiceError")
    await seconds_later(house, 3600)
    assert prompts(house.cast["tor"]) == []


async def test_a_throttled_prompt_that_then_gets_lost_still_goes_once_more(house: House) -> None:
    meet_faults(house, throttle(429, retry_after=5), accept_then(502))
    await house.to(OPENS)
    await seconds_later(house, 5)
    assert (await only_delivery(house)).state is DeliveryState.UNCERTAIN
    await seconds_later(house, 20)
    assert (await only_delivery(house)).state is DeliveryState.SENT


async def test_an_uncertain_prompt_that_is_then_throttled_is_not_forgotten_to_be_uncertain(house: House) -> None:
    meet_faults(house, accept_then(502), throttle(429, retry_after=5), accept_then(502))
    await house.to(OPENS)
    await seconds_later(house, 15)
    assert (await only_delivery(house)).state is DeliveryState.UNCERTAIN
    await seconds_later(house, 20)
    assert (await only_delivery(house)).state is DeliveryState.UNDELIVERABLE
    assert len(prompts(house.cast["tor"])) == 2


async def test_a_receipt_is_never_said_twice(house: House) -> None:
    await house.to(OPENS)
    meet_faults(house, accept_then(502))
    tor = house.cast["tor"]
    await tor.say("Vi prøvde noe nytt.")
    said = len(tor.chat)
    receipt = await only_delivery(house, RECEIPT)
    assert (receipt.state, receipt.reason) == (DeliveryState.UNDELIVERABLE, "502 ServiceError")
    await seconds_later(house, 60)
    assert len(tor.chat) == said
