"""Tell a group's coordinators, once, that a session's question did not reach more than a set share of recipients."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries, recipients, steps
from bot.context.rights import require
from bot.context.unreached import OF_USE, is_unreached
from dialogs.model import Actor, StepRef
from dialogs.permissions import Verb
from storage import outbox, reaching
from storage.database import Database
from storage.reaching import Asked

_AT_ONCE = 200
# Many add the bot when others mention the question.
_PATIENCE = timedelta(minutes=10)


async def tell_unreached(db: Database, *, actor: Actor, share: int, now: datetime) -> int:
    """The number of sessions checked; `share` is in per cent. Sessions that reached everybody need no further query."""
    require(actor, Verb.TELL_COORDINATORS)
    found = await db.read(partial(reaching.to_look_at, since=now - OF_USE, until=now - _PATIENCE, most=_AT_ONCE))
    if reached := [asked for asked in found if asked.reached_all]:
        await db.write(partial(reaching.look_at_all, found=reached, now=now))
    await db.write_each(partial(_tell, found=asked, share=share, now=now) for asked in found if not asked.reached_all)
    return len(found)


async def _tell(c: AsyncConnection, *, found: Asked, share: int, now: datetime) -> None:
    if not await reaching.look_at(c, found.municipality, found.session, now=now):
        return
    context = await steps.load(c, StepRef(found.municipality, found.session, 0))
    if context is None or not await is_unreached(c, context, share=share, now=now):
        return
    to = await recipients.coordinators(c, found.municipality, context.group.id, now=now)
    await outbox.add_all(
        c, (deliveries.unreached_notice(context.session, person, share=share, now=now) for person in to)
    )
