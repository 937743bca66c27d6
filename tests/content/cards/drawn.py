"""A message's card, and what is read and pressed on the card."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from content.cards.card import Card
from content.language import Language
from content.presses import (
    Press,
    decode,
)
from content.render import render
from content.vocabulary.messages import Message
from tests.content.example_messages import (
    MESSAGES,
    TOO_LONG,
    of_type,
)

EVERY_CARD = [message for message in (*MESSAGES, *TOO_LONG) if render(message, Language.NB).card]


def card_of(message: Message, language: Language = Language.NB) -> Card:
    card = render(message, language).card
    assert card is not None
    return card


def every_card(language: Language = Language.NB) -> Iterator[tuple[str, Message, Card]]:
    """The name of each message that is a card, the message, and the card."""
    for message in EVERY_CARD:
        yield type(message).__name__, message, card_of(message, language)


def actions_on(card: Card) -> list[dict[str, Any]]:
    """All buttons on the card, in order; a row of a list that is pressed as a whole is none."""
    rows = [id(each["selectAction"]) for each in of_type(card, "Container") if "selectAction" in each]
    return [each for each in of_type(card, "Action.Execute") if id(each) not in rows]


def buttons(message: Message, language: Language = Language.NB) -> list[tuple[str, Press]]:
    return [(action["title"], decode(action["data"])) for action in actions_on(card_of(message, language))]


def presses(message: Message) -> list[Press]:
    return [decode(action["data"]) for action in actions_on(card_of(message))]


def texts(card: Card) -> list[str]:
    """The texts on the card, from top to bottom."""
    return [element["text"] for element in of_type(card, "TextBlock", "TextRun")]


NASTY = [
    "**fet** _kursiv_ [lenke](https://nordvik.example) `kode`",
    "<b>hei</b> <at>Alle</at> &amp;",
    "{group} {{0}} ${name} {",
    "1. trinn\n- punkt\r\n\r\n\tinnrykk  ",
    "👩‍🏫🇳🇴 e\u0301",
    "\u202eomvendt\u202c שלום مرحبا",
    ' "hermetegn" \\ \\n ',
]

UNTOLD = "Hvor mange som har svart, viser jeg bare når tallet ikke kan peke på noen."


def size(card: Mapping[str, Any]) -> int:
    return len(json.dumps(card, ensure_ascii=False).encode("utf-16-le"))
