"""Cards of a draft, brought up to date after a change elsewhere, and once the digest has been given back."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries
from dialogs.model import Session, Stage
from storage import drafts, headings, outbox, outbox_queries
from storage.sessions import move_session
from storage.steps import lock_steps


async def want_card(c: AsyncConnection, session: Session, author: UUID, *, due_at: datetime) -> None:
    """The author's draft follows what the author has changed elsewhere, while there is one."""
    its_id = deliveries.draft_to(session, author, due_at=due_at).id
    shown = await outbox_queries.by_id(c, session.municipality, its_id)
    if shown is not None and shown.activity:
        await outbox.want_again(c, replace(shown, due_at=due_at))


async def told_over(c: AsyncConnection, session: Session, *, now: datetime) -> None:
    """Every card of the draft becomes what it is after the digest has been given back, without words."""
    told = await outbox_queries.of_draft(c, session.municipality, session.id)
    await outbox.want_again(c, *(replace(one, due_at=now) for one in told if one.activity and one.person is not None))


async def approvals_follow(c: AsyncConnection, session: Session, *, now: datetime) -> None:
    """The cards of whoever may approve follow: approved by one, or the words have changed."""
    told = await outbox_queries.of_draft(c, session.municipality, session.id, approvals_only=True)
    await outbox.want_again(c, *(replace(one, due_at=now) for one in told if one.activity and one.person is not None))


async def call_off(c: AsyncConnection, session: Session, *, now: datetime) -> bool:
    """True if the closed session had a draft: then no digest is made, and its answers go no further than they stand."""
    await lock_steps(c, session.municipality, session.id)
    draft = await drafts.one(c, session.municipality, session.id)
    if draft is None or await drafts.end(c, draft) is None:
        return False
    await drafts.stop_waiting(c, session.municipality, session.id)
    await headings.remove(c, session.municipality, session.id)
    await move_session(c, session, to=Stage.CANCELLED)
    await told_over(c, session, now=now)
    return True
