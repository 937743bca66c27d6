"""Who acts in an event: the account that Teams vouches for, and the persons behind the account with their roles.

Whoever answers a step is looked up by `context/answers.meet`, in the same statement as their answer.
"""

from datetime import datetime
from functools import partial

from bot.context.identities import identities_behind
from dialogs.model import Account
from dialogs.permissions import Actor
from storage.database import Database


async def look_up(db: Database, account: Account, *, now: datetime) -> Actor:
    return Actor.at(account).looked_up(await db.read(partial(identities_behind, account=account, now=now)))
