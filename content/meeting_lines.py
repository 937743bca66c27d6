"""Sentences about meetings, the same on cards and pages: what a change came to, and what people are told of it."""

from collections.abc import Iterator, Sequence

from content.dates import day_and_hour
from content.language import Language
from content.plan_words import WEEKEND, fault_line, why_closed
from content.series_lines import series_name
from content.vocabulary.meetings import MeetingChanged, MeetingChoice, MeetingShown, MeetingTrouble, NewMeeting
from content.wording import phrase


def outcome_lines(message: NewMeeting | MeetingShown, language: Language) -> Iterator[str]:
    """What was done, or that nothing was and why."""
    if isinstance(message, MeetingShown) and message.done is not None:
        yield phrase(message, f"done_{message.done}", language)
    if message.trouble is None:
        return
    yield phrase(NewMeeting, "not_done", language)
    if message.trouble is MeetingTrouble.DAY_OFF and message.day_off == WEEKEND:
        yield phrase(NewMeeting, "trouble_weekend", language)
    elif message.trouble is MeetingTrouble.NOT_READ:
        yield from (fault_line(one, language) for one in message.faults)
    else:
        yield phrase(NewMeeting, f"trouble_{message.trouble}", language, day_off=why_closed(message.day_off, language))


def choice_line(one: MeetingChoice, among: Sequence[MeetingChoice], language: Language) -> str:
    """The group; with the themes of the series where the group has several."""
    if [other.group for other in among].count(one.group) == 1:
        return one.group
    return f"{one.group} – {series_name(one.named, language)}"


def changed_line(message: MeetingChanged, language: Language) -> str:
    was = day_and_hour(message.was, language)
    if message.at is None:
        return phrase(message, "off", language, was=was)
    return phrase(message, "moved", language, was=was, at=day_and_hour(message.at, language))
