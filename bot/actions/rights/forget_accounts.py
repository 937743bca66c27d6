"""The accounts of people whose names have been erased: forgotten once the cards in their chats are put right."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.rights import require
from dialogs.model import Actor
from dialogs.permissions import Verb
from storage import erasing
from storage.database import Database


async def forget_accounts(db: Database, *, actor: Actor) -> int:
    """Returns how many people's. Raises NotAllowed."""
    require(actor, Verb.FORGET_ACCOUNTS)
    if not await db.read(erasing.nameless_with_accounts):
        return 0
    return await db.write(_forget)


async def _forget(c: AsyncConnection) -> int:
    # Found anew: somebody may have been imported again meanwhile.
    found = await erasing.nameless_with_accounts(c)
    for municipality, person in found:
        await erasing.forget_accounts(c, municipality, person)
    return len(found)
