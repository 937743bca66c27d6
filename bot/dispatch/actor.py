"""Who acts in an event: the account that Teams vouches for, and the persons behind the account with their roles.

Whoever answers a step is looked up by `context/answerers.meet`, in the same statement as their answer.
"""

from datetime import datetime
from functools import partial

from bot.context.identities import identities_of
from dialogs.permissions import Actor
from storage.database import Database


async def look_up(db: Database, actor: Actor, *, now: datetime) -> Actor:
    return actor.looked_up(await db.read(partial(identities_of, actor=actor, now=now)))
