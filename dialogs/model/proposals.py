"""Questions proposed by people to the municipality's coordinators."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

PROPOSAL_KEPT, PROPOSAL_KEPT_AFTER_DECISION = timedelta(days=183), timedelta(days=30)
"""How long a proposal is kept: half a school year, and a month once it is decided."""


class ProposalState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    LEFT = "left"


@dataclass(frozen=True)
class Proposal:
    """`person` is the proposer, named to coordinators if `signed`; `version` is the overlay version with the question.

    Stored proposals are deleted at `goes_at`.
    """

    municipality: str
    id: UUID
    person: UUID
    text: str
    signed: bool
    proposed_at: datetime
    state: ProposalState = ProposalState.OPEN
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    version: int | None = None
    goes_at: datetime | None = None
