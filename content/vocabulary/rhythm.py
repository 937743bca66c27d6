"""What is said of a person's own choices: how many reminders, a pause from questions, a language."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class RhythmChosen:
    """The reader's own choice of reminders (`number` is 0, 1 or 2), with buttons to change it and to take a pause.

    `until` is the local wall time at which the reader's pause ends, None without a pause.
    """

    number: int
    until: datetime | None = None


@dataclass(frozen=True)
class PauseAsked:
    """«Pause» without a date: for how long?"""


@dataclass(frozen=True)
class Paused:
    """Questions and reminders are held back until the local wall time `until`."""

    until: datetime


@dataclass(frozen=True)
class PauseEnded:
    """The reader has ended the pause, or has none."""


@dataclass(frozen=True)
class NoSuchDay:
    """What was written after «pause til» is no date that the bot understands."""


@dataclass(frozen=True)
class DayAsked:
    """Which of two days was meant by «neste fredag»?"""

    first: date
    second: date


@dataclass(frozen=True)
class NoSuchHoliday:
    """A pause until a holiday (autumn, christmas, winter, easter or summer) whose days no school calendar tells."""

    holiday: str


@dataclass(frozen=True)
class DayIsOver:
    """The date after «pause til» is not ahead."""


@dataclass(frozen=True)
class PauseTooLong:
    """The date after «pause til» is more than a year ahead."""


@dataclass(frozen=True)
class LanguageAsked:
    """Which language does the reader want? `language` is the one spoken now, `chosen` by the reader or not.

    `unknown`: a language was named that the bot does not speak.
    """

    language: str
    chosen: bool
    unknown: bool = False


@dataclass(frozen=True)
class LanguageChosen:
    """From now on the reader is spoken to in `language`; not `chosen`: that of the municipality's list or the unit."""

    language: str
    chosen: bool


AboutRhythm = (
    RhythmChosen
    | PauseAsked
    | Paused
    | PauseEnded
    | NoSuchDay
    | DayAsked
    | NoSuchHoliday
    | DayIsOver
    | PauseTooLong
    | LanguageAsked
    | LanguageChosen
)
