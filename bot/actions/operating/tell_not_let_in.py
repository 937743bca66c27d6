"""Tell coordinators of people in a tenant, once per refusal, that Teams refuses the bot in the tenant."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries, recipients
from bot.context.rights import require
from dialogs.model import Actor, Delivery
from dialogs.permissions import Verb
from storage import outbox, outbox_queries, reaching, replicas
from storage.database import Database

# A shorter refusal is a passing fault of Microsoft's.
_PATIENCE = timedelta(minutes=10)


async def tell_not_let_in(db: Database, *, actor: Actor, now: datetime) -> None:
    require(actor, Verb.TELL_COORDINATORS)
    for lease in (await db.read(replicas.tenant_leases)).values():
        if lease.stopped_at is None or now - lease.stopped_at < _PATIENCE:
            continue
        # Reading first spares a write at every tick for as long as the refusal lasts.
        untold = await db.read(partial(_untold, tenant=lease.tenant, since=lease.stopped_at, now=now))
        if untold:
            await db.write(partial(outbox.add_all, many=untold))


async def _untold(c: AsyncConnection, *, tenant: str, since: datetime, now: datetime) -> list[Delivery]:
    found: list[Delivery] = []
    for municipality in await reaching.met_in(c, tenant):
        notices = [
            deliveries.lockout_notice(municipality, person, tenant, since=since, now=now)
            for person in await recipients.all_coordinators(c, municipality, now=now)
        ]
        written = await outbox_queries.written(c, municipality, [notice.id for notice in notices])
        found += [notice for notice in notices if notice.id not in written]
    return found
