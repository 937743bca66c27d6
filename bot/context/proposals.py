"""Proposed questions as their readers see them: the coordinators, and the proposer once the question is taken in."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from content.vocabulary.proposing import (
    ProposalGone,
    ProposalLeft,
    ProposalReceived,
    ProposalTaken,
    ProposalThanks,
)
from dialogs.calendar.instants import local
from dialogs.model import Delivery, OfProposal, Person, Proposal, ProposalState
from storage import outbox, outbox_queries, proposals
from storage.people import one_person

Received = ProposalReceived | ProposalTaken | ProposalLeft | ProposalGone


def made_by(person: Person, text: str, *, signed: bool, now: datetime) -> Proposal:
    """With a drawn id, since cards and the overlay show the id.

    From an id derived of the proposer a coordinator, who has everybody's accounts, could work out whose a question
    without a name is.
    """
    return Proposal(person.municipality, uuid4(), person.id, text, signed, now)


async def as_received(c: AsyncConnection, proposal: Proposal | None) -> Received:
    """For a coordinator: open, decided by whom, or gone."""
    if proposal is None:
        return ProposalGone()
    if proposal.state is ProposalState.OPEN:
        by = await _name(c, proposal.municipality, proposal.person) if proposal.signed else ""
        return ProposalReceived(proposal.text, by, proposal.municipality, str(proposal.id))
    by = await _name(c, proposal.municipality, proposal.decided_by)
    on = local(proposal.decided_at or proposal.proposed_at).date()
    decided = ProposalTaken if proposal.state is ProposalState.TAKEN else ProposalLeft
    return decided(proposal.text, by, on)


async def message_for(c: AsyncConnection, delivery: Delivery, subject: OfProposal) -> Received | ProposalThanks | None:
    """The notice now; None where nothing is to be told: a proposal gone or decided before anybody was told of it."""
    found = await proposals.one_proposal(c, delivery.municipality, subject.proposal)
    if subject.thanks:
        return ProposalThanks(found.text) if found is not None else None
    is_new = not delivery.activity
    if is_new and (found is None or found.state is not ProposalState.OPEN):
        return None
    return await as_received(c, found)


async def want_cards(c: AsyncConnection, proposal: Proposal, *, now: datetime) -> None:
    """The coordinators' cards follow: decided by one, or gone with their proposer's data."""
    told = await outbox_queries.notices_about(c, proposal.municipality, OfProposal(proposal.id))
    await outbox.want_again(c, *(replace(one, due_at=now) for one in told if one.activity))


async def _name(c: AsyncConnection, municipality: str, person: UUID | None) -> str:
    found = await one_person(c, municipality, person) if person is not None else None
    return found.name if found is not None else ""
