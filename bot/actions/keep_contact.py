"""Somebody was heard from: where, so that they can be written to, and what has waited for that goes out."""

from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Happening, Scope
from storage import deliveries, places, roster
from storage.database import Database


async def keep_contact(db: Database, about: Happening, *, now: datetime) -> None:
    """Only from personal chat, and only where something has changed: most messages write nothing."""
    if about.place.scope is not Scope.PERSONAL or not about.account.object_id:
        return
    if await db.read(partial(_is_known, about=about)):
        return

    async def work(c: AsyncConnection) -> None:
        persons = await roster.persons_behind(c, about.account)
        # Whoever has been imported is known by the name the municipality gave.
        name = "" if persons else about.name
        await places.put_contact(c, about.account, about.place, locale=about.locale, name=name, now=now)
        for person in persons:
            await deliveries.wake_waiting(c, person.municipality, person.id, now=now)

    await db.write(work)


async def _is_known(c: AsyncConnection, *, about: Happening) -> bool:
    """Not all that Teams tells bears a name: a stranger's may come with their first words."""
    known = await places.contact(c, about.account)
    if known is None or not known.reachable or known.place != about.place:
        return False
    return known.name != "" or about.name == "" or bool(await roster.persons_behind(c, about.account))
