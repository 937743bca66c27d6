"""The days read from a skolerute, of any format."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.errors import WrongCalendar
from bot.imports.day_names import DayMeaning, Edge
from bot.imports.tables import YEARS, Row
from content.vocabulary.calendar_faults import (
    Contradicted,
    FarAway,
    LeftOut,
    NothingClosed,
    TooManyDays,
    WhyLeftOut,
)
from content.vocabulary.file_faults import EndsBefore, Fault
from dialogs.calendar.orders import Skolerute
from dialogs.calendar.school_year import Event, holidays_between, summers
from dialogs.model import CalendarSource

_LONGEST = 120  # days; a summer holiday is shorter
_SUMMER = re.compile(r"\bsomm[ae]rferie")
_DAY, _A_WEEK = timedelta(days=1), timedelta(weeks=1)
_FIRST_IN, _LAST_IN = (8,), (6, 7)  # months in which a school year begins and ends


@dataclass
class SkoleruteBuilder:
    """Everything read so far. `first_days` and `last_days` are the school years'.

    `before` are the last school days before other holidays, with names, `after` the first school days after. `titles`
    may tell whose skolerute the file is.
    """

    file: str
    source: CalendarSource = CalendarSource.TABLE
    faults: list[Fault] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    first_days: list[date] = field(default_factory=list)
    last_days: list[date] = field(default_factory=list)
    before: list[tuple[date, str]] = field(default_factory=list)
    after: list[date] = field(default_factory=list)
    by_school: dict[str, tuple[Event, ...]] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)

    def leave_out(self, line: int, words: str, why: WhyLeftOut | Contradicted, *, day: date | None = None) -> None:
        self.left_out.append(LeftOut(self.file, line, words, why, day))

    def add(self, row: Row, first: date, last: date, meaning: DayMeaning, name: str) -> None:
        """Add a span of days of the same meaning; faults name the row."""
        if meaning.edge and last - first >= _A_WEEK:
            # «Jul (siste skoledag 18. desember)» over a fortnight is no single day.
            self.leave_out(row.line, name, WhyLeftOut.LASTS_LONGER, day=first)
        elif meaning.edge is Edge.FIRST_DAY:
            is_start = first.month in _FIRST_IN and not meaning.holiday
            (self.first_days if is_start else self.after).append(first)
        elif meaning.edge is Edge.LAST_DAY and last.month in _LAST_IN and not meaning.holiday:
            self.last_days.append(last)
        elif meaning.edge is Edge.LAST_DAY:
            self.before.append((last, meaning.holiday or "Ferie"))
        elif meaning.kind is not None:
            event = Event(first, last, meaning.kind, name, meaning.only, row.line)
            _check(row, event)
            self.events.append(event)
            if _SUMMER.search(name.casefold()) and last.month in _LAST_IN and last - first < _A_WEEK:
                # «Sommerferie» given as the first day only.
                self.last_days.append(first - _DAY)

    def build(self) -> Skolerute:
        """Raises WrongCalendar with one line per fault."""
        if self.faults:
            raise WrongCalendar(self.faults)
        left_out = tuple(sorted(self.left_out, key=lambda one: (one.line, one.words)))
        events = (*self.events, *holidays_between(self.before, self.after, self.events))
        if not events and not any(self.by_school.values()):
            raise WrongCalendar([Fault(self.file, 0, "", NothingClosed())], left_out)
        events += tuple(summers(self.first_days, self.last_days, events))
        return Skolerute(
            events, left_out, tuple(self.by_school.items()), self.source, tuple(dict.fromkeys(self.titles))
        )


def municipalities_in(rows: Collection[Row]) -> list[str]:
    """The names in the column of municipalities, where the file has the column."""
    return list(dict.fromkeys(name for row in rows if (name := row.raw("kommune"))))


def _check(row: Row, event: Event) -> None:
    column, length = "until" if row.cells else "", (event.last - event.first).days
    if length < 0:
        row.fault(column, EndsBefore(event.last, event.first))
    elif length > _LONGEST:
        row.fault(column, TooManyDays(event.first, event.last, _LONGEST))
    elif event.first.year not in YEARS:
        row.fault(column, FarAway(event.first))
