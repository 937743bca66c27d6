"""What pages list, with a way to its own page."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class DigestListed:
    """A digest of a group's session, or ahead of a meeting, at local wall time `at`."""

    municipality: str
    id: str
    group: str
    at: datetime
    is_meeting: bool = False
