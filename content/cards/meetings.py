"""The cards of meetings: those to come, a meeting with a form, a new meeting, and news of a changed meeting."""

from collections.abc import Iterator
from typing import assert_never

from content.cards.buttons import MOST_ACTIONS, button
from content.cards.card import Card, card
from content.cards.elements import Action, Element, band, line, row
from content.cards.fields import day_field, line_field, list_field, text_field, time_field
from content.cards.icons import Icon
from content.dates import day_and_hour
from content.language import Language
from content.meeting_lines import changed_line, choice_line, outcome_lines
from content.presses import CallOffMeeting, KeepItem, MoveMeeting, OpenNewMeeting, PlanMeeting, RemoveItem, ShowMeeting
from content.vocabulary.meetings import (
    MAY_BE_ANYWAY,
    MeetingChanged,
    MeetingFields,
    MeetingListed,
    MeetingShown,
    MeetingsLed,
    NewMeeting,
)
from content.wording import phrase, plural_phrase

MeetingsCard = MeetingsLed | NewMeeting | MeetingShown | MeetingChanged
_SHOWN = 12  # meetings on a card; a page shows all
_YES = "yes"
_LONGEST_NUMBER = 4
_LONGEST_ITEM = 120


def meetings_card(message: MeetingsCard, language: Language) -> Card:
    match message:
        case MeetingsLed():
            return card(message, language, list(_listed(message, language)), actions=_new(message, language))
        case NewMeeting():
            return card(message, language, list(_blank(message, language)), actions=_plan(message, language))
        case MeetingShown():
            return card(message, language, list(_shown(message, language)), actions=_change(message, language))
        case MeetingChanged():
            body = [band(Icon.REMINDER, message.name), line(changed_line(message, language))]
            return card(message, language, body)
        case _:
            assert_never(message)


def _listed(message: MeetingsLed, language: Language) -> Iterator[Element]:
    yield band(Icon.PEOPLE, phrase(message, "heading", language))
    if not message.meetings:
        yield line(phrase(message, "none", language))
    for one in message.meetings[:_SHOWN]:
        at = day_and_hour(one.at, language)
        yield row([line(one.name, bold=True), line(at, subtle=True)], button(f"{one.name}, {at}", _shows(one)))
    if (more := len(message.meetings) - _SHOWN) > 0:
        yield line(plural_phrase(message, "more", language, more, more=more), subtle=True)


def _shows(one: MeetingListed) -> ShowMeeting:
    return ShowMeeting(one.municipality, one.series, one.group, one.meant)


def _new(message: MeetingsLed, language: Language) -> list[Action]:
    new = phrase(message, "new", language)
    several = len(message.plans) > 1
    titles = ((f"{new} ({name})" if several else new, OpenNewMeeting(place)) for place, name in message.plans)
    return [button(title, press) for title, press in titles][:MOST_ACTIONS]


def _blank(message: NewMeeting, language: Language) -> Iterator[Element]:
    yield band(Icon.PEOPLE, phrase(message, "summary", language), style="accent")
    yield from (line(each, bold=not n) for n, each in enumerate(outcome_lines(message, language)))
    offered = [(one.which, choice_line(one, message.choices, language)) for one in message.choices]
    label, missing = phrase(message, "which", language), phrase(message, "trouble_no_series", language)
    yield list_field("which", label=label, offered=offered, chosen=message.which or offered[0][0], missing=missing)
    yield from _fields(message.fields, language)


def _fields(fields: MeetingFields, language: Language) -> Iterator[Element]:
    label, missing = phrase(NewMeeting, "day", language), phrase(NewMeeting, "trouble_no_day", language)
    yield day_field("day", label=label, day=fields.day, missing=missing)
    label, missing = phrase(NewMeeting, "time", language), phrase(NewMeeting, "trouble_no_time", language)
    yield time_field("time", label=label, time=fields.time, missing=missing)
    for name in ("minutes", "digest", "draft", "prompt"):
        label, text = phrase(NewMeeting, name, language), getattr(fields, name)
        yield line_field(name, label=label, text=text, missing="", longest=_LONGEST_NUMBER)


def _plan(message: NewMeeting, language: Language) -> list[Action]:
    plan = button(phrase(message, "plan", language), PlanMeeting(message.municipality), reads=True)
    anyway = button(phrase(message, "anyway", language), PlanMeeting(message.municipality, anyway=_YES), reads=True)
    return [plan, *([anyway] if message.trouble in MAY_BE_ANYWAY else [])]


def _shown(message: MeetingShown, language: Language) -> Iterator[Element]:
    when = day_and_hour(message.at, language) if message.at is not None else phrase(message, "is_off", language)
    lasts = plural_phrase(message, "minutes", language, message.minutes) if message.at is not None else ""
    yield band(Icon.PEOPLE, message.name, when, lasts)
    yield from (line(each, bold=not n) for n, each in enumerate(outcome_lines(message, language)))
    yield from _items(message, language)
    if message.leads:
        yield line(phrase(message, "items_about", language), subtle=True)
        label, filled = phrase(message, "title", language), message.filled
        yield text_field("item_title", label=label, text=filled.title, missing="", longest=_LONGEST_ITEM)
        label = phrase(message, "lasts", language)
        yield line_field("lasts", label=label, text=filled.lasts, missing="", longest=_LONGEST_NUMBER)
    if message.plans:
        yield line(plural_phrase(message, "people", language, message.people), subtle=True)
        yield from _fields(message.fields, language)


def _items(message: MeetingShown, language: Language) -> Iterator[Element]:
    its = (message.municipality, message.series, message.group, message.meant)
    if message.items:
        yield line(phrase(message, "items", language), bold=True)
    for one in message.items:
        told = line(plural_phrase(one, "row", language, one.minutes))
        yield (
            row([told], button(phrase(one, "remove", language), RemoveItem(*its, one.item))) if message.leads else told
        )
    if message.over:
        yield line(plural_phrase(message, "over", language, message.over), subtle=True)


def _change(message: MeetingShown, language: Language) -> list[Action]:
    named = (message.municipality, message.series, message.group, message.meant)
    add = button(phrase(message, "add", language), KeepItem(*named), reads=True)
    if not message.plans:
        return [add] if message.leads else []
    its = (*named, message.seen)
    move = button(phrase(message, "move", language), MoveMeeting(*its), reads=True)
    off = button(phrase(message, "call_off", language), CallOffMeeting(*its))
    anyway = button(phrase(NewMeeting, "anyway", language), MoveMeeting(*its, anyway=_YES), reads=True)
    return [add, move, *([anyway] if message.trouble in MAY_BE_ANYWAY else []), off]
