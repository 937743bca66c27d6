"""Digests (oppsummeringer) of a session or ahead of a meeting."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

UNCOUNTED = -1
"""In place of how many have answered: beside a name the number would tell who has not."""


@dataclass(frozen=True)
class Digest:
    """A session's digest, or a series' ahead of a meeting, for a group of readers.

    Counts are fixed when the digest is made; people's words are read when it is sent, through the reader's circles.
    `answered` is UNCOUNTED where an answer was signed then, and stays so. `missed` counts recipients the session's
    question should have reached and did not.
    """

    municipality: str
    id: UUID
    series: str
    made_at: datetime
    session: str | None = None
    meeting_at: datetime | None = None
    meeting_group: str | None = None
    since: datetime | None = None
    answered: int = 0
    invited: int = 0
    missed: int = 0
