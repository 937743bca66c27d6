"""Digests whose draft has had its time are given back, as a draft where nobody has approved them."""

from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import draft_cards, drafts, given_digests, schooldays
from bot.context.rights import require
from dialogs.model import Actor, Draft
from dialogs.permissions import Verb
from storage import drafts as stored
from storage.database import Database
from storage.sessions import one_session
from storage.steps import lock_steps

_AT_ONCE = 50


async def publish_drafts(db: Database, *, actor: Actor, now: datetime) -> int:
    """The number of drafts due. Only the replica whose DELETE takes a draft gives the digest back."""
    require(actor, Verb.RUN_SESSIONS)
    due = await db.read(lambda c: stored.due(c, now=now, most=_AT_ONCE))
    await db.write_each(partial(_publish, draft=draft, now=now) for draft in due)
    return len(due)


async def _publish(c: AsyncConnection, *, draft: Draft, now: datetime) -> None:
    # An author who says yes meanwhile waits, and then finds the digest given back.
    await lock_steps(c, draft.municipality, draft.session)
    ended = await stored.end(c, draft)
    session = await one_session(c, draft.municipality, draft.session)
    if ended is None or session is None:
        return
    await stored.stop_waiting(c, draft.municipality, draft.session)
    [context, *_] = await drafts.contexts_of(c, session)
    days = await schooldays.days_of(c, draft.municipality, session.group, now=now)
    await given_digests.give_back(c, context, drafts.as_digest(ended, session, now=now), days, now=now)
    await draft_cards.told_over(c, session, now=now)
