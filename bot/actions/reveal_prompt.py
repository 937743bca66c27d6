"""A press that comes from a message we were never told of: it is where the prompt stands, and its twin goes."""

from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs import prompting
from dialogs.model import Delivery, DeliveryKind, DeliveryState, Happening
from storage import deliveries
from storage.database import Database


async def reveal_prompt(db: Database, about: Happening, municipality: str, delivery: str, *, now: datetime) -> None:
    """`delivery` is what the pressed card names; what somebody made by hand names nothing."""
    if not about.pressed or (named := _id(delivery)) is None:
        return
    find = partial(
        deliveries.unsure_of, municipality=municipality, delivery_id=named, place=about.place, activity=about.pressed
    )
    found = await db.read(find)
    if found is not None:
        await db.write(partial(_reveal, found=found, about=about, now=now))


async def _reveal(c: AsyncConnection, *, found: Delivery, about: Happening, now: datetime) -> None:
    if not await deliveries.reveal(c, found, about.pressed, about.place.thread, now=now) or not found.activity:
        return
    twin = Delivery(
        municipality=found.municipality,
        id=prompting.delivery_id("twin", found.id, found.activity),
        kind=DeliveryKind.TWIN,
        state=DeliveryState.DUE,
        due_at=now,
        session=found.session,
        position=found.position,
        person=found.person,
        group=found.group,
        about=str(found.id),
        conversation=found.conversation,
        thread=found.thread,
        activity=found.activity,
    )
    await deliveries.add(c, twin)


def _id(delivery: str) -> UUID | None:
    try:
        return UUID(delivery)
    except ValueError:
        return None
