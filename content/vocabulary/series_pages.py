"""The web pages of series: all of a school year, and a single series with progress, plan and past."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from content.dates import Deadline
from content.vocabulary.phases import PhasesShown
from content.vocabulary.pictures import YearIn
from content.vocabulary.series_named import SeriesNamed as SeriesNamed
from content.vocabulary.steered import Told

WaitsFor = Literal["not_installed", "removed", "on_its_way", "undelivered"]
"""Why a question has not reached somebody: the bot was never added, or was removed; the question has yet to go out; or
Teams refused the message."""

RowState = Literal["coming", "waiting", "open", "held", "cancelled", "missed", "skipped"]


@dataclass(frozen=True)
class Waiting:
    """At least `least` people not reached by a question, for the same reason."""

    why: WaitsFor
    least: int


@dataclass(frozen=True)
class Progress:
    """The progress of a question, in numbers that can point at nobody; None where a number may not be told.

    `asked` is the number of people asked, None in a small group, where nothing is told. `reached` and `answered` are at
    least so many. `all_reached`: everybody is. `some_waiting`: a few wait for other reasons than `waiting` tells.
    """

    asked: int | None
    reached: int | None = None
    answered: int | None = None
    all_reached: bool = False
    waiting: tuple[Waiting, ...] = ()
    some_waiting: bool = False


@dataclass(frozen=True)
class Running:
    """An open session. `step` is the name of its open step, "" for an unnamed one, and `following` of the next.

    `progress` is None for a reader who does not lead the work. `in_channel`: the question stands in the group's
    channel.
    """

    municipality: str
    session: str
    group: str
    at: datetime
    closes_at: Deadline
    step: str = ""
    following: str = ""
    progress: Progress | None = None
    in_channel: bool = False


@dataclass(frozen=True)
class SessionRow:
    """Sessions of groups that stand alike, at local wall time `at`; `meant` is the time by the rule, None if the same.

    A session in the state "waiting" waits for the checkpoints of the phase called `phase`.

    `day_off` is the name of the day off that a session is moved from or skipped for, "" for no such day.
    """

    groups: tuple[str, ...]
    at: datetime
    state: RowState
    meant: datetime | None = None
    day_off: str = ""
    phase: str = ""


@dataclass(frozen=True)
class SeriesListed:
    """A series in the list: the numbers of sessions open and to come, and the next opening.

    `waits`: a phase of the series waits for checkpoints.
    """

    named: SeriesNamed
    open: int
    coming: int
    next_at: datetime | None = None
    waits: bool = False


@dataclass(frozen=True)
class GroupMinutes:
    """The minutes that a school year's sessions ask of somebody in a group, if the person answers every time."""

    group: str
    sessions: int
    minutes: int


@dataclass(frozen=True)
class SeriesIn:
    """All series of a municipality that the reader may see. `most` is the limit of minutes a week, None for none.

    `fullest` is the most minutes that any week to come asks of a person.
    """

    year: YearIn
    series: tuple[SeriesListed, ...]
    minutes: tuple[GroupMinutes, ...] = ()
    fullest: int = 0
    most: int | None = None


@dataclass(frozen=True)
class AllSeriesPage:
    """The series of a school year, by municipality; `before` and `after` are years with sessions, 0 for none.

    `may_plan`: the reader plans for some group.
    """

    year: int
    places: tuple[SeriesIn, ...]
    before: int = 0
    after: int = 0
    may_plan: bool = False


@dataclass(frozen=True)
class SessionChoice:
    """A session that may be changed, by id, with the names of all groups with a session at the same time."""

    session: str
    groups: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class OpenChoice:
    """An open session. `closes_at` is local wall time; `can_nudge`: nobody has been reminded by hand."""

    session: str
    group: str
    closes_at: datetime
    can_nudge: bool


@dataclass(frozen=True)
class SteerForms:
    """The choices in the forms of the series, as of its `version`.

    `groups` are (id, name) of the series', and `others` of further groups to plan the same for. `weekday` counts from
    0, Monday; `time` is local.
    """

    version: int
    coming: tuple[SessionChoice, ...]
    left_out: tuple[SessionChoice, ...]
    open: tuple[OpenChoice, ...]
    groups: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    paused_until: date | None = None
    weekday: int = 0
    time: str = ""


@dataclass(frozen=True)
class SteerFilled:
    """The fields of a refused form, as filled in."""

    way: str = ""
    session: str = ""
    group: str = ""
    day: str = ""
    time: str = ""
    weekday: str = ""


@dataclass(frozen=True)
class SeriesPage:
    """A series: open sessions, sessions to come, and past sessions. `today` is the local day.

    `forms` are None for a reader who does not plan the series. `told` is the outcome of a change. `phases` are of a
    series that is carried out, None for one without.
    """

    named: SeriesNamed
    protocol: str
    minutes: int
    running: tuple[Running, ...]
    coming: tuple[SessionRow, ...]
    past: tuple[SessionRow, ...]
    today: date
    forms: SteerForms | None = None
    told: Told | None = None
    filled: SteerFilled = SteerFilled()
    phases: PhasesShown | None = None
