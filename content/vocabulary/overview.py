"""What a person is told of their own weeks: what is open, what is coming, and summaries that the person may read."""

from dataclasses import dataclass
from datetime import date, datetime

from content.dates import Deadline
from content.presses import OpenDigest, ShowAnswer
from content.vocabulary.committing import Promised
from content.vocabulary.prompting import Signed


@dataclass(frozen=True)
class OpenQuestion:
    """A question open for the reader. `press` shows the reader's own card of it.

    `in_channel`: the question stands in the channel of `group`, and was not sent to the reader.
    """

    question: str
    group: str
    closes_at: Deadline
    press: ShowAnswer
    answered: bool = False
    in_channel: bool = False


@dataclass(frozen=True)
class Coming:
    """A session, or a meeting that a summary is read before (`is_meeting`).

    `themes` are the names of the areas that the series is about, () for a meeting. `waits_for` is the phase whose
    checkpoints the session waits for, "" for none.
    """

    at: Deadline
    group: str
    themes: tuple[str, ...] = ()
    is_meeting: bool = False
    waits_for: str = ""


@dataclass(frozen=True)
class DaysOff:
    """Days on which nobody is asked, both ends included; `name` is the municipality's own, "" for holidays by law."""

    first: date
    last: date
    name: str = ""


@dataclass(frozen=True)
class WeekIn:
    """A person's week in one municipality. `is_asked`: the person answers in some group there.

    `trying` is what the person wants to try. `coming` is what comes within a fortnight, or else the next thing that
    comes at all.
    """

    municipality: str
    open: tuple[OpenQuestion, ...] = ()
    coming: tuple[Coming, ...] = ()
    days_off: tuple[DaysOff, ...] = ()
    trying: tuple[Promised, ...] = ()
    is_asked: bool = True


@dataclass(frozen=True)
class MyWeek:
    """What is open for the reader and what is coming, by municipality; `paused_until` is local wall time."""

    weeks: tuple[WeekIn, ...]
    paused_until: datetime | None = None


@dataclass(frozen=True)
class PlannedSessions:
    """What is planned alike for some groups. `dates` are the nearest local wall times; `more` come after them.

    `last` is the very last, None where `dates` holds all. `waits_for` is the phase whose checkpoints all of the
    sessions wait for, "" for none; `dates` are then the days that the sessions were meant for, without past ones.
    """

    groups: tuple[str, ...]
    themes: tuple[str, ...]
    dates: tuple[datetime, ...]
    more: int = 0
    last: datetime | None = None
    waits_for: str = ""


@dataclass(frozen=True)
class PlanIn:
    """The plan of the reader's groups in one municipality; `idle` are the names of groups without anything planned.

    `whole`: of every group of the municipality, for a coordinator. `left_out` counts what is left out of `sessions`.
    """

    municipality: str
    sessions: tuple[PlannedSessions, ...] = ()
    meetings: tuple[Coming, ...] = ()
    idle: tuple[str, ...] = ()
    whole: bool = False
    left_out: int = 0


@dataclass(frozen=True)
class OwnPlan:
    """What is coming for the reader's groups, by municipality; `may_plan`: the reader plans for some group."""

    plans: tuple[PlanIn, ...]
    may_plan: bool = False


@dataclass(frozen=True)
class DigestOffered:
    """A summary that the reader may read: of a group's session, or ahead of a meeting, at local wall time `at`."""

    group: str
    at: datetime
    press: OpenDigest
    is_meeting: bool = False


@dataclass(frozen=True)
class DigestsOffered:
    """The latest summaries that the reader may read, the newest first."""

    digests: tuple[DigestOffered, ...]


@dataclass(frozen=True)
class DigestGone:
    """In place of a summary that the presser may not read any more, or that the municipality's rules have deleted."""


@dataclass(frozen=True)
class Origin:
    """Where an answer was given: the group, the question, and the day that the question was asked on (local).

    `signed` is how the author signed, and None without a name: nobody is told more of an author than that. `session` is
    the id of the group's session, "" where its reader has no page of it.
    """

    group: str
    question: str
    asked_on: datetime | None
    signed: Signed | None = None
    session: str = ""


@dataclass(frozen=True)
class QuoteOrigin:
    """The origin of the quote that was pressed on in a summary; several where the same words were given several times.

    The words themselves are not repeated: this message stays when its reader may not read them any more.
    """

    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class OriginGone:
    """In place of the origin of a quote that has been changed or taken back since, or is shared with fewer."""


Overview = MyWeek | OwnPlan | DigestsOffered | DigestGone | QuoteOrigin | OriginGone
