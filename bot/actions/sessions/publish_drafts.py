"""Digests whose draft has had its time are given back, as a draft where nobody has approved them."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import draft_cards, drafts, given_digests, schooldays
from bot.context.rights import require
from dialogs.knowledge import drafting
from dialogs.model import Actor, Draft, Session
from dialogs.permissions import Verb
from storage import drafts as stored
from storage import outbox_queries
from storage.database import Database
from storage.outbox_rows import SENDABLE
from storage.sessions import one_session
from storage.steps import lock_steps

_AT_ONCE = 50
_DOWN = timedelta(hours=1)
"""A draft so late means that the program was not running."""


async def publish_drafts(db: Database, *, actor: Actor, now: datetime) -> int:
    """The number of drafts due. Only the replica whose DELETE takes a draft gives the digest back."""
    require(actor, Verb.RUN_SESSIONS)
    due = await db.read(lambda c: stored.due(c, now=now, most=_AT_ONCE))
    await db.write_each(partial(_publish, draft=draft, now=now) for draft in due)
    return len(due)


async def _postponed(c: AsyncConnection, draft: Draft, session: Session, *, now: datetime) -> bool:
    """Whether authors have all their time from now on: the program was down when their cards were to be sent.

    The cards are due, and go out next, to whoever approves too. Where a single card has gone out the draft keeps its
    time, which the reader has been told, and goes out as a draft if nobody has approved it.
    """
    if now - draft.publish_at < _DOWN:
        return False
    told = await outbox_queries.of_draft(c, draft.municipality, draft.session)
    if any(one.activity for one in told) or not any(one.state in SENDABLE for one in told):
        return False
    context = (await drafts.contexts_of(c, session))[0]
    days = await schooldays.days_of(c, draft.municipality, session.group, now=now)
    times = drafting.times(session, context.series.draft_ahead, days, now=now)
    return await stored.postpone(c, draft, times.publish_at)


async def _publish(c: AsyncConnection, *, draft: Draft, now: datetime) -> None:
    # An author who says yes meanwhile waits, and then finds the digest given back.
    await lock_steps(c, draft.municipality, draft.session)
    session = await one_session(c, draft.municipality, draft.session)
    if session is not None and await _postponed(c, draft, session, now=now):
        return
    ended = await stored.end(c, draft)
    if ended is None or session is None:
        return
    await stored.stop_waiting(c, draft.municipality, draft.session)
    [context, *_] = await drafts.contexts_of(c, session)
    days = await schooldays.days_of(c, draft.municipality, session.group, now=now)
    await given_digests.give_back(c, context, drafts.as_digest(ended, session, now=now), days, now=now)
    await draft_cards.told_over(c, session, now=now)
