"""What is found in a skolerute, whatever kind of file it is."""

from dataclasses import dataclass, field
from datetime import date

from bot.errors import WrongCalendar
from bot.imports.day_names import DayMeaning, Edge
from bot.imports.tables import YEARS, Fault, Row
from dialogs.school_year import Event, summers

_LONGEST = 120  # days; a summer holiday is well within
_FIRST_IN, _LAST_IN = (8, 9), (5, 6, 7)  # months in which a school year begins and ends


@dataclass(frozen=True)
class Skolerute:
    """`left_out` tells of what nobody can tell from its words whether it closes a day, a line each.

    `by_school` are the events of each school by the name it has in the file, where the file is not for all of them.
    """

    events: tuple[Event, ...]
    left_out: tuple[str, ...] = ()
    by_school: tuple[tuple[str, tuple[Event, ...]], ...] = ()


@dataclass
class Reading:
    """What has been found in a file so far. `first_days` and `last_days` are those of the school years."""

    file: str
    faults: list[Fault] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    first_days: list[date] = field(default_factory=list)
    last_days: list[date] = field(default_factory=list)
    by_school: dict[str, tuple[Event, ...]] = field(default_factory=dict)

    def leave_out(self, line: int, words: str, why: object, *, day: date | None = None) -> None:
        self.left_out.append(f"{self.file}, line {line}: {f'{day} ' if day else ''}«{words}» {why}")

    def take(self, row: Row, first: date, last: date, meaning: DayMeaning, name: str) -> None:
        """A day or span of a meaning; what is wrong with it is told of the row."""
        if meaning.edge is Edge.FIRST_DAY and first.month in _FIRST_IN:
            self.first_days.append(first)
        elif meaning.edge is Edge.LAST_DAY and last.month in _LAST_IN:
            self.last_days.append(last)
        elif meaning.kind is not None:
            event = Event(first, last, meaning.kind, name, meaning.only)
            _check(row, event)
            self.events.append(event)

    def skolerute(self) -> Skolerute:
        """Raises WrongCalendar with one line for each fault there is."""
        if self.faults:
            raise WrongCalendar("\n".join(dict.fromkeys(map(str, self.faults))))
        if not self.events and not any(self.by_school.values()):
            raise WrongCalendar("\n".join([f"{self.file}: there is no closed day in it", *self.left_out]))
        events = (*self.events, *summers(self.first_days, self.last_days, self.events))
        return Skolerute(events, tuple(self.left_out), tuple(self.by_school.items()))


def _check(row: Row, event: Event) -> None:
    column, length = "until" if row.cells else "", (event.last - event.first).days
    if length < 0:
        row.wrong(column, f"{event.last} is before {event.first}, where it begins")
    elif length > _LONGEST:
        row.wrong(column, f"from {event.first} to {event.last} is more than {_LONGEST} days; is the year right?")
    elif event.first.year not in YEARS:
        row.wrong(column, f"{event.first} is too far away; is the year right?")
