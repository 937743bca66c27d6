"""What stands in the way of a skolerute, and what to know of one; operators read the English words."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal


@dataclass(frozen=True)
class NoSuchUnit:
    """`near` is the unit that was likely meant, "" for none."""

    municipality: str
    written: str
    near: str = ""


@dataclass(frozen=True)
class NoSchoolFound:
    """No school of the file is a unit of the municipality, or one that the order is for."""

    schools: tuple[str, ...]


@dataclass(frozen=True)
class SeveralAreOne:
    """Several schools of the file have the unit's name."""

    unit: str
    schools: tuple[str, ...]


@dataclass(frozen=True)
class NothingThere:
    """No day that could be taken out is stored."""


@dataclass(frozen=True)
class NothingToUndo:
    """No change of the last day is left to undo."""


OrderFault = NoSuchUnit | NoSchoolFound | SeveralAreOne | NothingThere | NothingToUndo

Holiday = Literal["autumn", "christmas", "winter", "easter"]


@dataclass(frozen=True)
class HolidayMissing:
    """A holiday that every school has, and no skolerute of the unit tells of. `years` is «2026–27»."""

    unit: str
    years: str
    holiday: Holiday


@dataclass(frozen=True)
class SchoolUnknown:
    """A school of the file that is no unit. `near` is a unit with a name like it, "" for none."""

    written: str
    near: str = ""


@dataclass(frozen=True)
class SchoolUnclear:
    """A school of the file that may be several units."""

    written: str
    could_be: tuple[str, ...]


@dataclass(frozen=True)
class OthersLeftOut:
    """The file speaks of other schools too, whose days are not the order's."""

    schools: int


@dataclass(frozen=True)
class NamedElsewhere:
    """The file's own name or title is another municipality's or school's than the `unit` that the order is for."""

    named: str
    unit: str


@dataclass(frozen=True)
class DaysShared:
    """So many days of a unit's file are the municipality's days too, and are not stored again."""

    unit: str
    days: int


@dataclass(frozen=True)
class ClosedAnyway:
    """Days of the municipality's skolerute that a unit's file does not have."""

    unit: str
    name: str
    first: date
    last: date


@dataclass(frozen=True)
class YearsOver:
    """Every school year of the file is over; `years` is «2019–20»."""

    years: str


@dataclass(frozen=True)
class DayChangedSince:
    """A day that somebody has changed after the change that is undone: the day stays as it is."""

    unit: str
    name: str
    day: date


@dataclass(frozen=True)
class NameLeftOut:
    """A day's name that may point at a person: the day is taken without. `line` is the file's, 0 for no file."""

    words: str
    day: date
    line: int = 0


UnknownSchool = SchoolUnknown | SchoolUnclear
CalendarRemark = (
    HolidayMissing
    | SchoolUnknown
    | SchoolUnclear
    | OthersLeftOut
    | NameLeftOut
    | NamedElsewhere
    | DaysShared
    | ClosedAnyway
    | DayChangedSince
    | YearsOver
)


# A line of a file


class WhyLeftOut(StrEnum):
    """Why a line, or an entry of a calendar, closes no day."""

    TIME_OF_DAY = "time_of_day"
    UNKNOWN = "unknown"
    ONLY_SFO = "only_sfo"
    PART_OF_DAY = "part_of_day"
    SOME_GRADES = "some_grades"
    OTHERS = "others"
    NO_DAY = "no_day"
    NO_WORDS = "no_words"
    ABOVE_OR_BELOW = "above_or_below"
    FROM_TO = "from_to"
    LASTS_LONGER = "lasts_longer"
    LOST_LETTERS = "lost_letters"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class DayNotThere:
    written: str


@dataclass(frozen=True)
class OtherWeekday:
    """`weekday` is a number from 0, Monday; `written` is the weekday as in the file."""

    day: date
    weekday: int
    written: str


@dataclass(frozen=True)
class DaysBackwards:
    last: date
    first: date


@dataclass(frozen=True)
class NoSuchWeek:
    week: int


@dataclass(frozen=True)
class OtherWeek:
    day: date
    week: int
    weeks: tuple[int, ...]


Contradicted = DayNotThere | OtherWeekday | DaysBackwards | NoSuchWeek | OtherWeek


@dataclass(frozen=True)
class LeftOut:
    """An entry of the file `file` that closes no day: `words` are the file's. `line` is 0 for no line."""

    file: str
    line: int
    words: str
    why: WhyLeftOut | Contradicted
    day: date | None = None


# What makes a file no skolerute


@dataclass(frozen=True)
class NoCalendarFile:
    """`why` is what the parser says, in English."""

    why: str


@dataclass(frozen=True)
class CutOff:
    begun: int
    ended: int


@dataclass(frozen=True)
class TooManyEvents:
    most: int


@dataclass(frozen=True)
class OfEvent:
    """What stands before a fault of the event."""

    event: str


@dataclass(frozen=True)
class EventUnreadable:
    """`broken` are the properties of the event that cannot be read."""

    event: str
    broken: str


@dataclass(frozen=True)
class EventWrong:
    """`why` is what the parser says, in English."""

    event: str
    why: str


@dataclass(frozen=True)
class EventEndsFirst:
    event: str
    last: date
    first: date


@dataclass(frozen=True)
class SeveralRules:
    event: str


@dataclass(frozen=True)
class ForEver:
    event: str


@dataclass(frozen=True)
class TooOften:
    event: str
    most: int


@dataclass(frozen=True)
class DayNeeded:
    """A row without a day."""


@dataclass(frozen=True)
class TooManyDays:
    first: date
    last: date
    most: int


@dataclass(frozen=True)
class FarAway:
    day: date


@dataclass(frozen=True)
class WhichYear:
    """The page does not say which school year it is for."""


@dataclass(frozen=True)
class NothingClosed:
    """No closed day is in the file."""


@dataclass(frozen=True)
class SaidOtherwise:
    line: int
    school: str
    day: date


@dataclass(frozen=True)
class YesOrNo:
    written: str


@dataclass(frozen=True)
class NoName:
    """The day off has no name."""


@dataclass(frozen=True)
class NameNotTaken:
    """A day's name, written by hand, that may point at a person."""

    words: str


@dataclass(frozen=True)
class NamesNotJudged:
    """The guard could not look at the names of the days."""


@dataclass(frozen=True)
class NotADayWritten:
    """A field of the form that is no day."""

    written: str


@dataclass(frozen=True)
class ReadyLost:
    """What was read of a file cannot be read any more: a form from before an update, or made by hand."""


@dataclass(frozen=True)
class NotHours:
    """What should be quiet hours is none."""

    written: str


@dataclass(frozen=True)
class TooMuchText:
    """`most` is in characters."""

    most: int


@dataclass(frozen=True)
class TooLargeForDays:
    """A file of more than days off; `most` is in megabytes."""

    most: int


@dataclass(frozen=True)
class TableWithoutDays:
    """A table whose first line names no column of dates, or none of what the days are."""


CalendarFault = (
    OrderFault
    | NoCalendarFile
    | CutOff
    | TooManyEvents
    | EventUnreadable
    | EventWrong
    | EventEndsFirst
    | SeveralRules
    | ForEver
    | TooOften
    | DayNeeded
    | TooManyDays
    | DaysBackwards
    | FarAway
    | WhichYear
    | NothingClosed
    | SaidOtherwise
    | YesOrNo
    | TooMuchText
    | TooLargeForDays
    | TableWithoutDays
    | NotHours
    | NoName
    | NameNotTaken
    | NamesNotJudged
    | NotADayWritten
    | ReadyLost
)
