"""The cards of a person's own choices: reminders, a pause, a language."""

from typing import assert_never

from content.cards.elements import Action, Card, Element, band, button, card, command_button, line
from content.cards.icons import Icon
from content.dates import day
from content.language import Language
from content.presses import ChooseReminders, EndPause, TakePause
from content.vocabulary.rhythm import LanguageAsked, LanguageChosen, PauseAsked, Paused, PauseEnded, RhythmChosen
from content.wording import phrase

RhythmCard = RhythmChosen | PauseAsked | Paused | PauseEnded | LanguageAsked | LanguageChosen

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
        case LanguageAsked():
            return _language_asked(message, language)
        case LanguageChosen():
            body = [_head(message, language), line(phrase(message, "body", language))]
            ways_on = [command_button(each, language) for each in ("week", "language")]
            return card(message, language, body, actions=ways_on)
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
    body = [_head(message, language), *(line(phrase(message, part, language)) for part in ("body", "date"))]
    lengths = {"week": _WEEK, "fortnight": _FORTNIGHT, "month": _MONTH}
    actions = [button(phrase(message, name, language), TakePause(days)) for name, days in lengths.items()]
    return card(message, language, body, actions=actions)


def _language_asked(message: LanguageAsked, language: Language) -> Card:
    """Each language is called by its own name; the one chosen by the reader has no button."""
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


def _head(message: RhythmCard, language: Language) -> Element:
    match message:
        case PauseAsked() | Paused():
            icon = Icon.PAUSE
        case LanguageAsked() | LanguageChosen():
            icon = Icon.NOTE
        case _:
            icon = Icon.REMINDER
    return band(icon, phrase(message, "heading", language))
