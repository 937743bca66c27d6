"""Calendar files (ICS): each event's days in Oslo, from any calendar program."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import Calendar, Event, vDDDTypes

from content.vocabulary.calendar_faults import (
    CalendarFault,
    CutOff,
    EventEndsFirst,
    EventUnreadable,
    EventWrong,
    ForEver,
    NoCalendarFile,
    SeveralRules,
    TooManyEvents,
    TooOften,
)
from dialogs.calendar.instants import local

_BEGINS = re.compile(r"^BEGIN:VEVENT[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_EVENT = re.compile(r"^BEGIN:VEVENT[ \t]*\r?$.*?^END:VEVENT[ \t]*(?=\r?$)", re.IGNORECASE | re.MULTILINE | re.DOTALL)
_THAT_COUNT = "DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|RECURRENCE-ID|SUMMARY|STATUS"
_BROKEN_LINE = re.compile(rf"'({_THAT_COUNT})\b")
_MOST = 100  # occurrences of an event that is not yearly
_MOST_EVENTS = 5_000  # in a file; a skolerute of many years has some hundred
_DAY = timedelta(days=1)
_LAST_MINUTE = (23, 59)
_HORIZON = date(2199, 12, 31)  # yearly events are expanded up to here
_VERY_MANY = 20_000  # occurrences of a yearly event; a rule with more is wrong


class WrongEvent(ValueError):
    """A fault of an event; `line` is the event's first line, 0 for the file as a whole, which has no `name`."""

    def __init__(self, line: int, name: str, why: CalendarFault) -> None:
        super().__init__(why)
        self.line = line
        self.name = name
        self.why = why


class _Wrong(ValueError):
    def __init__(self, why: CalendarFault) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class DatedEvent:
    """`days` are (first, last), both included, of each occurrence; None for an event with a time of day.

    `yearly`: the event repeats every year, and `days` spans very many years. `cancelled`: calendar programs keep such
    events in the file.
    """

    line: int
    name: str
    days: tuple[tuple[date, date], ...] | None
    yearly: bool = False
    cancelled: bool = False


def read_ics(text: str) -> Iterator[DatedEvent | WrongEvent]:
    """Every event of the file, or its fault."""
    lines = [text.count("\n", 0, found.start()) + 1 for found in _BEGINS.finditer(text)]
    try:
        components = _events(text)
    except ValueError as error:
        yield WrongEvent(0, "", NoCalendarFile(str(error)))
        return
    if len(components) != len(lines):
        yield WrongEvent(0, "", CutOff(len(lines), len(components)))
        return
    if len(lines) > _MOST_EVENTS:
        yield WrongEvent(0, "", TooManyEvents(_MOST_EVENTS))
        return
    moved = _moved(components)
    for line, event in zip(lines, components, strict=True):
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            yield DatedEvent(line, _name(event), None, cancelled=True)
        else:
            yield _read(line, event, moved=moved[_uid(event)])


def _events(text: str) -> list[Event]:
    """The file's events. If a time zone or the header is broken, the events are parsed without it."""
    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except ValueError:
        alone = _EVENT.findall(text)
        if not alone:
            raise
        calendars = Calendar.from_ical("\r\n".join(["BEGIN:VCALENDAR", *alone, "END:VCALENDAR", ""]), multiple=True)
    return [event for calendar in calendars for event in calendar.walk("VEVENT") if isinstance(event, Event)]


def _moved(events: Collection[Event]) -> Mapping[str, set[date]]:
    """By UID the days moved or cancelled by an event of its own (RECURRENCE-ID)."""
    moved: dict[str, set[date]] = defaultdict(set)
    for event in events:
        instead_of = event.get("RECURRENCE-ID")
        # An event without UID belongs to no series; a broken RECURRENCE-ID is reported by its own event.
        if _uid(event) and isinstance(instead_of, vDDDTypes):
            moved[_uid(event)].add(_day(instead_of.dt))
    return moved


def _uid(event: Event) -> str:
    return str(event.get("UID", ""))


