"""A person's own log: acts with the person's answers, without any words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from dialogs.model.sharing import Rung


class OwnAct(StrEnum):
    """An act of an author with an own answer."""

    GIVEN = "given"
    WIDENED = "widened"
    NARROWED = "narrowed"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    WITH_NAME = "with_name"
    WITH_ROLE = "with_role"
    WITHOUT_NAME = "without_name"
    TAGGED = "tagged"
    UNTAGGED = "untagged"
    OFFERED = "offered"
    NOT_OFFERED = "not_offered"


@dataclass(frozen=True)
class OwnLogEntry:
    """`person` did `act` with the answer to a session's step at the instant `at` (UTC).

    `from_rung` is the rung before the act, None for an answer that had no words; `to_rung` the rung after the act, None
    for a withdrawal.
    """

    municipality: str
    person: UUID
    at: datetime
    act: OwnAct
    session: str
    position: int
    from_rung: Rung | None = None
    to_rung: Rung | None = None
