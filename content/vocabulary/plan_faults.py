"""What stands in the way of a plan, each with the key of the series file, and field of the form, to change.

Operators read the English words, with dates as in their files.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from content.vocabulary.plan_remarks import FoundInPlan


@dataclass(frozen=True)
class Left:
    """A field is empty that every plan needs: its key."""

    key: str


@dataclass(frozen=True)
class NotRead:
    """What is `written` in the field is no day, time, length or number."""

    key: str
    written: str


@dataclass(frozen=True)
class Unknown:
    """The municipality, or the catalogue, has no such thing (any more)."""

    key: str
    written: str


@dataclass(frozen=True)
class FirstPast:
    """The plan would begin on a day, or at an hour, that is over."""

    first: datetime
    key: ClassVar[str] = "first"


@dataclass(frozen=True)
class UntilBeforeFirst:
    until: date
    first: date
    key: ClassVar[str] = "until"


@dataclass(frozen=True)
class RunsTooLong:
    until: date
    first: date
    years: int
    key: ClassVar[str] = "until"


@dataclass(frozen=True)
class DayTwice:
    day: str
    key: ClassVar[str] = "dates"


@dataclass(frozen=True)
class DayPast:
    """With all the time that it would have been open."""

    day: datetime
    key: ClassVar[str] = "dates"


@dataclass(frozen=True)
class NothingLeft:
    """Every time that the plan gives is past."""

    key: str = "until"


@dataclass(frozen=True)
class NoTime:
    """A day is given without a time of day."""

    key: ClassVar[str] = "time"


@dataclass(frozen=True)
class AllSkipped:
    """Every session would be skipped; `why` are the municipality's names for the days off."""

    why: str
    key: str = "until"


@dataclass(frozen=True)
class NotPlayable:
    protocol: str
    key: ClassVar[str] = "protocol"


@dataclass(frozen=True)
class NotInForce:
    """`requirement` is the paragraph's title; it was `repealed`, or is not in force yet."""

    requirement: str
    repealed: bool
    key: ClassVar[str] = "requirements"


@dataclass(frozen=True)
class NothingToAsk:
    """No question of the catalogue suits the group with what was chosen in the fields `limits`."""

    group: str
    limits: tuple[str, ...]
    key: ClassVar[str] = "areas"


@dataclass(frozen=True)
class NoChannel:
    group: str
    key: ClassVar[str] = "asked"


@dataclass(frozen=True)
class NobodyToAsk:
    """Nobody in the group is asked anything."""

    group: str
    key: ClassVar[str] = "groups"


@dataclass(frozen=True)
class PlannedAlready:
    """The group has a plan of the same kind about the same, with its `last` session on the day told."""

    group: str
    last: date
    series: str
    key: ClassVar[str] = "areas"


@dataclass(frozen=True)
class ChangedMeanwhile:
    """The series is not any more as the form was filled in from; nothing that was written is lost."""

    key: ClassVar[str] = "id"


@dataclass(frozen=True)
class MayNotPlan:
    """Others plan for one of the groups."""

    key: ClassVar[str] = "groups"


@dataclass(frozen=True)
class NotTaken:
    """The guard has stopped words of the planner's own."""

    key: str


@dataclass(frozen=True)
class DraftTooLate:
    draft: int
    pack: int
    key: ClassVar[str] = "draft_days_ahead"


@dataclass(frozen=True)
class QuestionTooLate:
    question: int
    key: ClassVar[str] = "prompt_days_ahead"


@dataclass(frozen=True)
class OutOfRange:
    """The number is not from `least` to `most`."""

    key: str
    number: int
    least: int
    most: int


@dataclass(frozen=True)
class TooFewPhases:
    """A series that is carried out in phases has two at least."""

    key: ClassVar[str] = "phases"


@dataclass(frozen=True)
class OnlyCarriedOut:
    """Phases are given, and the series is not meant to be carried out."""

    key: ClassVar[str] = "phases"


@dataclass(frozen=True)
class PhaseUnnamed:
    """`number` counts from 1, as in the faults below."""

    number: int
    key: ClassVar[str] = "phases"


@dataclass(frozen=True)
class PhaseWithoutBeginning:
    """Neither has the phase a first day, nor the phase before a number of sessions."""

    number: int
    key: ClassVar[str] = "phases"


@dataclass(frozen=True)
class PhaseOutOfOrder:
    """The phase would begin before an earlier one."""

    number: int
    key: ClassVar[str] = "phases"


@dataclass(frozen=True)
class PhaseWithoutCheckpoint:
    """Nothing would show that the next phase may begin."""

    number: int
    key: ClassVar[str] = "phases"


@dataclass(frozen=True)
class CheckpointTwice:
    checkpoint: str
    key: ClassVar[str] = "phases"


PlanFault = (
    Left
    | NotRead
    | Unknown
    | FirstPast
    | UntilBeforeFirst
    | RunsTooLong
    | DayTwice
    | DayPast
    | NothingLeft
    | NoTime
    | AllSkipped
    | NotPlayable
    | NotInForce
    | NothingToAsk
    | NoChannel
    | NobodyToAsk
    | PlannedAlready
    | ChangedMeanwhile
    | MayNotPlan
    | DraftTooLate
    | QuestionTooLate
    | OutOfRange
    | NotTaken
    | TooFewPhases
    | OnlyCarriedOut
    | PhaseUnnamed
    | PhaseWithoutBeginning
    | PhaseOutOfOrder
    | PhaseWithoutCheckpoint
    | CheckpointTwice
)


@dataclass(frozen=True)
class AskedThatWeek:
    """The group has another session in the week of one of the dates."""

    group: str
    at: datetime


@dataclass(frozen=True)
class OverMinutes:
    """In the week, somebody whom the plan asks would be asked for more than the municipality's `most`."""

    week: int
    minutes: int
    most: int


@dataclass(frozen=True)
class OwnTime:
    """The group has its own time of day for questions, which goes before the plan's."""

    group: str
    time: str


@dataclass(frozen=True)
class NoSkolerute:
    """No skolerute has been imported for some of the school years; holidays by law are known."""


PlanRemark = AskedThatWeek | OverMinutes | OwnTime | NoSkolerute | FoundInPlan
"""Something to know before «Start», which stands in no plan's way."""
