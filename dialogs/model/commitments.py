"""Commitments («dette prøver jeg/vi»), what came of them, and needs of support told to the municipality."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from dialogs.model.sharing import Rung

COMMITMENT_KEPT, NEED_KEPT = timedelta(days=183), timedelta(days=183)
"""How long a commitment is kept after its date, and a need after its date; both begin anew with an answer."""


class Promiser(StrEnum):
    """Whose commitment it is."""

    PERSON = "person"
    GROUP = "group"
    MUNICIPALITY = "municipality"


class Outcome(StrEnum):
    """What came of a commitment. All four are good answers."""

    DONE = "done"
    PARTLY = "partly"
    CHANGED = "changed"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Found:
    """What came of a commitment, and why, and what was learnt; `person` told it, None once erased."""

    outcome: Outcome
    because: str
    learnt: str
    person: UUID | None
    at: datetime


@dataclass(frozen=True)
class Circle:
    """The readers of words: a rung of the ladder of `group`, fixed at the instant `at` (UTC).

    `unit` and `network` are the group's at that instant, and `channel` the conversation read along then, "" for none.
    """

    group: str
    unit: str
    network: str | None
    rung: Rung
    at: datetime
    channel: str = ""


@dataclass(frozen=True)
class Commitment:
    """Something that somebody will try.

    `author` wrote the words, None once erased. `sign` is what to look for, "" for none; on the day `look_on` the
    commitment is looked at again: never a deadline. `session` is the session of the promise, None for a promise made
    between sessions, and `met_in` the session that opened with the commitment. `agreed`: a group's commitment stands,
    since its author leads the group's work or somebody else has said yes. `wakes_at` is when the clock considers
    asking, None afterwards, whatever has been answered. Stored commitments are deleted at `goes_at`. `entry` is the
    entry of the sharing bank that a group tries, in the bank or gone from there.
    """

    municipality: str
    id: UUID
    promiser: Promiser
    author: UUID | None
    text: str
    sign: str
    look_on: date
    made_at: datetime
    circle: Circle
    session: str | None = None
    met_in: str | None = None
    agreed: bool = True
    found: Found | None = None
    version: int = 1
    wakes_at: datetime | None = None
    goes_at: datetime | None = None
    entry: UUID | None = None

    @property
    def is_open(self) -> bool:
        return self.found is None


class NeedState(StrEnum):
    """How far the municipality's answer to a need has come."""

    OPEN = "open"
    ACCEPTED = "accepted"  # the municipality does it, to be looked at again on the day `look_on`
    ANSWERED = "answered"
    UNCLEAR = "unclear"  # the municipality asks for more; the asker's reply opens the need again


@dataclass(frozen=True)
class SupportNeed:
    """A need of support, told to the owner of the schools; `person` told it, and is named to the owner if `signed`.

    The owner reads every need; the circle says who else: nobody on `ONLY_ME`. `answer` are the words of `answered_by`,
    None once erased. On `look_on` it is looked at again.
    """

    municipality: str
    id: UUID
    person: UUID
    text: str
    signed: bool
    told_at: datetime
    look_on: date
    circle: Circle
    session: str | None = None
    state: NeedState = NeedState.OPEN
    answer: str = ""
    answered_by: UUID | None = None
    answered_at: datetime | None = None
    version: int = 1
    wakes_at: datetime | None = None
    goes_at: datetime | None = None
