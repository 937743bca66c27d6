"""Calendar files (ICS): each event's days in Oslo, whichever calendar program wrote it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import Calendar, Event

from dialogs.calendar import local

_BEGINS = re.compile(r"^BEGIN:VEVENT[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_MOST = 100  # days an event may repeat on
_DAY = timedelta(days=1)


class WrongEvent(ValueError):
    """What is wrong with one event; `line` is where it begins, 0 for the file as a whole."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line


@dataclass(frozen=True)
class DatedEvent:
    """`days` are the first and last day (included) of each time it happens; none: it has a time of day."""

    line: int
    name: str
    days: tuple[tuple[date, date], ...]


def read_ics(text: str) -> Iterator[DatedEvent | WrongEvent]:
    """Every event of the file, or what is wrong with it."""
    lines = [text.count("\n", 0, found.start()) + 1 for found in _BEGINS.finditer(text)]
    try:
        components = _events(text)
    except ValueError as error:
        yield WrongEvent(0, f"this is not a calendar file: {error}")
        return
    if len(components) != len(lines):
        yield WrongEvent(0, f"{len(lines)} events begin in the file and {len(components)} end; is it cut off?")
        return
    for line, event in zip(lines, components, strict=True):
        # Calendar programs leave what was called off in the file.
        if str(event.get("STATUS", "")).upper() != "CANCELLED":
            yield _read(line, event)


def _events(text: str) -> list[Event]:
    calendars = Calendar.from_ical(text, multiple=True)
    return [event for calendar in calendars for event in calendar.walk("VEVENT") if isinstance(event, Event)]


def _read(line: int, event: Event) -> DatedEvent | WrongEvent:
    name = " ".join(str(event.get("SUMMARY", "")).split())
    try:
        return DatedEvent(line, name, _days(event))
    except (ValueError, TypeError, OverflowError) as error:  # the parsers raise each of them for what makes no sense
        return WrongEvent(line, f"«{name}»: {error}" if name else str(error))


def _days(event: Event) -> tuple[tuple[date, date], ...]:
    broken = ", ".join(f"{name}: {why}" for name, why in event.errors)
    if broken:
        raise ValueError(f"this cannot be read ({broken})")
    if "RDATE" in event or "RECURRENCE-ID" in event:
        raise ValueError("it repeats on dates of its own (RDATE, RECURRENCE-ID); give each an event of its own")
    first, end = event.start, event.end
    if not (_is_midnight(first) and _is_midnight(end)):
        return ()
    begins, ends = _day(first), _day(end)
    if ends < begins:
        raise ValueError(f"it ends on {ends - _DAY}, before it begins on {begins}")
    length = max(ends - begins, _DAY) - _DAY  # DTEND is the day after, but some write the same day
    return tuple((day, day + length) for day in _repeated(event, begins))


def _repeated(event: Event, begins: date) -> list[date]:
    rule = event.get("RRULE")
    if rule is None:
        return [begins]
    if isinstance(rule, list):
        raise ValueError("it repeats by several rules (RRULE); give each an event of its own")  # noqa: TRY004 - the file's
    if not rule.get("COUNT") and not rule.get("UNTIL"):
        raise ValueError("it repeats for ever (RRULE); give the rule an end, or each day an event of its own")
    if rule.get("UNTIL"):
        rule["UNTIL"] = [datetime.combine(_day(rule["UNTIL"][0]), time.max.replace(microsecond=0))]
    days = []
    for moment in rrulestr(rule.to_ical().decode(), dtstart=datetime.combine(begins, time.min)):
        days.append(moment.date())
        if len(days) > _MOST:
            raise ValueError(f"it repeats (RRULE) on more than {_MOST} days; is its end right?")
    left_out = _left_out(event)
    return [day for day in days if day not in left_out]


def _left_out(event: Event) -> frozenset[date]:
    given = event.get("EXDATE", [])
    lists = given if isinstance(given, list) else [given]
    return frozenset(_day(one.dt) for some in lists for one in some.dts)


def _is_midnight(value: date) -> bool:
    """Some programs write a whole day as lasting from midnight to midnight."""
    return not isinstance(value, datetime) or _wall(value).time() == time.min


def _day(value: Any) -> date:  # noqa: ANN401 - a date or a datetime, as icalendar has it
    found: date = _wall(value).date() if isinstance(value, datetime) else value
    return found


def _wall(value: datetime) -> datetime:
    return value if value.tzinfo is None else local(value)
