"""What a session opens with: one card for each person with something to look at again, ahead of the question."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries, promise_cards, recipients
from bot.context.steps import StepContext
from dialogs.calendar.instants import local
from dialogs.model import Commitment, Promiser, Rung, Session
from storage import commitments, merged_groups, outbox, support_needs
from storage.memberships import circle_members
from storage.sessions import opened_before

_AHEAD_OF_QUESTION = timedelta(seconds=1)


async def open_with(
    c: AsyncConnection, context: StepContext, asked: Collection[UUID], *, now: datetime, due_at: datetime
) -> None:
    """A delivery for each of those `asked`, and each who tells, with something of their own or the group's to look at.

    Nothing is written for anybody where nothing has come to its day; each commitment is asked about in one session.
    """
    session = context.session
    found = await _come_to_their_day(c, session, now=now)
    answered = await _answered(c, session)
    if not found and not answered:
        return
    moved = {one.met_in for one in found if one.met_in is not None}
    await commitments.meet(c, found, session.id)
    await promise_cards.want_openings(c, session.municipality, moved, now=now)
    people = await _tellers(c, session, found, now=now)
    if answered or any(one.circle.rung >= Rung.GROUP for one in found):
        people |= frozenset(asked)
    at = due_at - _AHEAD_OF_QUESTION
    await outbox.add_all(c, [deliveries.look_back(session, person, due_at=at) for person in sorted(people)])


async def _come_to_their_day(c: AsyncConnection, session: Session, *, now: datetime) -> Sequence[Commitment]:
    """A person's own comes with the person: who has left the group is asked elsewhere, or not at all.

    What a group promised comes with the group that most of its members are in now, for whoever could read it before.
    A session that the school year has moved ahead opens with what was meant for its own day.
    """
    day = max(local(session.opens_at), local(session.meant_at)).date()
    place = session.municipality
    found = await commitments.to_open_with(c, place, session.group, by=day)
    for group in await merged_groups.merged_into(c, place, session.group, now=now):
        handed_on = await commitments.to_open_with(c, place, group, by=day)
        found += tuple(one for one in handed_on if one.promiser is not Promiser.PERSON)
    if not any(one.promiser is Promiser.PERSON for one in found):
        return found
    members = await circle_members(c, session.municipality, [session.group], now=now)
    there = {member.person for member in members}
    return [one for one in found if one.promiser is not Promiser.PERSON or one.author in there]


async def _tellers(
    c: AsyncConnection, session: Session, found: Sequence[Commitment], *, now: datetime
) -> frozenset[UUID]:
    """Those who tell what came of it, asked by the step or not: a person of their own, coordinators of the town's."""
    own = {one.author for one in found if one.promiser is Promiser.PERSON and one.author is not None}
    towns = [one for one in found if one.promiser is Promiser.MUNICIPALITY]
    if not towns:
        return frozenset(own)
    coordinators = await recipients.coordinators(c, session.municipality, session.group, now=now)
    authors = {one.author for one in towns if one.author is not None}
    everywhere = await recipients.all_coordinators(c, session.municipality, now=now)
    return frozenset(own).union(coordinators, authors.intersection(everywhere))


async def _answered(c: AsyncConnection, session: Session) -> bool:
    """Whether the municipality has answered a need that the group shares since its last session."""
    since = await opened_before(c, session)
    if since is None:
        return False
    return bool(await support_needs.answered_for_group(c, session.municipality, session.group, since=since))
