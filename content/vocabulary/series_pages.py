"""The web pages of series: all that somebody may see in a school year, and one with what runs, waits and comes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from content.dates import Deadline
from content.vocabulary.pictures import YearIn
from content.vocabulary.steered import Told

WaitsFor = Literal["not_installed", "removed", "on_its_way", "undelivered"]
"""Why a question has not reached somebody: that person has not added the bot, or has removed it; the question has yet
to go out; or Teams did not take it."""

RowState = Literal["coming", "open", "held", "cancelled", "missed", "skipped"]


@dataclass(frozen=True)
class Waiting:
    """At least so many people whom a question has not reached, for the same reason."""

    why: WaitsFor
    least: int


@dataclass(frozen=True)
class Progress:
    """How far a question has come, in numbers that can point at nobody; None where a number may not be told.

    `asked` is how many are asked, None in a small group, of which nothing is told. `reached` and `answered` are at
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

    `day_off` is the name of the day off that a session is moved from or skipped for, "" for no such day.
    """

    groups: tuple[str, ...]
    at: datetime
    state: RowState
    meant: datetime | None = None
    day_off: str = ""


@dataclass(frozen=True)
class SeriesNamed:
    """A series as it is told of: the areas of its questions, and its groups."""

    municipality: str
    series: str
    groups: tuple[str, ...]
    themes: tuple[str, ...]


@dataclass(frozen=True)
class SeriesListed:
    """A series in the list: how many of its sessions are open and how many come, and when the next one opens."""

    named: SeriesNamed
    open: int
    coming: int
    next_at: datetime | None = None


@dataclass(frozen=True)
class GroupMinutes:
    """The minutes that a school year's sessions ask of somebody in a group, if the person answers every time."""

    group: str
    sessions: int
    minutes: int


@dataclass(frozen=True)
class SeriesIn:
    """All series of a municipality that the reader may see. `most` is the limit of minutes a week, None for none.

    `fullest` is the most that any week to come asks of somebody.
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
    """A session that may be changed, by id, with the names of the groups that have theirs at the same time."""

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
    """What the forms offer to whoever plans the series, in the `version` that they show.

    `groups` are (id, name) of the series', and `others` of groups that it can be planned for too. `weekday` counts from
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
    """A form that was sent and refused, as it was filled in."""

    way: str = ""
    session: str = ""
    group: str = ""
    day: str = ""
    time: str = ""
    weekday: str = ""


@dataclass(frozen=True)
class SeriesPage:
    """A series: what runs, what waits for what, what comes next and when, what has been. `today` is the local day.

    `forms` are None for a reader who does not plan the series. `told` is what was just done, or why nothing was.
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
