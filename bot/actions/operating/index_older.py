"""Digests that were given back before the sharing bank had an index are read into it, some at every tick."""

from functools import partial

from bot.context import bank_indexing
from bot.context.rights import require
from dialogs.model import Actor
from dialogs.permissions import Verb
from storage import digests
from storage.database import Database

_SESSIONS = 20
"""The most sessions of a tick: more would block other writers too long."""


async def index_older(db: Database, *, actor: Actor) -> int:
    """The number of sessions read in."""
    require(actor, Verb.RUN_SESSIONS)
    # Asking first spares a write at every tick.
    if not await db.read(partial(digests.not_indexed, most=1)):
        return 0
    return await db.write(partial(bank_indexing.read_in_older, most=_SESSIONS))
