"""The reader's own answers: a list to look through and to search, and one answer in full."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from content import own_data
from content.cards.buttons import button, command_button
from content.cards.card import Card, card
from content.cards.elements import Action, Element, band, heading, line, quote, row, title
from content.cards.fields import line_field
from content.cards.fitting import fits
from content.cards.icons import Icon
from content.dates import full_date
from content.language import Language
from content.presses import (
    DropOffer,
    LookFurther,
    LookOffer,
    OpenAnswer,
    OpenOwnAnswer,
    Press,
    ShowAnswer,
    ShowOwnAnswers,
    WithdrawAnswer,
)
from content.shortening import first_words
from content.vocabulary.knowing import OwnAnswer, OwnAnswerInBrief, OwnAnswers, OwnAnswerShown, Way
from content.wording import phrase

PAGE = 5
"""The most answers on a card."""

LONGEST_SEARCH = 100
_QUESTION, _WORDS, _TITLE = 90, 110, 60  # characters


def list_card(message: OwnAnswers, language: Language) -> Card:
    body: list[Element] = [band(Icon.PERSON, *_head(message, language)), *_told(message, language)]
    numbered = enumerate(message.answers, start=message.start)
    for year, of_year in groupby(numbered, lambda each: each[1].school_year):
        body.append(heading(phrase(OwnAnswer, "school_year", language, school_year=year), "Default"))
        body += [_row(one, message, language) for _, one in of_year]
    if message.total or message.search:
        body.append(_field(message, language))
    return card(message, language, body, actions=list(_actions(message, language)))


def _head(message: OwnAnswers, language: Language) -> Iterator[str]:
    """What the list is, what was searched for, and which of how many stand here."""
    yield phrase(message, "heading", language)
    if message.search:
        yield phrase(message, "found", language)
    if message.answers:
        last = message.start + len(message.answers)
        yield phrase(message, "shown", language, start=message.start + 1, answers=last)


def _told(message: OwnAnswers, language: Language) -> list[Element]:
    if message.answers:
        return [line(phrase(message, "press", language), subtle=True)]
    return [line(phrase(message, "none_found" if message.search else "none", language))]


def _row(one: OwnAnswerInBrief, message: OwnAnswers, language: Language) -> Element:
    """Date and group, the question, the answer's first words; the whole row opens the answer."""
    about = phrase(OwnAnswer, "about", language, group=one.group, asked_at=full_date(one.asked_at, language))
    said = first_words(one.text, _WORDS) if one.text else phrase(one, one.state, language)
    opened = phrase(one, "open", language, question=first_words(one.question, _TITLE))
    items = [
        line(about, subtle=True, small=True),
        line(first_words(one.question, _QUESTION), bold=True, spacing="Small"),
        line(said, subtle=not one.text, spacing="Small"),
    ]
    return row(items, button(opened, OpenOwnAnswer(one.step, message.start, message.search)))


def _field(message: OwnAnswers, language: Language) -> Element:
    return line_field(
        "sought",
        label=phrase(message, "search_label", language),
        text=message.search,
        missing=phrase(message, "search_missing", language),
        longest=LONGEST_SEARCH,
    )


def _actions(message: OwnAnswers, language: Language) -> Iterator[Action]:
    """The search's button sends the field; the other buttons carry the search of the page shown."""
    end = message.start + len(message.answers)
    if message.total or message.search:
        yield button(phrase(message, "search", language), ShowOwnAnswers(0), reads=True)
    if message.search:
        yield button(phrase(message, "all", language), ShowOwnAnswers(0))
    if message.answers and end < message.total:
        yield button(phrase(message, "older", language), ShowOwnAnswers(end, message.search))
    if message.start:
        newer = ShowOwnAnswers(max(0, message.start - PAGE), message.search)
        yield button(phrase(message, "newer", language), newer)
    if not message.total and not message.search:
        yield command_button("week", language)


def shown_card(message: OwnAnswerShown, language: Language, room: int) -> Card:
    """Words too long for any card are left to the file."""
    whole = _shown(message, own_data.answer(message.answer, language), language)
    if fits(whole, room):
        return whole
    told = replace(own_data.answer(message.answer, language), quotes=())
    too_long = phrase(message, "too_long", language)
    return _shown(message, replace(told, lines=(too_long, *told.lines)), language)


def _shown(message: OwnAnswerShown, entry: own_data.Entry, language: Language) -> Card:
    body: list[Element] = [
        band(Icon.PERSON, phrase(message, "heading", language), entry.about),
        title(entry.title, "Large"),
    ]
    for question, text in entry.quotes:
        body += [line(question, subtle=True, small=True)] if question else []
        body.append(quote(text))
    body += [line(told, spacing="Small") for told in entry.lines]
    ways = [button(phrase(message, way, language), _press(way, message)) for way in message.ways]
    back = button(phrase(message, "back", language), ShowOwnAnswers(message.start, message.search))
    return card(message, language, body, actions=[*ways, back])


def _press(way: Way, message: OwnAnswerShown) -> Press:
    """The presses of the step's own card, which names no delivery: it stands in no message of the outbox."""
    step, seen = message.step, message.seen
    match way:
        case "answer" | "change":
            return OpenAnswer(step, "", seen)
        case "widen":
            return LookFurther(step, "", seen)
        case "offer":
            return LookOffer(step, "", seen)
        case "drop_offer":
            return DropOffer(step, "", seen)
        case "readers":
            return ShowAnswer(step, "")
        case "withdraw":
            return WithdrawAnswer(step, "", seen)
