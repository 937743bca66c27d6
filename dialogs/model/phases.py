"""Phases of a series that is carried out, their checkpoints, and the answers that let the next phase begin."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from content.catalogue_types import Phase

CHECKPOINT_KEPT = timedelta(days=366)
"""How long an answer to a checkpoint is kept; a phase that has begun stays begun."""


@dataclass(frozen=True)
class SeriesPhase:
    """A phase of a series. It begins on the local day `first`, else after the `sessions` of the phase before.

    `sessions` is the number of a group's sessions in the phase, None up to the next phase's `first` or to the end.
    `checkpoints` are answered before the next phase begins. `kind` is the catalogue's word for such a phase, None for
    one of the planner's own. `responsible` is a role's value or a person's id (in a file: a user name), "" for nobody.
    """

    name: str
    checkpoints: tuple[str, ...] = ()
    kind: Phase | None = None
    first: date | None = None
    sessions: int | None = None
    responsible: str = ""


@dataclass(frozen=True)
class Anchoring:
    """The decision that a series stands on, by whoever owns the schools; "" and None for what is not told."""

    decision: str = ""
    day: date | None = None
    link: str = ""


NOT_ANCHORED = Anchoring()


def phase_kind(value: str | None) -> Phase | None:
    """The catalogue's word for a phase, from its value."""
    return Phase(value) if value else None


class Answered(StrEnum):
    """An answer to a checkpoint; YES and WAIVED let the next phase begin."""

    YES = "yes"
    NOT_YET = "not_yet"
    WAIVED = "waived"

    @property
    def settles(self) -> bool:
        return self is not Answered.NOT_YET


@dataclass(frozen=True)
class CheckpointAnswer:
    """A group's newest answer to a checkpoint of its series. `mark` stands for the checkpoint's words.

    `by` is None once its author has been erased. `revision` counts the answers in the series.
    """

    municipality: str
    series: str
    group: str
    mark: str
    answered: Answered
    because: str
    by: UUID | None
    at: datetime
    revision: int
