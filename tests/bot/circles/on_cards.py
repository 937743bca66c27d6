"""A card's buttons, quotes, and step."""

import json
from collections.abc import Iterator
from typing import Any

from bot.rehearsal.clients import Client
from bot.rehearsal.wire_conversations import Message
from tests.bot.circles.oracle import MARKER

Json = dict[str, Any]


def read(card: Json | None) -> str:
    return json.dumps(card, ensure_ascii=False) if card is not None else ""


def actions_on(node: object) -> Iterator[Json]:
    """The card's buttons, at any depth."""
    if isinstance(node, list):
        for one in node:
            yield from actions_on(one)
    elif isinstance(node, dict):
        if isinstance(node.get("data"), dict) and "press" in node["data"] and "title" in node:
            yield node
        for one in node.values():
            yield from actions_on(one)


def quotes_in(client: Client) -> Iterator[tuple[Message, Json, frozenset[str]]]:
    """(card, data of a press on the quote, markers in the words) of each quote on the person's summaries."""

    def look(card: Message, node: object) -> Iterator[tuple[Message, Json, frozenset[str]]]:
        if isinstance(node, dict) and "mark" in node.get("selectAction", {}).get("data", {}):
            yield card, node["selectAction"], frozenset(MARKER.findall(json.dumps(node["items"])))
        for one in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            yield from look(card, one)

    return (found for card in client.chat if card.from_bot for found in look(card, client.view(card)))


def press_of(card: Json | None, press: str) -> str:
    """The title of the card's button for the press, "" without one."""
    found = (str(one["title"]) for one in actions_on(card) if one["data"]["press"] == press)
    return next(found, "")


def data_of(card: Json | None, press: str) -> Json:
    """The data of the card's button for the press, empty without one."""
    return next((one["data"] for one in actions_on(card) if one["data"]["press"] == press), {})


def step_of(card: Json | None) -> tuple[str, int]:
    """(group, position) of the step named by the card's buttons."""
    step = next(one["data"]["step"] for one in actions_on(card) if "step" in one["data"])
    return group_of(step["session"]), int(step["position"])


def group_of(session: str) -> str:
    return session.split(".")[1]
