"""The days read from a skolerute, of any format."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.errors import WrongCalendar
from bot.imports.day_names import DayMeaning, Edge
from bot.imports.tables import YEARS, Row
from content.file_words import in_english
from content.vocabulary.file_faults import EndsBefore, Fault
from dialogs.calendar.school_year import Event, holidays_between, summers

_LONGEST = 120  # days; a summer holiday is shorter
_SUMMER = re.compile(r"\bsomm[ae]rferie")
_DAY, _A_WEEK = timedelta(days=1), timedelta(weeks=1)
_FIRST_IN, _LAST_IN = (8,), (6, 7)  # months in which a school year begins and ends


@dataclass(frozen=True)
class Skolerute:
    """`left_out` has a line for each entry whose words do not tell whether the school is closed.

    `by_school` holds events per school, by the name in the file, where the file differs by school.
    """

    events: tuple[Event, ...]
    left_out: tuple[str, ...] = ()
    by_school: tuple[tuple[str, tuple[Event, ...]], ...] = ()


@dataclass
class SkoleruteBuilder:
    """Everything read so far. `first_days` and `last_days` are the school years'.

    `before` are the last school days before other holidays, with names, `after` the first school days after.
    """

    file: str
    faults: list[Fault] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)
    first_days: list[date] = field(default_factory=list)
    last_days: list[date] = field(default_factory=list)
    before: list[tuple[date, str]] = field(default_factory=list)
    after: list[date] = field(default_factory=list)
    by_school: dict[str, tuple[Event, ...]] = field(default_factory=dict)

    def leave_out(self, line: int, words: str, why: object, *, day: date | None = None) -> None:
        said = f"{self.file}, line {line}: {f'{day} ' if day else ''}«{words}» {why}"
        self.left_out.append((line, said))

    def add(self, row: Row, first: date, last: date, meaning: DayMeaning, name: str) -> None:
        """Add a span of days of the same meaning; faults name the row."""
        if meaning.edge and last - first >= _A_WEEK:
            # «Jul (siste skoledag 18. desember)» over a fortnight is no single day.
            self.leave_out(row.line, name, "speaks of a first or last day of school, and lasts longer", day=first)
        elif meaning.edge is Edge.FIRST_DAY:
            is_start = first.month in _FIRST_IN and not meaning.holiday
            (self.first_days if is_start else self.after).append(first)
        elif meaning.edge is Edge.LAST_DAY and last.month in _LAST_IN and not meaning.holiday:
            self.last_days.append(last)
        elif meaning.edge is Edge.LAST_DAY:
            self.before.append((last, meaning.holiday or "Ferie"))
        elif meaning.kind is not None:
            event = Event(first, last, meaning.kind, name, meaning.only)
            _check(row, event)
            self.events.append(event)
            if _SUMMER.search(name.casefold()) and last.month in _LAST_IN and last - first < _A_WEEK:
                # «Sommerferie» given as the first day only.
                self.last_days.append(first - _DAY)

    def build(self) -> Skolerute:
        """Raises WrongCalendar with one line per fault."""
        if self.faults:
            raise WrongCalendar("\n".join(dict.fromkeys(map(in_english, self.faults))))
        left_out = tuple(said for _, said in sorted(self.left_out))
        events = (*self.events, *holidays_between(self.before, self.after, self.events))
        if not events and not any(self.by_school.values()):
            raise WrongCalendar("\n".join([f"{self.file}: there is no closed day in it", *left_out]))
        events += tuple(summers(self.first_days, self.last_days, events))
        return Skolerute(events, left_out, tuple(self.by_school.items()))


def _check(row: Row, event: Event) -> None:
    column, length = "until" if row.cells else "", (event.last - event.first).days
    if length < 0:
        row.fault(column, EndsBefore(event.last, event.first))
    elif length > _LONGEST:
        row.fault(column, f"from {event.first} to {event.last} is more than {_LONGEST} days; is the year right?")
    elif event.first.year not in YEARS:
        row.fault(column, f"{event.first} is too far away; is the year right?")
