"""Somebody was heard from: where, so that they can be written to, and what has waited for that goes out."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Happening, Scope
from storage import deliveries, places, roster
from storage.database import Database


async def keep_contact(db: Database, about: Happening, *, now: datetime) -> None:
    """Only from personal chat, and only where something has changed: most messages write nothing."""
    if about.place.scope is not Scope.PERSONAL or not about.account.object_id:
        return
    known = await db.read(lambda c: places.contact(c, about.account))
    if known is not None and known.reachable and known.place == about.place:
        return

    async def work(c: AsyncConnection) -> None:
        await places.put_contact(c, about.account, about.place, locale=about.locale, now=now)
        for person in await roster.persons_behind(c, about.account):
            await deliveries.wake_waiting(c, person.municipality, person.id, now=now)

    await db.write(work)
