"""The cards of what is said when people write, install or ask."""

from typing import assert_never

from content.cards.elements import (
    MOST_ACTIONS,
    Card,
    Element,
    button,
    card,
    choices,
    heading,
    line,
    paragraphs,
)
from content.cards.linking import Linking, linking_card
from content.language import Language
from content.presses import ChoosePrompt
from content.vocabulary.conversing import (
    Help,
    HelpInChannel,
    Linked,
    LinkRefused,
    LinkSeveral,
    LinkUnknown,
    LinkWider,
    TeamWelcome,
    Welcome,
    WhichPrompt,
)
from content.wording import phrase

Greeting = Welcome | TeamWelcome | LinkRefused
ConversingCard = Greeting | Help | HelpInChannel | WhichPrompt | Linking


def conversing_card(message: ConversingCard, language: Language) -> Card:
    match message:
        case Welcome() | TeamWelcome() | LinkRefused():
            return _told(message, language)
        case Help() | HelpInChannel():
            return _help(message, language)
        case WhichPrompt():
            return _which(message, language)
        case Linked() | LinkWider() | LinkSeveral() | LinkUnknown():
            return linking_card(message, language)
        case _:
            assert_never(message)


def _told(message: Greeting, language: Language) -> Card:
    return card(
        [heading(phrase(message, "heading", language), "Medium"), *paragraphs(phrase(message, "body", language))],
        language=language,
        summary=phrase(message, "summary", language),
    )


def _help(message: Help | HelpInChannel, language: Language) -> Card:
    body: list[Element] = [
        heading(phrase(message, "heading", language), "Medium"),
        *paragraphs(phrase(message, "body", language)),
        heading(phrase(message, "commands_heading", language)),
        *paragraphs(phrase(message, "commands", language)),
    ]
    if isinstance(message, Help):
        body.append(line(phrase(message, "contact", language), subtle=True))
    return card(body, language=language, summary=phrase(message, "summary", language))


def _which(message: WhichPrompt, language: Language) -> Card:
    prompts = message.prompts[:MOST_ACTIONS]
    lines, titles = choices([question for question, _ in prompts])
    return card(
        [
            heading(phrase(message, "heading", language)),
            line(phrase(message, "body", language)),
            *lines,
        ],
        language=language,
        summary=phrase(message, "summary", language),
        actions=[
            button(title, ChoosePrompt(step, message.message)) for title, (_, step) in zip(titles, prompts, strict=True)
        ],
    )
