"""The cards of a person's choice of language."""

from content.cards.buttons import command_button
from content.cards.card import Card, card
from content.cards.elements import Element, band, line
from content.cards.icons import Icon
from content.language import Language
from content.vocabulary.rhythm import LanguageAsked, LanguageChosen
from content.wording import phrase

LanguageCard = LanguageAsked | LanguageChosen


def language_card(message: LanguageCard, language: Language) -> Card:
    if isinstance(message, LanguageAsked):
        return _language_asked(message, language)
    body = [_head(message, language), line(phrase(message, "body", language))]
    return card(message, language, body, actions=[command_button(each, language) for each in ("week", "language")])


def _language_asked(message: LanguageAsked, language: Language) -> Card:
    """Each language is called by the name its speakers use; the reader's present choice has no button."""
    told = [
        *([phrase(message, "not_spoken", language)] if message.unknown else []),
        phrase(message, "now", language),
        phrase(message, "own" if message.chosen else "not_own", language),
    ]
    body = [_head(message, language), *map(line, told)]
    others = [one for one in Language if not (message.chosen and one.value == message.language)]
    names = [phrase(message, f"name_{one.value}", language) for one in others]
    actions = [command_button("language", language, argument=name.casefold(), title=name) for name in names]
    if message.chosen:
        auto = phrase(message, "auto", language)
        actions.append(command_button("language", language, argument="auto", title=auto))
    return card(message, language, body, actions=actions)


def _head(message: LanguageCard, language: Language) -> Element:
    return band(Icon.NOTE, phrase(message, "heading", language))
