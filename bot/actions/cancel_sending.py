"""A session's prompts and digests that have not gone out will not."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import DeliveryState, Session
from storage import deliveries, sending
from storage.database import Database


@dataclass(frozen=True)
class Cancelled:
    """How many will not go out; how many were on the wire, which nobody can call back."""

    number: int
    on_the_wire: int


async def cancel_sending(db: Database, session: Session, *, now: datetime) -> Cancelled:
    """What is written later, the digest when it closes and whoever joins meanwhile, is sent as ever."""

    async def work(c: AsyncConnection) -> Cancelled:
        number = await deliveries.cancel(c, session.municipality, session.id, now=now)
        left = await sending.progress(c, session.municipality, session.id)
        return Cancelled(number, sum(one.number for one in left if one.state is DeliveryState.ON_THE_WIRE))

    return await db.write(work)
