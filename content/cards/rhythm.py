"""The cards of a person's own rhythm: reminders and a pause."""

from typing import assert_never

from content.cards.buttons import button, command_button
from content.cards.card import Card, card
from content.cards.elements import Action, Element, band, line
from content.cards.icons import Icon
from content.dates import day, span
from content.language import Language
from content.presses import ChooseReminders, EndPause, TakePause
from content.vocabulary.rhythm import (
    DayAsked,
    NoSuchHoliday,
    PauseAsked,
    Paused,
    PauseEnded,
    RhythmChosen,
)
from content.wording import phrase

RhythmCard = RhythmChosen | PauseAsked | Paused | PauseEnded | DayAsked | NoSuchHoliday

_MOST_REMINDERS = 2
_WEEK, _FORTNIGHT, _MONTH = 7, 14, 28  # days


def rhythm_card(message: RhythmCard, language: Language) -> Card:
    match message:
        case RhythmChosen():
            return _chosen(message, language)
        case PauseAsked():
            return _asked(message, language)
        case Paused():
            until = phrase(message, "until", language, until=day(message.until, language))
            head = band(Icon.PAUSE, phrase(message, "heading", language), until)
            body = [head, line(phrase(message, "body", language))]
            return card(message, language, body, actions=[button(phrase(message, "end", language), EndPause())])
        case PauseEnded():
            body = [_head(message, language), line(phrase(message, "body", language))]
            return card(message, language, body, actions=[command_button("week", language)])
        case DayAsked():
            return _day_asked(message, language)
        case NoSuchHoliday():
            return _lengths(message, language, line(phrase(message, message.holiday, language)))
        case _:
            assert_never(message)


def _chosen(message: RhythmChosen, language: Language) -> Card:
    """The reader's own number of reminders has no button."""
    body = [_head(message, language), line(phrase(message, f"number_{message.number}", language))]
    if message.until is not None:
        body.append(line(phrase(message, "paused", language, until=day(message.until, language))))
    body.append(line(phrase(message, "private", language), subtle=True))
    numbers = (number for number in range(_MOST_REMINDERS + 1) if number != message.number)
    choices = [button(phrase(message, f"choose_{number}", language), ChooseReminders(number)) for number in numbers]
    return card(message, language, body, actions=[*choices, *_pauses(message, language)])


def _pauses(message: RhythmChosen, language: Language) -> list[Action]:
    if message.until is not None:
        return [button(phrase(message, "end", language), EndPause())]
    return [
        button(phrase(message, "week", language), TakePause(_WEEK)),
        button(phrase(message, "fortnight", language), TakePause(_FORTNIGHT)),
    ]


def _asked(message: PauseAsked, language: Language) -> Card:
    return _lengths(message, language, *(line(phrase(message, part, language)) for part in ("body", "date")))


def _lengths(message: PauseAsked | NoSuchHoliday, language: Language, *told: Element) -> Card:
    lengths = {"week": _WEEK, "fortnight": _FORTNIGHT, "month": _MONTH}
    actions = [button(phrase(PauseAsked, name, language), TakePause(days)) for name, days in lengths.items()]
    return card(message, language, [_head(message, language), *told], actions=actions)


def _day_asked(message: DayAsked, language: Language) -> Card:
    days = (message.first, message.second)
    actions = [
        command_button("pause", language, argument=each.isoformat(), title=span(each, each, language)) for each in days
    ]
    body = [_head(message, language), line(phrase(message, "body", language))]
    return card(message, language, body, actions=actions)


def _head(message: RhythmCard, language: Language) -> Element:
    icon = Icon.REMINDER if isinstance(message, RhythmChosen | PauseEnded) else Icon.PAUSE
    return band(icon, phrase(message, "heading", language))
