"""The sharing bank in chats among people: a list to choose from, the card inserted, and the entry read there."""

from dataclasses import dataclass
from typing import Any

from content.cards.banking import about, in_full, said
from content.cards.buttons import button, opening
from content.cards.card import Card, card
from content.cards.elements import Action, Element, band, line, title
from content.cards.icons import Icon
from content.language import Language
from content.presses import ReadInserted
from content.shortening import first_words
from content.vocabulary.bank import BankEntry, BankInserted, BankOffered, BankRead
from content.wording import phrase

InsertingCard = BankInserted | BankRead

_TITLE, _TEXT = 90, 140  # characters in the list


@dataclass(frozen=True)
class Listed:
    """A row of a list, for the person alone who chooses; `card` is what choosing the row puts into the message."""

    title: str
    text: str
    card: dict[str, Any]


def listed(message: BankOffered, language: Language) -> tuple[Listed, ...]:
    return tuple(_row(one, message.pages, language) for one in message.entries)


def inserting_card(message: InsertingCard, language: Language) -> Card:
    if isinstance(message, BankRead):
        return card(message, language, in_full(message.entry, language))
    return _inserted(message, language)


def _row(one: BankEntry, pages: str, language: Language) -> Listed:
    """The author's words first: of a practice its title, of an answer what it says."""
    first, then = (said(one), one.question) if one.practice is None else (one.question, said(one))
    told = f"{first_words(then, _TEXT)} · {about(one, language)}"
    return Listed(first_words(first, _TITLE), told, _inserted(inserted(one, pages), language))


def inserted(one: BankEntry, pages: str) -> BankInserted:
    address = f"{pages}/bank/{one.municipality}/{one.id}" if pages else ""
    question = one.question if one.practice is None else ""
    return BankInserted(one.municipality, one.id, one.kind, one.area, question, address)


def _inserted(message: BankInserted, language: Language) -> Card:
    asked: list[Element] = [line(message.area, subtle=True, small=True), title(message.question)]
    body: list[Element] = [
        band(Icon.QUOTES, phrase(message, "heading", language), phrase(message, message.kind, language)),
        *(asked if message.question else [title(message.area)]),
        line(phrase(message, "told", language), subtle=True, small=True),
    ]
    return card(message, language, body, actions=_ways(message, language))


def _ways(message: BankInserted, language: Language) -> list[Action]:
    reads = button(phrase(message, "read", language), ReadInserted(message.municipality, message.id))
    return [reads, *([opening(phrase(message, "page", language), message.address)] if message.address else [])]
