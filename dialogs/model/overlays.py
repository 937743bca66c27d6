"""Versions of a municipality's overlay on the catalogue."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OverlayState(StrEnum):
    DRAFT = "draft"
    IN_FORCE = "in force"
    REPLACED = "replaced"


@dataclass(frozen=True)
class OverlayVersion:
    """A version of a municipality's overlay: the file's `text`, and by whom, when and why it was imported.

    In force from `since` until `until` (UTC); None: not yet, or still.
    """

    municipality: str
    version: int
    text: str
    why: str
    by: str
    made_at: datetime
    since: datetime | None = None
    until: datetime | None = None

    @property
    def state(self) -> OverlayState:
        if self.since is None:
            return OverlayState.DRAFT
        return OverlayState.IN_FORCE if self.until is None else OverlayState.REPLACED
