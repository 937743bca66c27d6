"""Digests (oppsummeringer) of a session or ahead of a meeting."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Digest:
    """What a group of readers may know of a session, or of a series ahead of a meeting.

    The counts are fixed when it is made; people's words are read when it is sent, through the reader's circles.
    `missed` counts those whom the session's question should have reached and did not.
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
