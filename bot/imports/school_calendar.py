"""A skolerute as a calendar file (ICS) or a table (CSV); every fault is found before any is told."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from bot.errors import WrongCalendar
from bot.imports.day_names import kind_named
from bot.imports.ics import DatedEvent, WrongEvent, read_ics
from bot.imports.tables import YEARS, Fault, Row, read_table, read_text
from dialogs.model import DayKind, QuietHours
from dialogs.school_year import Event

_HOURS = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})\s*[-–]\s*([0-9]{1,2})[:.]([0-9]{2})")
_LONGEST = 120  # days; a summer holiday is well within


@dataclass(frozen=True)
class Skolerute:
    """`left_out` tells of the events that nobody can tell from their words whether they close a day, a line each."""

    events: tuple[Event, ...]
    left_out: tuple[str, ...] = ()


def read_school_calendar(path: Path) -> Skolerute:
    """Raises WrongCalendar with one line for each fault there is."""
    faults: list[Fault] = []
    text = read_text(path, faults)
    is_ics = text is not None and text.lstrip("\ufeff \r\n").upper().startswith("BEGIN:")
    found = _of_calendar(path.name, text, faults) if text and is_ics else Skolerute(tuple(_of_table(path, faults)))
    if faults:
        raise WrongCalendar("\n".join(dict.fromkeys(map(str, faults))))
    if not found.events:
        raise WrongCalendar("\n".join([f"{path.name}: there is no closed day in it", *found.left_out]))
    return found


def _of_calendar(file: str, text: str, faults: list[Fault]) -> Skolerute:
    events: list[Event] = []
    left_out: list[str] = []
    for found in read_ics(text):
        if isinstance(found, WrongEvent):
            faults.append(Fault(file, found.line, "", str(found)))
            continue
        try:
            kind = kind_named(found.name) if found.days else None
        except LookupError:
            left_out += [f"{_where(file, found)} is neither a day off, a planning day nor an exam by its words"]
            continue
        if not found.days:
            left_out.append(f"{_where(file, found)} has a time of day")
        elif kind is not None:
            events += _events(Row(file, found.line, {}, faults), found, kind)
    return Skolerute(tuple(events), tuple(left_out))


def _events(row: Row, found: DatedEvent, kind: DayKind) -> Iterator[Event]:
    for first, last in found.days:
        event = Event(first, last, kind, found.name)
        _check(row, "", event)
        yield event


def _where(file: str, found: DatedEvent) -> str:
    days = f"{found.days[0][0]} " if found.days else ""
    return f"{file}, line {found.line}: {days}«{found.name}»"


def _of_table(path: Path, faults: list[Fault]) -> Iterator[Event]:
    table = read_table(path, required=("date", "kind"), optional=("until", "name"), faults=faults)
    for row in table.rows:
        first, last = row.day("date"), row.day("until")
        kind = row.choice("kind", DayKind, a="a kind of day")
        if not row.raw("date"):
            row.wrong("date", "a day is missing; write it as 2026-10-05 or 05.10.2026")
        if first:
            # What is told of a row with a fault is never used, but its other faults are looked for.
            kind = kind or DayKind.CLOSED
            event = Event(first, last or first, kind, " ".join(row.raw("name").split()) or kind.value)
            _check(row, "until", event)
            yield event


def _check(row: Row, column: str, event: Event) -> None:
    length = (event.last - event.first).days
    if length < 0:
        row.wrong(column, f"{event.last} is before {event.first}, where it begins")
    elif length > _LONGEST:
        row.wrong(column, f"from {event.first} to {event.last} is more than {_LONGEST} days; is the year right?")
    elif event.first.year not in YEARS:
        row.wrong(column, f"{event.first} is too far away; is the year right?")


def read_quiet_hours(text: str) -> QuietHours:
    """Raises WrongCalendar."""
    found = _HOURS.fullmatch(text.strip())
    try:
        begins, ends = (time(int(found[n]), int(found[n + 1])) for n in (1, 3)) if found else (time(), time())
    except ValueError:
        begins = ends = time()
    if begins == ends:
        raise WrongCalendar(f'"{text}" is not a time of the day to be quiet in; write it as 17:00-07:00, in local time')
    return QuietHours(begins, ends)
