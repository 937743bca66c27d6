"""What a meeting decided, as whoever led the meeting wrote it down."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

DECISION_KEPT = timedelta(days=366)
"""The next meeting opens with it, and some groups meet once a year."""


@dataclass(frozen=True)
class Decision:
    """`digest` is the meeting's; `author` wrote it down, None once erased.

    A decision that is a promise is a commitment (its id), which has the words: `text` is "" then, and else the words.
    """

    municipality: str
    id: UUID
    digest: UUID
    author: UUID | None
    text: str
    made_at: datetime
    commitment: UUID | None = None
    version: int = 1
    goes_at: datetime | None = None
