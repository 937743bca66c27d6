"""Cancel a session's unsent prompts and digests."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.rights import require
from bot.errors import NotCancelled
from dialogs.model import DeliveryState, Session
from dialogs.permissions import Actor, Verb
from storage import outbox, outbox_reports
from storage.database import Database


@dataclass(frozen=True)
class Cancelled:
    """`number` deliveries were cancelled; `on_the_wire` can no longer be stopped."""

    number: int
    on_the_wire: int


async def cancel_sending(db: Database, session: Session, *, actor: Actor, now: datetime) -> Cancelled:
    """Deliveries written later (the digest at closing, prompts for newcomers) are sent as usual.

    Raises NotCancelled for a session that has not opened.
    """
    require(actor, Verb.MANAGE_SENDING)
    if not session.has_begun:
        raise NotCancelled(
            f"{session.id} has not opened, and nothing of it waits to be sent; "
            f"python -m bot cancel {session.id} sees to it that it never opens"
        )

    async def work(c: AsyncConnection) -> Cancelled:
        number = await outbox.cancel(c, session.municipality, session.id, now=now)
        left = await outbox_reports.progress(c, session.municipality, session.id)
        return Cancelled(number, sum(one.number for one in left if one.state is DeliveryState.ON_THE_WIRE))

    return await db.write(work)
