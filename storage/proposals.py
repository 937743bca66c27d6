"""Proposed questions: added, read by their proposer and by coordinators, and decided once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import PROPOSAL_KEPT, PROPOSAL_KEPT_AFTER_DECISION, Proposal, ProposalState
from storage.tables.proposals import proposals
from storage.upserts import put_if_absent


async def add(c: AsyncConnection, proposal: Proposal) -> None:
    """Nothing changes where the proposal is stored already."""
    key = {"municipality": proposal.municipality, "id": proposal.id}
    values = {
        "person": proposal.person,
        "text": proposal.text,
        "signed": proposal.signed,
        "proposed_at": proposal.proposed_at,
        "state": proposal.state.value,
        "goes_at": proposal.proposed_at + PROPOSAL_KEPT,
    }
    await put_if_absent(c, proposals, key, values)


async def one_proposal(c: AsyncConnection, municipality: str, its_id: UUID) -> Proposal | None:
    row = (await c.execute(select(proposals).where(_is(municipality, its_id)))).mappings().one_or_none()
    return _proposal(row) if row else None


async def of_person(c: AsyncConnection, municipality: str, person: UUID) -> tuple[Proposal, ...]:
    """The oldest first."""
    mine = and_(proposals.c.municipality == municipality, proposals.c.person == person)
    query = select(proposals).where(mine).order_by(proposals.c.proposed_at, proposals.c.id)
    return tuple(_proposal(row) for row in (await c.execute(query)).mappings())


async def decide(
    c: AsyncConnection,
    proposal: Proposal,
    state: ProposalState,
    *,
    by: UUID,
    version: int | None = None,
    now: datetime,
) -> None:
    """Only an open proposal changes: a later decision changes nothing."""
    is_open = and_(_is(proposal.municipality, proposal.id), proposals.c.state == ProposalState.OPEN.value)
    decided: dict[str, object] = {"state": state.value, "decided_by": by, "decided_at": now, "version": version}
    decided["goes_at"] = now + PROPOSAL_KEPT_AFTER_DECISION
    await c.execute(update(proposals).where(is_open).values(**decided))


async def erase(c: AsyncConnection, municipality: str, person: UUID) -> None:
    """The person's proposals, and the person's name from decisions about others'."""
    theirs = and_(proposals.c.municipality == municipality, proposals.c.person == person)
    await c.execute(delete(proposals).where(theirs))
    decided = and_(proposals.c.municipality == municipality, proposals.c.decided_by == person)
    await c.execute(update(proposals).where(decided).values(decided_by=None))


def _is(municipality: str, its_id: UUID) -> ColumnElement[bool]:
    return and_(proposals.c.municipality == municipality, proposals.c.id == its_id)


def _proposal(row: RowMapping) -> Proposal:
    return Proposal(
        municipality=row["municipality"],
        id=row["id"],
        person=row["person"],
        text=row["text"],
        signed=row["signed"],
        proposed_at=row["proposed_at"],
        state=ProposalState(row["state"]),
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
        version=row["version"],
        goes_at=row["goes_at"],
    )
