"""An answer offered to the meeting that reads it: whether it may be, and who at the meeting can read it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import recipients, signatures
from bot.context.audiences import Choices
from bot.context.steps import StepContext, is_in_time
from content.dates import deadline
from content.vocabulary.prompting import MeetingAhead, Offer, OfferAsked
from dialogs.calendar.instants import local
from dialogs.knowledge.heard import has_words
from dialogs.knowledge.quotes import quoted
from dialogs.model import Language, Reflection, Rung, Stage
from dialogs.sharing import circles
from storage.memberships import circle_members


def meeting_ahead(context: StepContext, *, now: datetime) -> MeetingAhead | None:
    if context.meeting is None:
        return None
    group, at = context.meeting
    found = context.town.groups.get(group)
    return MeetingAhead(found.name, deadline(local(at), now=now)) if found is not None and at > now else None


def offer(context: StepContext, known: Reflection, *, now: datetime) -> Offer | None:
    """None where no meeting to come reads the answer, or the answer has nothing to quote."""
    ahead = meeting_ahead(context, now=now)
    if ahead is None or not has_words(known) or context.session.stage is Stage.CANCELLED:
        return None
    return Offer(ahead, made=known.offered)


async def asked(
    c: AsyncConnection,
    context: StepContext,
    known: Reflection,
    choices: Choices,
    meeting: MeetingAhead,
    *,
    delivery: str,
    now: datetime,
    language: Language,
) -> OfferAsked:
    """The preview. Offering an answer gives it no readers: it is read at the meeting by whoever may read it already."""
    there = await _others_there(c, context, known, now=now)
    readers = await _readers(c, context, known, now=now)
    can_widen = is_in_time(context, known) and choices.wider_than(known.rung) is not None
    return OfferAsked(
        question=context.step.shown.question.to(language),
        quote=replace(quoted(context.step, known, language), signed=await signatures.standing(c, known)),
        meeting=meeting,
        people=len(there & readers),
        others=len(there),
        step=context.ref,
        delivery=delivery,
        seen=known.version,
        can_widen=can_widen,
    )


async def _others_there(c: AsyncConnection, context: StepContext, known: Reflection, *, now: datetime) -> set[UUID]:
    """Who coordinates the meeting and who takes part, without the author."""
    group = context.meeting[0] if context.meeting else ""
    coordinating = await recipients.coordinators(c, context.town.id, group, now=now)
    taking_part = await recipients.taking_part(c, context.town.id, context.series.id, group, now=now)
    return {*coordinating, *taking_part} - {known.author}


async def _readers(c: AsyncConnection, context: StepContext, known: Reflection, *, now: datetime) -> set[UUID]:
    if known.rung is Rung.ONLY_ME:
        return set()
    group = context.town.groups[known.group]
    ids = next(one.groups for one in circles.ladder(context.town, group) if one.rung is known.rung)
    # Whoever has joined since the circle was fixed reads nothing of it.
    members = await circle_members(c, context.town.id, ids, now=now)
    return {member.person for member in members if member.since <= known.circle_at}
