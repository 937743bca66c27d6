"""What stood in a delivery's way has been seen to: it is due again, as if it had never been tried."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import NotRetried, UnknownDelivery
from dialogs.model import Delivery, DeliveryKind, DeliveryState
from storage import deliveries, roster
from storage.database import Database

_ON_ITS_WAY = frozenset({DeliveryState.CLAIMED, DeliveryState.ON_THE_WIRE})


async def retry_delivery(db: Database, wanted: str, *, now: datetime) -> Delivery:
    """The delivery as it was; whether it is still worth sending is seen when it is composed.

    Raises UnknownDelivery, and NotRetried where that would change nothing.
    """

    async def work(c: AsyncConnection) -> Delivery:
        found = await _called(c, wanted)
        if found.kind is DeliveryKind.REPLY and found.reply is None:
            raise NotRetried(f"{wanted} is a reply that is over: nothing of what it said was kept")
        if not await deliveries.retry(c, found, now=now):
            raise NotRetried(f"{wanted} {_why_not(found)}")
        return found

    return await db.write(work)


async def _called(c: AsyncConnection, wanted: str) -> Delivery:
    unknown = UnknownDelivery(f"there is no delivery {wanted}; python -m bot deliveries --failed prints ids")
    try:
        delivery_id = UUID(wanted)
    except ValueError:
        raise unknown from None
    for municipality in await roster.all_municipalities(c):
        if (found := await deliveries.one(c, municipality, delivery_id)) is not None:
            return found
    raise unknown


def _why_not(found: Delivery) -> str:
    if found.state is DeliveryState.SENT:
        return "has been sent"
    if found.state in _ON_ITS_WAY:
        return "is on its way"
    return f"is due anyhow, at {found.due_at:%Y-%m-%d %H:%M:%S} UTC"
