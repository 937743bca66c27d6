"""The cards of data held about a person: all of it, the answers, erasure; and the card of the circles."""

from collections.abc import Sequence
from typing import assert_never

from content.cards.buttons import button
from content.cards.card import Card, card
from content.cards.elements import Element, band, chapter, line
from content.cards.icons import Icon
from content.cards.own_answers import list_card, shown_card
from content.cards.own_data import own_data_card
from content.language import Language
from content.presses import EraseOwnData
from content.vocabulary.knowing import (
    Erased,
    ErasureAsked,
    GroupSeen,
    OwnAnswers,
    OwnAnswerShown,
    RungSeen,
    WhatIKnow,
    WhoSeesWhat,
)
from content.wording import phrase, plural_phrase

KnowingCard = WhatIKnow | OwnAnswers | OwnAnswerShown | ErasureAsked | Erased | WhoSeesWhat

_TOLD_ROLES = frozenset({"coordinator", "leader", "observer"})
"""Roles with a line about their reading."""


def knowing_card(message: KnowingCard, language: Language, room: int) -> Card:
    match message:
        case WhatIKnow():
            return own_data_card(message, language, room)
        case OwnAnswers():
            return list_card(message, language)
        case OwnAnswerShown():
            return shown_card(message, language, room)
        case ErasureAsked():
            return _asked(message, language)
        case Erased():
            return _erased(message, language)
        case WhoSeesWhat():
            return _circles(message, language)
        case _:
            assert_never(message)


def _asked(message: ErasureAsked, language: Language) -> Card:
    told = [*erasure_lines(message, language), *(phrase(message, part, language) for part in ("chat", "yes"))]
    actions = [button(phrase(message, "erase", language), message.press)]
    if message.given_back:
        actions.append(button(phrase(message, "keep", language), EraseOwnData("stay")))
    body = [band(Icon.STOP, phrase(message, "heading", language), style="warning"), *map(line, told)]
    return card(message, language, body, actions=actions)


def erasure_lines(message: ErasureAsked, language: Language) -> list[str]:
    """What would go, what would stay, and why."""
    places = ", ".join(message.on_roster)
    remains = phrase(message, "on_roster", language, on_roster=places) if places else phrase(message, "left", language)
    return [
        *([plural_phrase(message, "answers", language, message.answers)] if message.answers else []),
        *([plural_phrase(message, "given_back", language, message.given_back)] if message.given_back else []),
        *([phrase(message, "wordless", language)] if message.wordless else []),
        *([phrase(message, "unreached", language)] if message.given_back else []),
        *([phrase(message, "waiting", language)] if message.waiting else []),
        *([phrase(message, "notes", language)] if message.notes else []),
        *([phrase(message, "proposals", language)] if message.proposals else []),
        *([phrase(message, "practices", language)] if message.practices else []),
        *([phrase(message, "tries", language)] if message.tries else []),
        *([phrase(message, "above_answers", language)] if message.headings else []),
        *([phrase(message, "theme_names", language)] if message.theme_names else []),
        remains,
        phrase(message, "stays", language),
    ]


def _erased(message: Erased, language: Language) -> Card:
    head = band(Icon.KEPT, phrase(message, "heading", language))
    return card(message, language, [head, *map(line, erased_lines(message, language))])


def erased_lines(message: Erased, language: Language) -> list[str]:
    places, left_nameless = ", ".join(message.on_roster), message.left_nameless
    return [
        *([plural_phrase(message, "answers", language, message.answers)] if message.answers else []),
        *([plural_phrase(message, "nameless", language, left_nameless)] if left_nameless else []),
        phrase(message, "on_roster", language, on_roster=places) if places else phrase(message, "left", language),
        phrase(message, "chat", language),
    ]


def _circles(message: WhoSeesWhat, language: Language) -> Card:
    body: list[Element] = [
        band(Icon.PEOPLE, phrase(message, "heading", language)),
        line(phrase(message, "chosen", language)),
    ]
    if not message.groups:
        body.append(line(phrase(message, "none", language)))
    for group in message.groups:
        body += _group(group, language)
    body.append(chapter(phrase(message, "readers_heading", language)))
    readers: Sequence[str] = ("leader", "coordinator", "observer", "at_once", "silence", "operator", "own")
    body += [line(phrase(message, reader, language), spacing="Small") for reader in readers]
    return card(message, language, body)


def _group(group: GroupSeen, language: Language) -> list[Element]:
    told = [
        *((_rung(one, language) for one in group.rungs) if group.answers else ()),
        *([phrase(group, "channel", language)] if group.channel else []),
        *(phrase(group, role, language) for role in group.roles if role in _TOLD_ROLES),
    ]
    return [chapter(phrase(group, "title", language)), *(line(each, spacing="Small") for each in told)]


def _rung(one: RungSeen, language: Language) -> str:
    few = one.rung != "only_me" and one.people is None
    return phrase(one, f"{one.rung}_few" if few else one.rung, language)
