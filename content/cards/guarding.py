"""The reason of a stop, above a form; and the form in chat with the stopped words."""

from typing import assert_never

from content.cards.elements import (
    Action,
    Card,
    Element,
    button,
    card,
    choice_field,
    heading,
    line,
    quote,
    text_field,
    title,
)
from content.language import Language
from content.presses import DropWords, Press, SendWords, step_value
from content.vocabulary.guarding import Stopped, WordsGivenBack, WordsTakenOff
from content.wording import phrase

GuardingCard = WordsGivenBack | WordsTakenOff


def guarding_card(message: GuardingCard, language: Language) -> Card:
    match message:
        case WordsGivenBack():
            return card(message, language, _given_back(message, language), actions=_actions(message, language))
        case WordsTakenOff():
            body = [heading(phrase(message, "summary", language)), line(phrase(message, "body", language))]
            return card(message, language, body)
        case _:
            assert_never(message)


def stopped_elements(stopped: Stopped | None, language: Language) -> list[Element]:
    """The weightiest kind is explained, the others are named: the reader may take everything out at once."""
    if stopped is None:
        return []
    if not stopped.by:
        return [heading(phrase(stopped, "heading", language)), line(phrase(stopped, "not_judged", language))]
    first, *others = stopped.by
    return [
        heading(phrase(stopped, "heading", language)),
        line(phrase(stopped, first, language)),
        *(line(phrase(stopped, f"also_{kind}", language), spacing="Small") for kind in others),
        *_stretches(stopped, language),
        *([line(phrase(stopped, "taken_out", language))] if stopped.taken_out else []),
        *([line(phrase(stopped, "may_pass", language))] if stopped.overridable else []),
    ]


def _stretches(stopped: Stopped, language: Language) -> list[Element]:
    if not stopped.stretches:
        return []
    return [line(phrase(stopped, "stretches", language), subtle=True), *map(quote, stopped.stretches)]


def let_pass(stopped: Stopped | None, press: Press, language: Language) -> list[Action]:
    """The button for sending the words unchanged, where the author may let the findings pass."""
    if stopped is None or not stopped.overridable:
        return []
    return [button(phrase(stopped, "let_pass", language), press, passes=stopped.by)]


def _given_back(message: WordsGivenBack, language: Language) -> list[Element]:
    field = text_field(
        "answer",
        label=phrase(message, "answer_label", language),
        text=message.text,
        missing=phrase(message, "answer_missing", language),
    )
    return [
        *([line(phrase(message, "from_channel", language), subtle=True)] if message.group else []),
        *stopped_elements(message.stopped, language),
        *([line(phrase(message, "stands", language))] if message.stands else []),
        *_prompts(message, language),
        field,
        line(phrase(message, "delete_in_channel" if message.group else "delete_in_chat", language), bold=True),
    ]


def _prompts(message: WordsGivenBack, language: Language) -> list[Element]:
    (question, first), *others = message.prompts
    if not others:
        return [title(question)]
    return [
        choice_field(
            "prompt",
            label=phrase(message, "prompt_label", language),
            offered=[(step_value(step), asked) for asked, step in message.prompts],
            chosen=step_value(first),
            missing=phrase(message, "prompt_missing", language),
        )
    ]


def _actions(message: WordsGivenBack, language: Language) -> list[Action]:
    step = message.prompts[0][1]
    send = SendWords(step, message.message)
    return [
        button(phrase(message, "send", language), send),
        *let_pass(message.stopped, send, language),
        button(phrase(message, "drop", language), DropWords(step)),
    ]
