"""Notices to coordinators about others' obstacles: worded when sent, from the facts at that time."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import (
    asked_changes,
    decisions,
    drafts,
    meeting_news,
    proposals,
    recipients,
    steps,
    support,
    waiting_phases,
)
from bot.context.notice import Notice
from bot.context.retention import deletion_ahead
from bot.context.unreached import unreached
from bot.context.unsent import unsent
from bot.context.vacancies import vacant
from content.vocabulary.committing import Committing
from content.vocabulary.looking_after import LetInAgain, LookingAfter, NotLetIn
from content.vocabulary.proposing import Proposing
from dialogs.calendar.instants import local
from dialogs.model import (
    Actor,
    Delivery,
    Identity,
    OfApproval,
    OfAskedChanged,
    OfDecisions,
    OfDeletion,
    OfLockout,
    OfMeetingChanged,
    OfNeed,
    OfProposal,
    OfUnreached,
    OfUnsent,
    OfVacancies,
    OfWaiting,
    Role,
    StepRef,
    TenantLease,
)
from dialogs.permissions import AboutMunicipality, Verb, may
from storage import replicas
from storage.memberships import members_of
from storage.units import all_groups


async def compose(  # noqa: C901, PLR0911, PLR0912 - the table of subjects
    c: AsyncConnection, delivery: Delivery, *, now: datetime
) -> Notice | None:
    """None where nothing is left to tell, or the delivery's reader is no coordinator any more."""
    match delivery.about:
        case OfUnreached(share):
            return await _unreached(c, delivery, share=share, now=now)
        case OfUnsent(closed_at):
            found = await unsent(c, delivery, closed_at, now=now)
            return Notice(*found) if found else None
        case OfAskedChanged() as changed:
            return await asked_changes.to_whoever_was_asked(c, delivery, changed, now=now)
        case OfMeetingChanged(change):
            return await meeting_news.to_reader(c, delivery, change, now=now)
        case OfVacancies(found_at):
            return await _to_any_group(c, delivery, await vacant(c, delivery, found_at, now=now), now=now)
        case OfWaiting():
            return await waiting_phases.to_planner(c, delivery, now=now)
        case OfApproval():
            return await drafts.approval(c, delivery, now=now)
        case OfDecisions(digest):
            return await decisions.to_writer(c, delivery, digest, now=now)
        case OfProposal() as subject:
            return await _proposal(c, delivery, subject, now=now)
        case OfNeed() as subject:
            town = await steps.town(c, delivery.municipality)
            return await _to_any_group(
                c, delivery, await support.to_owner(c, delivery, subject, town, today=local(now).date()), now=now
            )
        case OfDeletion(due_on):
            ahead = await deletion_ahead(c, delivery.municipality, due_on)
            return await _to_any_group(c, delivery, ahead, now=now)
        case OfLockout(tenant, since):
            begun = local(since)
            news = NotLetIn(begun) if await is_stopped(c, tenant) else LetInAgain(begun)
            return await _to_any_group(c, delivery, news, now=now)
        case _:
            raise LookupError(f"notice of nothing: {delivery.id}")


async def _proposal(c: AsyncConnection, delivery: Delivery, subject: OfProposal, *, now: datetime) -> Notice | None:
    """Thanks come on the school days of one of the proposer's groups."""
    message = await proposals.message_for(c, delivery, subject)
    if not subject.thanks or message is None or delivery.person is None:
        return await _to_any_group(c, delivery, message, now=now)
    groups = {group.id: group for group in await all_groups(c, delivery.municipality)}
    own = await members_of(c, delivery.municipality, list(groups), now=now, among=[delivery.person])
    return Notice(message, groups[own[0].group]) if own else None


def is_of_use_later(delivery: Delivery) -> bool:
    """Whether the notice waits for a reader out of reach: a lockout would be over by then, and a draft given back."""
    return not isinstance(delivery.about, OfLockout | OfApproval | OfAskedChanged)


async def is_stopped(c: AsyncConnection, tenant: str) -> bool:
    """Whether Teams does not let the bot into the tenant just now."""
    return (await replicas.tenant_leases(c)).get(tenant, TenantLease(tenant)).stopped_why != ""


async def _unreached(c: AsyncConnection, delivery: Delivery, *, share: int, now: datetime) -> Notice | None:
    context = await steps.load(c, StepRef(delivery.municipality, delivery.session or "", delivery.position or 0))
    if context is None:
        return None
    if not await recipients.coordinates(c, delivery.municipality, context.group.id, delivery.person, now=now):
        return None
    message = await unreached(c, context, share=share, now=now)
    return Notice(message, context.group) if message else None


async def _to_any_group(
    c: AsyncConnection, delivery: Delivery, message: LookingAfter | Proposing | Committing | None, *, now: datetime
) -> Notice | None:
    """The notice, on the school days of a group coordinated by the delivery's reader."""
    place = delivery.municipality
    if delivery.person is None or message is None:
        return None
    groups = {group.id: group for group in await all_groups(c, place)}
    memberships = await members_of(c, place, list(groups), now=now, among=[delivery.person])
    reader = Actor.known_as(Identity.of(place, delivery.person, memberships))
    if not may(reader, Verb.READ_ABOUT_GROUP, AboutMunicipality(place)):
        return None
    return Notice(message, next(groups[member.group] for member in memberships if member.role is Role.COORDINATOR))
