"""After a meeting: a form for what was decided and promised, and the same given back to whoever was there."""

from dataclasses import dataclass
from datetime import date, datetime

from content.vocabulary.committing import Wrong
from content.vocabulary.guarding import Stopped


@dataclass(frozen=True)
class MeetingHeld:
    """The meeting: the ids of its municipality and digest, the name of the group that met, and when (local)."""

    municipality: str
    digest: str
    name: str
    at: datetime


@dataclass(frozen=True)
class DecisionForm:
    """What the meeting decided, to whoever leads it; nothing is kept before it is sent.

    `whose` is "" for what was agreed on, else who promised: a group's id, or the municipality's. `promisers` are those
    on whose behalf the writer may promise: (id, name). `day` is an ISO date. `people` get it. `decision`, `seen`: a
    known one.
    """

    meeting: MeetingHeld
    text: str
    day: str
    people: int
    promisers: tuple[tuple[str, str], ...] = ()
    whose: str = ""
    decision: str = ""
    seen: int = 0
    wrong: Wrong = ""
    stopped: Stopped | None = None


@dataclass(frozen=True)
class Decided:
    """One thing the meeting decided: a promise has `by`, the promiser's name, and the day `look_on`."""

    decision: str
    text: str
    by: str = ""
    look_on: date | None = None


@dataclass(frozen=True)
class DecisionsShown:
    """What the meeting decided, to whoever was there; `writes`: to whoever led it, who may write more, for `people`."""

    meeting: MeetingHeld
    decided: tuple[Decided, ...]
    people: int = 0
    writes: bool = False


@dataclass(frozen=True)
class NoMeetingToDecide:
    """The reader has led no meeting lately, and says what was decided."""


@dataclass(frozen=True)
class TooManyDecisions:
    """`most` things that the meeting decided are written down already."""

    most: int


Deciding = DecisionForm | DecisionsShown | NoMeetingToDecide | TooManyDecisions
