"""What a session opens with: one card for each person with something to look at again, ahead of the question."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries
from bot.context.steps import StepContext
from dialogs.calendar.instants import local
from dialogs.model import Promiser, Rung, Session
from storage import commitments, outbox, support_needs
from storage.sessions import opened_before

_AHEAD_OF_QUESTION = timedelta(seconds=1)


async def open_with(c: AsyncConnection, context: StepContext, asked: Collection[UUID], *, due_at: datetime) -> None:
    """A delivery for each of those `asked` who have something of their own, or of the group's, to look at again.

    Nothing is written for anybody where nothing has come to its day; each commitment is asked about in one session.
    """
    session = context.session
    day = local(session.opens_at).date()
    found = await commitments.to_open_with(c, session.municipality, session.group, by=day)
    answered = await _answered(c, session)
    if not found and not answered:
        return
    await commitments.meet(c, found, session.id)
    is_everybodys = answered or any(one.circle.rung >= Rung.GROUP for one in found)
    own = {one.author for one in found if one.promiser is Promiser.PERSON}
    people = [person for person in sorted(asked) if is_everybodys or person in own]
    at = due_at - _AHEAD_OF_QUESTION
    await outbox.add_all(c, [deliveries.look_back(session, person, due_at=at) for person in people])


async def _answered(c: AsyncConnection, session: Session) -> bool:
    """Whether the municipality has answered a need that the group shares since its last session."""
    since = await opened_before(c, session)
    if since is None:
        return False
    return bool(await support_needs.answered_for_group(c, session.municipality, session.group, since=since))
