"""The cards of what is said when people write, install or ask."""

from collections.abc import Mapping
from typing import assert_never

from content.cards.buttons import MOST_ACTIONS, button, choices, command_button
from content.cards.card import Card, card
from content.cards.elements import Element, band, chapter, line, paragraphs, title
from content.cards.helping import help_card
from content.cards.icons import Icon
from content.cards.linking import Linking, linking_card
from content.cards.privacy import notice_lines, privacy_card
from content.language import Language
from content.presses import ChoosePrompt, NotAnAnswer, SkipPrompt
from content.vocabulary.conversing import (
    Help,
    HelpInChannel,
    HelpInGroupChat,
    IsItAnAnswer,
    LinkRefused,
    NotKept,
    PrivacyNotice,
    SkipAsked,
    TeamWelcome,
    Welcome,
    WhichPrompt,
)
from content.wording import phrase

Told = Welcome | TeamWelcome | LinkRefused | NotKept | PrivacyNotice
ConversingCard = Told | Help | HelpInChannel | HelpInGroupChat | WhichPrompt | IsItAnAnswer | SkipAsked | Linking


_ICONS: Mapping[type[Told], Icon] = {
    Welcome: Icon.HELLO,
    TeamWelcome: Icon.HELLO,
    LinkRefused: Icon.STOP,
    NotKept: Icon.NOTE,
}


def conversing_card(message: ConversingCard, language: Language) -> Card:
    if isinstance(message, Told):
        return _told(message, language)
    if isinstance(message, Help | HelpInChannel | HelpInGroupChat):
        return help_card(message, language)
    if isinstance(message, Linking):
        return linking_card(message, language)
    match message:
        case WhichPrompt():
            return _which(message, language)
        case IsItAnAnswer():
            return _is_it(message, language)
        case SkipAsked():
            return _skip(message, language)
        case _:
            assert_never(message)


def _told(message: Told, language: Language) -> Card:
    if isinstance(message, PrivacyNotice):
        return privacy_card(message, language)
    return card(
        message,
        language,
        [
            band(_ICONS[type(message)], phrase(message, "heading", language)),
            *(
                _welcome(message, language)
                if isinstance(message, Welcome)
                else paragraphs(phrase(message, "body", language))
            ),
        ],
        actions=[command_button("help", language)] if isinstance(message, Welcome | NotKept) else [],
    )


def _welcome(message: Welcome, language: Language) -> list[Element]:
    """With the notice beneath, what the notice tells is not told above too, nor to a member how one becomes one."""
    notice = message.notice
    parts = ["body"] if notice is not None else ["body", "choice"]
    parts += [*(["entered"] if notice is None or not notice.groups else []), "ask"]
    told = [line(phrase(message, part, language)) for part in parts]
    if notice is None:
        return told
    return [*told, chapter(phrase(notice, "heading", language)), *notice_lines(notice, language)]


def _which(message: WhichPrompt, language: Language) -> Card:
    prompts = message.prompts[: MOST_ACTIONS - 1]
    lines, buttons = choices([(question, ChoosePrompt(step, message.message)) for question, step in prompts])
    none = button(phrase(message, "none", language), NotAnAnswer(prompts[0][1], message.message))
    return card(
        message,
        language,
        [
            band(Icon.QUESTION, phrase(message, "heading", language), style="accent"),
            line(phrase(message, "body", language)),
            *lines,
        ],
        actions=[*buttons, none],
    )


def _is_it(message: IsItAnAnswer, language: Language) -> Card:
    step = message.step
    return card(
        message,
        language,
        [
            band(
                Icon.QUESTION,
                phrase(message, "heading_added" if message.added else "heading", language),
                style="accent",
            ),
            title(message.question),
            line(phrase(message, "body_added" if message.added else "body", language)),
        ],
        actions=[
            button(phrase(message, "yes", language), ChoosePrompt(step, message.message)),
            button(phrase(message, "no", language), NotAnAnswer(step, message.message)),
            command_button("help", language),
        ],
    )


def _skip(message: SkipAsked, language: Language) -> Card:
    """With a single prompt open, the card also offers to take the words as an answer."""
    prompts = message.prompts[: MOST_ACTIONS - 1]
    question, first, seen = prompts[0]
    no = button(phrase(message, "no", language), NotAnAnswer(first, message.message))
    if len(prompts) == 1:
        body, kind = [title(question)], "one"
        skip = button(phrase(message, "skip", language), SkipPrompt(first, "", seen))
        actions = [skip, button(phrase(message, "keep", language), ChoosePrompt(first, message.message)), no]
    else:
        kind = "many"
        body, skips = choices([(each, SkipPrompt(step, "", version)) for each, step, version in prompts])
        actions = [*skips, no]
    return card(
        message,
        language,
        [band(Icon.QUESTION, phrase(message, f"heading_{kind}", language), style="accent"), *body],
        actions=actions,
    )
