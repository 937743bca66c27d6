"""School calendar days and quiet hours of a municipality."""

from dataclasses import dataclass
from datetime import date
from datetime import time as wall_time
from enum import StrEnum

from dialogs.model.people import UnitKind


class DayKind(StrEnum):
    """Why a municipality's day is not one to ask on."""

    CLOSED = "closed"
    PLANNING_DAY = "planning_day"
    EXAM = "exam"


@dataclass(frozen=True)
class OwnDay:
    """A day of a skolerute, for a unit and all below it.

    `year` names the school year (its first) that its event is of, which for August's part of a summer holiday may be
    the one before the day's own. `only` limits it to units of that kind and no other: a kindergarten that is no school.
    """

    unit: str
    year: int
    day: date
    kind: DayKind
    name: str
    only: UnitKind | None = None


@dataclass(frozen=True)
class QuietHours:
    """Local wall times between which nobody is asked, `ends` excluded; over midnight where `ends` is the earlier."""

    begins: wall_time
    ends: wall_time

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"


QUIET = QuietHours(wall_time(17), wall_time(7))
"""Where a municipality has said nothing else."""
