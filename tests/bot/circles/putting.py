"""Practices of a town: put into the sharing bank in chat, given other words, and taken out again."""

import json

from bot.rehearsal.clients import inputs_on
from bot.rehearsal.wire_conversations import Message
from tests.bot.circles import worlds
from tests.bot.circles.on_cards import data_of, press_of, read
from tests.bot.circles.oracle import Promise
from tests.bot.circles.town import Town
from tests.bot.circles.worlds import Reach


async def put(town: Town, move: worlds.Puts) -> None:
    """Shared as far as asked for, or as far as the person is offered."""
    client = town.clients[move.person]
    await client.say("del praksis")
    card = client.chat[-1]
    if not press_of(client.view(card), "LookPractice"):
        return
    marker = town.new_marker(move.person)
    offered = [one["value"] for one in inputs_on(client.view(card))["rung"]["choices"]]
    wanted = move.reach.name.lower()
    await _fill(town, move, card, marker, wanted if wanted in offered else offered[-1])


async def _fill(town: Town, move: worlds.Puts, card: Message, marker: str, rung: str) -> None:
    client = town.clients[move.person]
    subject = inputs_on(client.view(card))["subject"]["choices"][0]["value"]
    filled = {"title": "Tenketid", "did": f"Vi ga tenketid og sa {marker}.", "saw": "Flere svarte.", "subject": subject}
    await town.press(move.person, card, "LookPractice", {**filled, "rung": rung, "credit": "nobody"})
    data = data_of(client.view(card), "PutPractice")
    await town.press(move.person, card, "PutPractice")
    its_id = data_of(client.view(card), "RemovePractice").get("entry")
    if its_id is None or marker not in read(client.view(card)):
        return
    *_, group = json.loads(data["fields"])
    found = Promise(marker, move.person, group, 0, Reach[rung.upper()], town.now, "", is_practice=True)
    town.facts.promises.append(found)
    town.promised[its_id] = [found]


async def take_out(town: Town, move: worlds.TakesOut) -> None:
    cards = town.cards(move.person, "RemovePractice")
    if not cards:
        return
    data = data_of(town.clients[move.person].view(cards[-1]), "RemovePractice")
    await town.press(move.person, cards[-1], "RemovePractice")
    for one in town.promised.get(data["entry"], ()):
        one.gone = one.gone or town.now
