"""The actor of an event: the account vouched for by Teams, and the persons behind the account with their roles.

The answerer of a step is looked up by `bot/context/answerers.py`, in the same statement as the answer.
"""

from datetime import datetime
from functools import partial

from bot.context.identities import identities_of
from dialogs.model import Actor
from storage.database import Database


async def look_up(db: Database, actor: Actor, *, now: datetime) -> Actor:
    return actor.looked_up(await db.read(partial(identities_of, actor=actor, now=now)))
