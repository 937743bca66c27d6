"""Notes for the writer alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from content.presses import StepRef

ANY_AREA = "*"
"""In place of areas: the note names none, and fits a question of any."""

NOTE_KEPT, NOTE_KEPT_AFTER_USE = timedelta(days=183), timedelta(days=14)
"""How long a note is kept: half a school year, and a fortnight once it has filled a form."""


@dataclass(frozen=True)
class Note:
    """A note, read by its author alone. `areas` are ids of areas named in the words, or ANY_AREA.

    `used_for` is the step with the form filled by the note, None for a note still to be offered. The note is deleted at
    `goes_at`.
    """

    id: UUID
    text: str
    areas: frozenset[str]
    noted_at: datetime
    goes_at: datetime
    used_for: StepRef | None = None
