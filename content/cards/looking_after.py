"""The cards that tell coordinators of problems: people not reached, questions not sent in time, vacant posts."""

from collections.abc import Mapping, Sequence
from typing import assert_never

from content.cards.card import Card, card
from content.cards.elements import Element, band, boxed, line, paragraphs
from content.cards.icons import Icon
from content.dates import day, day_and_hour
from content.language import Language
from content.vocabulary.looking_after import (
    ChannelUnreached,
    DeletionAhead,
    LateQuestion,
    LetInAgain,
    LookingAfter,
    NotLetIn,
    NotSentInTime,
    ToGo,
    Unreached,
    Vacant,
    VacantPost,
)
from content.wording import phrase, plural_phrase

MOST_NAMES = 30
"""A longer list is no longer something one does today."""


_ICONS: Mapping[type[LookingAfter], Icon] = {
    Unreached: Icon.PEOPLE,
    ChannelUnreached: Icon.STOP,
    Vacant: Icon.PERSON,
    DeletionAhead: Icon.REMINDER,
    NotLetIn: Icon.STOP,
    LetInAgain: Icon.KEPT,
    NotSentInTime: Icon.STOP,
}


def looking_after_card(message: LookingAfter, language: Language) -> Card:
    return card(
        message,
        language,
        [band(_ICONS[type(message)], phrase(message, "heading", language)), *_body(message, language)],
    )


def _body(message: LookingAfter, language: Language) -> list[Element]:
    match message:
        case Unreached():
            return _unreached(message, language)
        case ChannelUnreached():
            return [_asked_at(message, language), line(phrase(message, "lost", language))]
        case Vacant():
            return _vacant(message, language)
        case DeletionAhead():
            return _deletion(message, language)
        case NotLetIn() | LetInAgain():
            return paragraphs(phrase(message, "body", language, since=day_and_hour(message.since, language)))
        case NotSentInTime():
            return _not_sent_in_time(message, language)
        case _:
            assert_never(message)


def _vacant(message: Vacant, language: Language) -> list[Element]:
    posts = message.posts[:MOST_NAMES]
    more = len(message.posts) - len(posts)
    return [
        line(phrase(message, "about", language)),
        boxed([*(line(vacant_line(post, language)) for post in posts), *_more(message, more, language)]),
        line(phrase(message, "todo", language)),
        line(phrase(message, "only_you", language), subtle=True),
    ]


def _deletion(message: DeletionAhead, language: Language) -> list[Element]:
    return [
        line(phrase(message, "about", language)),
        boxed([line(things_to_go(thing, language), spacing="Small") for thing in message.things]),
        *(line(phrase(message, part, language)) for part in ("own", "hold")),
        line(phrase(message, "only_you", language), subtle=True),
    ]


def things_to_go(thing: ToGo, language: Language) -> str:
    """«Svar: minst 120», or without a number where there are few."""
    return phrase(thing, f"{thing.kind}_{'some' if thing.number else 'few'}", language)


def vacant_line(post: VacantPost, language: Language) -> str:
    part = post.post
    if part in {"leader", "reader", "answering"}:
        how = "observes" if post.observes else "soon"
        part = f"{part}_{how if post.observes or post.is_ahead else 'now'}"
    return phrase(post, part, language, since=day(post.since, language))


def _asked_at(message: Unreached | ChannelUnreached, language: Language) -> Element:
    return line(phrase(message, "about", language, asked_at=day_and_hour(message.asked_at, language)))


def _late(question: LateQuestion, language: Language) -> str:
    return phrase(question, question.tells, language, was_due=day_and_hour(question.was_due, language))


def _unreached(message: Unreached, language: Language) -> list[Element]:
    return [
        _asked_at(message, language),
        *_missing(message, language),
        *_removed(message, language),
        *_strangers(message, language),
        line(phrase(message, "only_you", language), subtle=True),
    ]


def _not_sent_in_time(message: NotSentInTime, language: Language) -> list[Element]:
    """A line per question, at most MOST_NAMES, then the number left out."""
    shown = message.questions[:MOST_NAMES]
    more = len(message.questions) - len(shown)
    return [
        line(phrase(message, "about", language)),
        boxed([*(line(_late(each, language)) for each in shown), *_more(message, more, language)]),
        line(phrase(message, "over", language)),
        line(phrase(message, "why", language)),
        line(phrase(message, "only_you", language), subtle=True),
    ]


def _missing(message: Unreached, language: Language) -> list[Element]:
    how_many = len(message.missing)
    if not how_many:
        return []
    return [
        line(plural_phrase(message, "missing", language, how_many, missing=how_many)),
        *_names(message.missing, language),
        line(phrase(message, "missing_open" if message.is_open else "missing_over", language)),
    ]


def _removed(message: Unreached, language: Language) -> list[Element]:
    match message.tells_of_removed:
        case "nothing":
            parts: tuple[str, ...] = ()
        case "a few":
            parts = ("a_few", "talk")
        case "their number":
            parts = ("number", "talk")
        case "most":
            parts = ("most_others" if message.missing else "most_all", "most_todo")
        case _:
            assert_never(message.tells_of_removed)
    return [line(phrase(message, part, language)) for part in parts]


def _strangers(message: Unreached, language: Language) -> list[Element]:
    if not message.strangers:
        return []
    twice = {name.casefold() for name in message.missing} & {name.casefold() for name in message.strangers}
    return [
        line(phrase(message, "strangers", language)),
        *_names(message.strangers, language),
        line(phrase(message, "strangers_todo", language)),
        *([line(phrase(message, "strangers_twice", language))] if twice else []),
    ]


def _names(names: Sequence[str], language: Language) -> list[Element]:
    """A line per name, at most MOST_NAMES, then the number left out."""
    shown = [line(name, spacing="None") for name in names[:MOST_NAMES]]
    return [boxed([*shown, *_more(Unreached, len(names) - len(shown), language)])]


def _more(message: object, more: int, language: Language) -> list[Element]:
    """How many a list has left out, beneath the others."""
    return [line(phrase(message, "more", language, more=more), subtle=True)] if more else []
