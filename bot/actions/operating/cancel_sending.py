"""A session's prompts and digests that have not gone out will not."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import NotCancelled
from dialogs.model import DeliveryState, Session
from storage import outbox, outbox_reports
from storage.database import Database


@dataclass(frozen=True)
class Cancelled:
    """How many will not go out; how many were on the wire, which nobody can call back."""

    number: int
    on_the_wire: int


async def cancel_sending(db: Database, session: Session, *, now: datetime) -> Cancelled:
    """What is written later, the digest when it closes and whoever joins meanwhile, is sent as ever.

    Raises NotCancelled for one that has not opened.
    """
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
