"""Planning by card or page: the form of a plan, the dates, and the outcome."""

from dataclasses import dataclass
from datetime import date, datetime

from content.presses import SayCommand
from content.vocabulary.plan_faults import PlanFault, PlanRemark

ONCE = "once"
"""The rhythm of a plan with a single session."""


ALL = "all"
"""In place of an area: all of them, in turn."""


@dataclass(frozen=True)
class MeetingForm:
    """A meeting as filled in: its group, its day and local time, its minutes, and days ahead of it."""

    group: str = ""
    day: str = ""
    time: str = ""
    minutes: str = ""
    digest_days_ahead: str = ""
    draft_days_ahead: str = ""
    prompt_days_ahead: str = ""


@dataclass(frozen=True)
class PhaseForm:
    """A phase as filled in: `kind` is the catalogue's word, "" for one of the planner's own.

    `responsible` is a role's value or a person, as a file names one; `checkpoints` are ticked or written.
    """

    name: str = ""
    kind: str = ""
    first: str = ""
    sessions: str = ""
    responsible: str = ""
    checkpoints: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlanForm:
    """A plan as filled in, each field as written, "" and () for an empty one; the names are the series file's keys.

    `times` is how many times the card says that the plan asks, in place of `until`. `dates` are days or instants, one
    a line, in place of a rhythm. `weights` are «area:share». A card has the first fields alone.
    `phases` and the fields after it are read of a plan that is to be carried out, and of no other.
    """

    groups: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    protocol: str = ""
    intention: str = ""
    every: str = ""
    first: str = ""
    time: str = ""
    times: str = ""
    until: str = ""
    stays_open: str = ""
    default_rung: str = ""
    dates: str = ""
    asked: str = ""
    led_by: str = ""
    digest_readers: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    goals: str = ""
    need: str = ""
    audience: str = ""
    phase: str = ""
    school_types: tuple[str, ...] = ()
    draft_ahead: str = ""
    on_closed: str = ""
    leader_speaks_last: str = ""
    weights: tuple[str, ...] = ()
    meetings: tuple[MeetingForm, ...] = ()
    phases: tuple[PhaseForm, ...] = ()
    taking_part: str = ""
    anchoring: str = ""
    anchoring_day: str = ""
    anchoring_link: str = ""


Offered = tuple[tuple[str, str], ...]
"""(value, words shown) of a field's choices."""


@dataclass(frozen=True)
class Rested:
    """An area of the model as a group has met it: the month of the last question about it, None for never."""

    area: str
    last: date | None


@dataclass(frozen=True)
class PlannedDate:
    """A session of the plan, at local wall time.

    `meant` is when the rhythm would have it, None where that is the same; `why` it was moved, or is skipped: the
    municipality's or the law's name of the day off, "" for a time of day that is too early or late.
    """

    at: datetime
    meant: datetime | None = None
    why: str = ""
    is_skipped: bool = False


@dataclass(frozen=True)
class PlanDates:
    """The dates of the form's first group; other groups' dates differ by their own days off alone.

    `minutes` are of one session, for a participant in every step.
    """

    dates: tuple[PlannedDate, ...]
    minutes: int

    @property
    def number(self) -> int:
        return sum(not one.is_skipped for one in self.dates)


@dataclass(frozen=True)
class PlanOffers:
    """The choices of the form's fields, for its reader: ids with names."""

    groups: Offered
    areas: Offered
    protocols: Offered
    rungs: tuple[str, ...]


@dataclass(frozen=True)
class PlanAsked:
    """The form of a plan; nothing is kept before «Start».

    `rested` is of the area chosen, None without one. `dates` is None where `faults` stand in the way. `mark` is of
    the `remarks` that «Start» must have been pressed in spite of, and `asks_again`: it was pressed before they stood
    there. `series` is a series that is changed, "" for a new one.
    """

    municipality: str
    key: str
    form: PlanForm
    offers: PlanOffers
    series: str = ""
    rested: Rested | None = None
    dates: PlanDates | None = None
    faults: tuple[PlanFault, ...] = ()
    remarks: tuple[PlanRemark, ...] = ()
    mark: str = ""
    asks_again: bool = False


@dataclass(frozen=True)
class PlanStarted:
    """The plan stands: for which groups, about what (() for everything in turn), and its first and last session.

    `number` counts all sessions. `was_there`: the same card had started it before. `phases` are the names of the phases
    of work that is to be carried out.
    """

    municipality: str
    series: str
    groups: tuple[str, ...]
    areas: tuple[str, ...]
    first: datetime | None
    last: datetime | None
    number: int
    was_there: bool = False
    phases: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlanUndone:
    """The plan is taken away before any session has opened."""


@dataclass(frozen=True)
class PlanEnded:
    """The unopened sessions of a plan are taken away; opened sessions stay."""


@dataclass(frozen=True)
class PlanLeft:
    """Nothing is planned."""


@dataclass(frozen=True)
class NobodyToPlanFor:
    """The speaker plans for no group."""


@dataclass(frozen=True)
class PlanWhere:
    """To a planner of several municipalities: `offered` are (municipality's name, the button's press)."""

    offered: tuple[tuple[str, SayCommand], ...]


Planning = PlanAsked | PlanWhere | PlanStarted | PlanUndone | PlanEnded | PlanLeft | NobodyToPlanFor
