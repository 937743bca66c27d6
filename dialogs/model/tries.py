"""Groups' tries of an entry of the sharing bank («Vi prøver dette»), and what an entry is of."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dialogs.model.commitments import Circle, Outcome

TRIED = frozenset({Outcome.DONE, Outcome.PARTLY, Outcome.CHANGED})
"""What came of a try by which an entry has been tried; a try that was let go is none."""


@dataclass(frozen=True)
class EntryTry:
    """A try's words are its commitment's; the try outlives a commitment that was told of.

    `group` tries it, of the school, kindergarten or service `unit`. `agreed_at`: since when the group stands by it,
    None for a proposal. `outcome` and `told_at` as the group told last. `readers` read the told words beside the entry:
    on `ONLY_ME` nobody beyond the group.
    """

    municipality: str
    commitment: UUID
    entry: UUID
    group: str
    unit: str
    readers: Circle
    agreed_at: datetime | None = None
    outcome: Outcome | None = None
    told_at: datetime | None = None


@dataclass(frozen=True)
class CameOfTry:
    """What came of a try, and its group's words about it as far as a reader may read the words."""

    commitment: UUID
    outcome: Outcome
    unit: str
    because: str = ""
    learnt: str = ""


@dataclass(frozen=True)
class EntrySource:
    """The author of an entry of the sharing bank, and the circle of the entry's readers."""

    author: UUID
    circle: Circle
