"""Announced deletions by rule."""

from dataclasses import dataclass
from datetime import date, datetime

from dialogs.model.municipality import KeptKind


@dataclass(frozen=True)
class AnnouncedDeletion:
    """On `due_on`, all of the kind from before the instant `before` is deleted: `number` things when announced."""

    municipality: str
    kind: KeptKind
    due_on: date
    before: datetime
    number: int
    announced_at: datetime
