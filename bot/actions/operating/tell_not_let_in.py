"""Teams does not let the bot in somewhere: the coordinators of those who are met there are told, once each time."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import outgoing, recipients
from dialogs.model import Delivery
from storage import outbox, reaching, replicas
from storage.database import Database

# What is over sooner was a hiccup of Microsoft's, and nobody's to mend.
_PATIENCE = timedelta(minutes=10)


async def tell_not_let_in(db: Database, *, now: datetime) -> None:
    for sheet in (await db.read(replicas.sheets)).values():
        if sheet.stopped_at is None or now - sheet.stopped_at < _PATIENCE:
            continue
        # Asking first spares a write at every tick as long as it lasts.
        untold = await db.read(partial(_untold, tenant=sheet.tenant, since=sheet.stopped_at, now=now))
        if untold:
            await db.write(partial(outbox.add_all, many=untold))


async def _untold(c: AsyncConnection, *, tenant: str, since: datetime, now: datetime) -> list[Delivery]:
    found: list[Delivery] = []
    for municipality in await reaching.met_in(c, tenant):
        notices = [
            outgoing.lockout_notice(municipality, person, tenant, since=since, now=now)
            for person in await recipients.all_coordinators(c, municipality, now=now)
        ]
        written = await outbox.written(c, municipality, [one.id for one in notices])
        found += [one for one in notices if one.id not in written]
    return found
