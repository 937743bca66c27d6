"""Cards asking for the meaning of a message: an answer, and to which question; a skip; a municipality."""

from typing import assert_never

from content.cards.buttons import MOST_ACTIONS, button, choices
from content.cards.card import Card, card
from content.cards.elements import band, line, quote, title
from content.cards.icons import Icon
from content.language import Language
from content.presses import ChoosePrompt, NotAnAnswer, SkipPrompt
from content.vocabulary.conversing import IsItAnAnswer, SkipAsked, WhichMunicipality, WhichPrompt
from content.wording import phrase

AskingWhich = WhichPrompt | WhichMunicipality | IsItAnAnswer | SkipAsked


def asking_which_card(message: AskingWhich, language: Language) -> Card:
    match message:
        case WhichPrompt():
            return _which(message, language)
        case WhichMunicipality():
            return _which_municipality(message, language)
        case IsItAnAnswer():
            return _is_it(message, language)
        case SkipAsked():
            return _skip(message, language)
        case _:
            assert_never(message)


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


def _which_municipality(message: WhichMunicipality, language: Language) -> Card:
    lines, buttons = choices(message.offered[:MOST_ACTIONS])
    head = band(Icon.QUESTION, phrase(message, "heading", language), style="accent")
    return card(
        message,
        language,
        [head, quote(message.text), line(phrase(message, "body", language)), *lines],
        actions=buttons,
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
