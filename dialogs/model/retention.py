"""Deletions by rule, told of before they happen."""

from dataclasses import dataclass
from datetime import date, datetime

from dialogs.model.municipality import KeptKind


@dataclass(frozen=True)
class AnnouncedDeletion:
    """On `due_on`, everything of the kind from before the instant `before` goes: `number` things when told of."""

    municipality: str
    kind: KeptKind
    due_on: date
    before: datetime
    number: int
    announced_at: datetime
