"""The cards of linking a group to a channel: choose the group, confirm extra readers, done or unknown."""

from typing import assert_never

from content.cards.buttons import MOST_ACTIONS, button, choices
from content.cards.card import Card, card
from content.cards.elements import Element, band, boxed, line, paragraphs, quote
from content.cards.icons import Icon
from content.language import Language
from content.vocabulary.conversing import Linked, LinkSeveral, LinkUnknown, LinkWider
from content.wording import phrase, plural_phrase

Linking = Linked | LinkWider | LinkSeveral | LinkUnknown


def linking_card(message: Linking, language: Language) -> Card:
    match message:
        case Linked():
            return _linked(message, language)
        case LinkWider():
            return _wider(message, language)
        case LinkSeveral():
            return _several(message, language)
        case LinkUnknown():
            return _unknown(message, language)
        case _:
            assert_never(message)


def _linked(message: Linked, language: Language) -> Card:
    if message.others is None:
        readers = phrase(message, "readers_uncounted", language)
    elif message.others == 0:
        readers = phrase(message, "readers", language)
    else:
        readers = plural_phrase(message, "readers", language, message.others)
    body = [band(Icon.KEPT, phrase(message, "heading", language)), line(phrase(message, "body", language))]
    return card(message, language, [*body, line(readers)])


def _wider(message: LinkWider, language: Language) -> Card:
    return card(
        message,
        language,
        [
            band(Icon.PEOPLE, phrase(message, "heading", language), style="accent"),
            line(plural_phrase(message, "others", language, message.others)),
            *paragraphs(phrase(message, "body", language)),
        ],
        actions=[button(phrase(message, "link", language), message.press)],
    )


def _several(message: LinkSeveral, language: Language) -> Card:
    lines, buttons = choices(message.groups[:MOST_ACTIONS])
    return card(
        message,
        language,
        [
            band(Icon.PEOPLE, phrase(message, "heading", language), style="accent"),
            line(phrase(message, "body", language)),
            *lines,
        ],
        actions=buttons,
    )


def _unknown(message: LinkUnknown, language: Language) -> Card:
    body: list[Element] = [band(Icon.PEOPLE, phrase(message, "heading", language))]
    if message.asked_for:
        body += [line(phrase(message, "asked_for", language)), quote(message.asked_for)]
    body.append(line(phrase(message, "groups" if message.groups else "none", language)))
    if message.groups:
        body.append(boxed([line(group, spacing="Small") for group in message.groups]))
    return card(message, language, body)