def _read(line: int, event: Event, *, moved: Collection[date]) -> DatedEvent | WrongEvent:
    name = _name(event)
    try:
        return DatedEvent(line, name, _days(event, moved=moved), yearly=_is_yearly(event))
    except _Wrong as wrong:
        return WrongEvent(line, name, wrong.why)
    except (ValueError, TypeError, OverflowError) as error:  # the parsers raise any of these for nonsense
        return WrongEvent(line, name, EventWrong(name, str(error)))


def _name(event: Event) -> str:
    return " ".join(str(event.get("SUMMARY", "")).split())


def _days(event: Event, *, moved: Collection[date]) -> tuple[tuple[date, date], ...] | None:
    broken = ", ".join(f"{name}: {why}" if name else str(why) for name, why in event.errors if _counts(name, why))
    if broken:
        raise _Wrong(EventUnreadable(_name(event), broken))
    whole = _whole_days(event.start, event.end)
    if whole is None:
        return None
    first, last = whole
    if last < first:
        raise _Wrong(EventEndsFirst(_name(event), last, first))
    days = dict.fromkeys((*_repeated(event, first), *_listed(event, "RDATE")))
    gone = {*_listed(event, "EXDATE"), *(() if "RECURRENCE-ID" in event else moved)}
    return tuple((day, day + (last - first)) for day in sorted(days) if day not in gone)


def _counts(name: str | None, why: str) -> bool:
    """Whether the broken property affects the event's days, and not only its description."""
    return name in _THAT_COUNT.split("|") if name else bool(_BROKEN_LINE.search(why))


def _whole_days(start: date, end: date) -> tuple[date, date] | None:
    """The first and last day (included) of an event of whole days, in its own time zone or in Oslo; else None."""
    if not isinstance(start, datetime) and not isinstance(end, datetime):
        return start, max(end - _DAY, start) if end >= start else end - _DAY
    views: tuple[Callable[[date], datetime], ...] = (_as_written, _in_oslo)
    for view in views:
        begins, ends = view(start), view(end)
        if begins.time() == time.min and (ends.time() == time.min or (ends.hour, ends.minute) == _LAST_MINUTE):
            inclusive = ends.date() - (_DAY if ends.time() == time.min and ends != begins else 0 * _DAY)
            return begins.date(), inclusive
    return None


def _as_written(value: date) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time.min)


def _in_oslo(value: date) -> datetime:
    written = _as_written(value)
    return written if written.tzinfo is None else local(written)


def _is_yearly(event: Event) -> bool:
    rule = event.get("RRULE")
    return rule is not None and not isinstance(rule, list) and "YEARLY" in rule.get("FREQ", ())


def _repeated(event: Event, begins: date) -> list[date]:
    rule = event.get("RRULE")
    if rule is None:
        return [begins]
    if isinstance(rule, list):
        raise _Wrong(SeveralRules(_name(event)))
    ends = rule.get("COUNT") or rule.get("UNTIL")
    if not ends and not _is_yearly(event):
        raise _Wrong(ForEver(_name(event)))
    if rule.get("UNTIL"):
        rule["UNTIL"] = [datetime.combine(_day(rule["UNTIL"][0]), time.max.replace(microsecond=0))]
    days = []
    for moment in rrulestr(rule.to_ical().decode(), dtstart=datetime.combine(begins, time.min)):
        if moment.date() > _HORIZON:
            break
        days.append(moment.date())
        if len(days) > (_VERY_MANY if _is_yearly(event) else _MOST):
            raise _Wrong(TooOften(_name(event), _MOST))
    return days


def _listed(event: Event, name: str) -> frozenset[date]:
    given = event.get(name, [])
    lists = given if isinstance(given, list) else [given]
    return frozenset(_day(value.dt) for some in lists for value in some.dts)


def _day(value: Any) -> date:  # noqa: ANN401 - a date or a datetime, as icalendar has it
    if not isinstance(value, datetime):
        found: date = value
        return found
    return (value if value.time() == time.min else _in_oslo(value)).date()
