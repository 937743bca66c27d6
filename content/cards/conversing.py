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
from content.commands import CHANNEL, PERSONAL, all_commands, help_lines
from content.language import Language
from content.presses import ChoosePrompt, NotAnAnswer, SkipPrompt
from content.vocabulary.conversing import (
    Help,
    HelpInChannel,
    IsItAnAnswer,
    Linked,
    LinkRefused,
    LinkSeveral,
    LinkUnknown,
    LinkWider,
    NotKept,
    SkipAsked,
    TeamWelcome,
    Welcome,
    WhichPrompt,
)
from content.wording import phrase

Told = Welcome | TeamWelcome | LinkRefused | NotKept
ConversingCard = Told | Help | HelpInChannel | WhichPrompt | IsItAnAnswer | SkipAsked | Linking


def conversing_card(message: ConversingCard, language: Language) -> Card:
    match message:
        case Welcome() | TeamWelcome() | LinkRefused() | NotKept():
            return _told(message, language)
        case Help() | HelpInChannel():
            return _help(message, language)
        case WhichPrompt():
            return _which(message, language)
        case IsItAnAnswer():
            return _is_it(message, language)
        case SkipAsked():
            return _skip(message, language)
        case Linked() | LinkWider() | LinkSeveral() | LinkUnknown():
            return linking_card(message, language)
        case _:
            assert_never(message)


def _told(message: Told, language: Language) -> Card:
    return card(
        [heading(phrase(message, "heading", language), "Medium"), *paragraphs(phrase(message, "body", language))],
        language=language,
        summary=phrase(message, "summary", language),
    )


def _help(message: Help | HelpInChannel, language: Language) -> Card:
    place = PERSONAL if isinstance(message, Help) else CHANNEL
    body: list[Element] = [
        heading(phrase(message, "heading", language), "Medium"),
        *paragraphs(phrase(message, "body", language)),
        heading(phrase(message, "commands_heading", language)),
        *map(line, help_lines(all_commands(), language, place)),
    ]
    if isinstance(message, Help):
        body.append(line(phrase(message, "contact", language), subtle=True))
    return card(body, language=language, summary=phrase(message, "summary", language))


def _which(message: WhichPrompt, language: Language) -> Card:
    prompts = message.prompts[: MOST_ACTIONS - 1]
    lines, titles = choices([question for question, _ in prompts])
    none = button(phrase(message, "none", language), NotAnAnswer(prompts[0][1], message.message))
    return card(
        [
            heading(phrase(message, "heading", language)),
            line(phrase(message, "body", language)),
            *lines,
        ],
        language=language,
        summary=phrase(message, "summary", language),
        actions=[
            *(
                button(title, ChoosePrompt(step, message.message))
                for title, (_, step) in zip(titles, prompts, strict=True)
            ),
            none,
        ],
    )


def _is_it(message: IsItAnAnswer, language: Language) -> Card:
    step = message.step
    return card(
        [
            heading(phrase(message, "heading_added" if message.added else "heading", language)),
            line(message.question, bold=True),
            line(phrase(message, "body", language)),
        ],
        language=language,
        summary=phrase(message, "summary", language),
        actions=[
            button(phrase(message, "yes", language), ChoosePrompt(step, message.message)),
            button(phrase(message, "no", language), NotAnAnswer(step, message.message)),
        ],
    )


def _skip(message: SkipAsked, language: Language) -> Card:
    """With one prompt open the words may be an answer after all; with several that would be a question too many."""
    prompts = message.prompts[: MOST_ACTIONS - 1]
    question, first, seen = prompts[0]
    no = button(phrase(message, "no", language), NotAnAnswer(first, message.message))
    if len(prompts) == 1:
        body, kind = [line(question, bold=True)], "one"
        skip = button(phrase(message, "skip", language), SkipPrompt(first, "", seen))
        actions = [skip, button(phrase(message, "keep", language), ChoosePrompt(first, message.message)), no]
    else:
        kind = "many"
        body, titles = choices([each for each, _, _ in prompts])
        skips = zip(titles, prompts, strict=True)
        actions = [*(button(title, SkipPrompt(step, "", version)) for title, (_, step, version) in skips), no]
    return card(
        [heading(phrase(message, f"heading_{kind}", language)), *body],
        language=language,
        summary=phrase(message, "summary", language),
        actions=actions,
    )
