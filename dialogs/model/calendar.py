"""School calendar days and quiet hours of a municipality."""

from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as wall_time
from enum import StrEnum

from dialogs.model.people import UnitKind


class DayKind(StrEnum):
    """Why nobody is asked on a municipality's own day."""

    CLOSED = "closed"
    PLANNING_DAY = "planning_day"
    EXAM = "exam"


@dataclass(frozen=True)
class OwnDay:
    """A day of a skolerute, for a unit and all units below.

    `year` is the first calendar year of the event's school year; for an August day of a summer holiday it may be the
    year before the day's own. `only`: the day applies to no other kind of unit, as with a kindergarten apart from a
    school.
    """

    unit: str
    year: int
    day: date
    kind: DayKind
    name: str
    only: UnitKind | None = None


class CalendarSource(StrEnum):
    """Where a unit's days of a school year came from."""

    CALENDAR_FILE = "calendar_file"
    TABLE = "table"
    OPEN_DATA = "open_data"
    PAGE = "page"  # the text of a web page
    BY_HAND = "by_hand"
    TAKEN_BACK = "taken_back"  # the days before a change that was undone


BY_PEOPLE = frozenset({CalendarSource.BY_HAND, CalendarSource.TAKEN_BACK})
"""Sources that are no skolerute."""


@dataclass(frozen=True)
class CalendarChange:
    """A change of a unit's days of a school year. `former` are the days before.

    `number` is shared by the parts of one change, and higher for later ones.
    """

    unit: str
    year: int
    at: datetime
    source: CalendarSource
    former: tuple[OwnDay, ...]
    number: int = 0


@dataclass(frozen=True)
class QuietHours:
    """Local wall times between which nobody is asked, `ends` excluded; across midnight where `ends` is the earlier."""

    begins: wall_time
    ends: wall_time

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"


QUIET = QuietHours(wall_time(17), wall_time(7))
"""Where a municipality has said nothing else."""
