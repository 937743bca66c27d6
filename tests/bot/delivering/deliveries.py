"""Faults, deliveries and cards of Tor, for the tests of sending."""

from datetime import datetime, timedelta

from bot.rehearsal.clients import texts_on
from bot.rehearsal.faults import Fault
from bot.rehearsal.ledger import Call
from dialogs.model import Delivery, DeliveryKind
from tests.nordvik import House, at, last

OPENS = at(11, 24)
PROMPT, RECEIPT, CARD, DIGEST = DeliveryKind.PROMPT, DeliveryKind.RECEIPT, DeliveryKind.CARD, DeliveryKind.DIGEST


def meet_faults(house: House, *faults: Fault, call: Call = Call.SEND, name: str = "tor") -> None:
    """The next requests by Teams' `call` to this person meet these faults, in order."""
    for fault in faults:
        house.teams.faults.next(fault, call=call, conversation=house.cast[name].conversation.id)


async def only_delivery(house: House, kind: DeliveryKind = PROMPT, name: str = "tor") -> Delivery:
    [found] = await house.deliveries(kind, name)
    return found


async def seconds_later(house: House, seconds: float, *, after: datetime = OPENS) -> None:
    await house.to(after + timedelta(seconds=seconds))


async def answer_prompt(house: House, words: str) -> None:
    tor = house.cast["tor"]
    if await house.reflections_of("tor"):
        await tor.press(last(tor), "Endre svaret")
    await tor.press(last(tor), "Send svar", {"answer": words, "rung": "group"})


def card_updates(house: House) -> list[str]:
    found = house.teams.ledger.of(Call.UPDATE, conversation=house.cast["tor"].conversation.id)
    return [" ".join(texts_on(update.body["attachments"][0]["content"])) for update in found]
