"""Erase the links from deliveries to people a fortnight after a session has closed, a part at every tick."""

from datetime import datetime, timedelta
from functools import partial

from bot.context.rights import require
from dialogs.asking import prompting
from dialogs.model import Actor
from dialogs.permissions import Verb
from storage import delivery_links
from storage.database import Database

KEPT = timedelta(days=14)
"""The time from a session's closing for which its deliveries point at people."""
_SESSIONS, _LINKS = 20, 200
"""The most sessions of a tick, and the most links of each: more would block other writers too long."""


async def erase_links(db: Database, *, actor: Actor, now: datetime) -> int:
    """The number of sessions due."""
    require(actor, Verb.RUN_SESSIONS)
    due = await db.read(partial(delivery_links.due_sessions, before=now - KEPT, most=_SESSIONS))
    await db.write_each(
        partial(
            delivery_links.erase,
            municipality=municipality,
            session=session,
            asking=prompting.ASKED_ROLES,
            most=_LINKS,
            now=now,
        )
        for municipality, session in due
    )
    return len(due)
