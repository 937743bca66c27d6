"""The page of a municipality's school year: the days off as they stand, and what a new skolerute would change."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from content.vocabulary.calendar_faults import CalendarFault, CalendarRemark, LeftOut, NamedElsewhere
from content.vocabulary.file_faults import Fault
from content.vocabulary.series_pages import SeriesNamed
from content.vocabulary.uploads import FileNotTaken

Way = Literal["file", "paste", "day", "undo"]
"""What somebody brings: a file, the text of a web page, a single day or period, or the wish to undo."""


class YearDone(StrEnum):
    TAKEN = "taken"
    SAME = "same"  # everything was so already
    UNDONE = "undone"


@dataclass(frozen=True)
class YearOutcome:
    """What a form has done, as its page tells."""

    done: YearDone


@dataclass(frozen=True)
class DaysShown:
    """Days off in a row with the same name. `only`: for kindergartens alone."""

    first: date
    last: date
    name: str
    kind: Literal["closed", "planning_day", "exam"]
    only: bool = False


@dataclass(frozen=True)
class UnitYear:
    """A unit's own days of a school year, and where the days came from: "" and None where that is not known."""

    unit: str
    name: str
    days: tuple[DaysShown, ...]
    source: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class YearShown:
    """A school year of a municipality. `told`: it has a skolerute, of its own or of its schools."""

    year: int
    label: str
    units: tuple[UnitYear, ...]
    told: bool


@dataclass(frozen=True)
class UnitChoice:
    """A unit whose days the visitor may set."""

    unit: str
    name: str


@dataclass(frozen=True)
class UndoChoice:
    """A change that can still be undone; `unit` is the name of a unit whose days it changed."""

    number: int
    source: str
    at: datetime
    unit: str


@dataclass(frozen=True)
class YearForm:
    """What was filled in. `first`, `last` and `was` are days as written; `was` is where the day was before.

    `undoes` is the number of the change to undo.
    """

    way: Way = "file"
    unit: str = ""
    adds: bool = False
    text: str = field(default="", repr=False)
    name: str = ""
    kind: str = "planning_day"
    first: str = ""
    last: str = ""
    was: str = ""
    out: bool = False
    undoes: int = 0


@dataclass(frozen=True)
class SchoolYearsPage:
    """The municipalities whose school year the visitor may set, each as (id, name)."""

    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SchoolYearPage:
    """`undo` are the changes that can still be undone, the latest first. `name` is the municipality's."""

    municipality: str
    name: str
    years: tuple[YearShown, ...]
    choices: tuple[UnitChoice, ...]
    undo: tuple[UndoChoice, ...] = ()
    outcome: YearOutcome | None = None
    form: YearForm = YearForm()
    faults: tuple[Fault | CalendarFault, ...] = ()
    refused: FileNotTaken | None = None
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class DaysChanged:
    """`before` is the former name of days that change theirs."""

    how: Literal["added", "changed", "ended"]
    unit: str
    days: DaysShown
    before: str = ""


@dataclass(frozen=True)
class SessionMoved:
    """A session of a group that the new days move. `day_off` is the name of the day off that it met."""

    how: Literal["moved", "back", "skipped"]
    series: SeriesNamed
    group: str
    before: datetime
    after: datetime
    day_off: str = ""
    too_near: bool = False


@dataclass(frozen=True)
class PackMoved:
    """The pack ahead of a group's meeting is sent at another time."""

    group: str
    meeting: datetime
    before: datetime
    after: datetime


@dataclass(frozen=True)
class SchoolYearPreviewPage:
    """What would change. `ready` is what was read, and `mark` what was shown: both come back with «Ta i bruk».

    `again`: something has changed since the last preview was shown. `unit` is the name of the only unit that the order
    is for, and `is_of_school` tells that the unit is not the municipality. `begins` are the first days off of a file.
    """

    municipality: str
    name: str
    changes: tuple[DaysChanged, ...]
    moved: tuple[SessionMoved, ...]
    packs: tuple[PackMoved, ...]
    remarks: tuple[CalendarRemark, ...]
    left_out: tuple[LeftOut, ...]
    years: tuple[str, ...]
    ready: str
    mark: str
    is_undo: bool = False
    again: bool = False
    unit: str = ""
    is_of_school: bool = False
    begins: tuple[DaysShown, ...] = ()
    elsewhere: NamedElsewhere | None = None
