"""The reason of a stop, above a form; and the form in chat with the stopped words."""

from typing import assert_never

from content.cards.buttons import button
from content.cards.card import Card, card
from content.cards.elements import Action, Element, band, boxed, heading, line, quote, title
from content.cards.fields import choice_field, text_field
from content.cards.icons import Icon
from content.cards.readers import sentences, unnamed, will_read, withdrawable
from content.language import Language
from content.presses import DropWords, Press, SendWords, step_value
from content.vocabulary.guarding import ReadersOfForm, Stopped, WordsGivenBack, WordsTakenOff
from content.wording import phrase

GuardingCard = WordsGivenBack | WordsTakenOff


def guarding_card(message: GuardingCard, language: Language) -> Card:
    match message:
        case WordsGivenBack():
            return card(message, language, _given_back(message, language), actions=_actions(message, language))
        case WordsTakenOff():
            body = [band(Icon.KEPT, phrase(message, "summary", language)), line(phrase(message, "body", language))]
            return card(message, language, body)
        case _:
            assert_never(message)


def stopped_elements(stopped: Stopped | None, language: Language) -> list[Element]:
    """A box above a form."""
    if stopped is None:
        return []
    told = [heading(phrase(stopped, "heading", language)), *stop_reasons(stopped, language)]
    return [{**boxed(told), "style": "warning"}]


def stop_reasons(stopped: Stopped, language: Language) -> list[Element]:
    """The weightiest kind is explained, the others are named: the reader may take everything out at once."""
    first, *others = why_stopped(stopped, language)
    return [
        line(first),
        *(line(told, spacing="Small") for told in others),
        *_stretches(stopped, language),
        *map(line, how_to_go_on(stopped, language)),
    ]


def why_stopped(stopped: Stopped, language: Language) -> list[str]:
    """The sentence of the weightiest kind, then of each other kind, or that the words could not be judged."""
    if not stopped.by:
        return [phrase(stopped, "not_judged", language)]
    first, *others = stopped.by
    return [phrase(stopped, first, language), *(phrase(stopped, f"also_{kind}", language) for kind in others)]


def how_to_go_on(stopped: Stopped, language: Language) -> list[str]:
    """What is left out of the words given back, and that they may be let pass."""
    return [
        *([phrase(stopped, "taken_out", language)] if stopped.taken_out else []),
        *([phrase(stopped, "may_pass", language)] if stopped.overridable else []),
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
    from_channel = phrase(message, "from_channel", language) if message.group else ""
    field = text_field(
        "answer",
        label=phrase(message, "answer_label", language),
        text=message.text,
        missing=phrase(message, "answer_missing", language),
    )
    return [
        band(Icon.STOP, phrase(message.stopped, "heading", language), from_channel, style="warning"),
        *stop_reasons(message.stopped, language),
        *([line(phrase(message, "stands", language))] if message.stands else []),
        *_prompts(message, language),
        _readers(message, language),
        field,
        boxed([line(phrase(message, "delete_in_channel" if message.group else "delete_in_chat", language))]),
    ]


def _readers(message: WordsGivenBack, language: Language) -> Element:
    """Who will read the answer; with several questions each says so itself, and no more is left than to withdraw."""
    if len(message.readers) == 1:
        return sentences(_said(message.readers[0], language, before=withdrawable(message.readers[0].rung, language)))
    return line(phrase(message, "withdrawable", language))


def _said(readers: ReadersOfForm, language: Language, *, before: str = "") -> list[str]:
    said = (will_read(readers.rung, language, hidden=readers.hidden), before, unnamed(readers.rung, language))
    return [sentence for sentence in said if sentence]


def _prompts(message: WordsGivenBack, language: Language) -> list[Element]:
    (question, first), *others = message.prompts
    if not others:
        return [title(question)]
    told = [" ".join(_said(each, language)) for each in message.readers]
    field = choice_field(
        "prompt",
        label=phrase(message, "prompt_label", language),
        offered=[
            (step_value(step), f"{asked} {readers}")
            for (asked, step), readers in zip(message.prompts, told, strict=True)
        ],
        chosen=step_value(first),
        missing=phrase(message, "prompt_missing", language),
    )
    return [field]


def _actions(message: WordsGivenBack, language: Language) -> list[Action]:
    step = message.prompts[0][1]
    send = SendWords(step, message.message)
    return [
        button(phrase(message, "send", language), send),
        *let_pass(message.stopped, send, language),
        button(phrase(message, "drop", language), DropWords(step)),
    ]
