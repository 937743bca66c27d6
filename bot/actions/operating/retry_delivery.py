"""Retry a delivery after its obstacle is removed: the delivery becomes due, with tries counted anew."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import notices, recipients, schooldays, steps
from bot.context.rights import require
from bot.errors import NotRetried, UnknownDelivery
from dialogs.asking import prompting
from dialogs.knowledge import digest as digesting
from dialogs.model import Actor, Delivery, DeliveryKind, DeliveryState, StepRef
from dialogs.permissions import Verb
from storage import digests, outbox, outbox_queries
from storage.database import Database
from storage.own_rhythm import HELD_BACK
from storage.sessions import one_session
from storage.units import all_municipalities

_ON_ITS_WAY = frozenset({DeliveryState.CLAIMED, DeliveryState.ON_THE_WIRE})


async def retry_delivery(db: Database, wanted: str, *, actor: Actor, now: datetime) -> Delivery:
    """The delivery before the retry. Raises UnknownDelivery, and NotRetried where a retry would change nothing."""
    require(actor, Verb.MANAGE_SENDING)

    async def work(c: AsyncConnection) -> Delivery:
        found = await _called(c, wanted)
        if not await outbox.retry(c, found, now=now):
            raise NotRetried(f"{wanted} {_why_not(found)}")
        if over := await _why_over(c, found, now=now):
            raise NotRetried(f"{wanted} would not be sent: {over}")
        return found

    return await db.write(work)


async def _called(c: AsyncConnection, wanted: str) -> Delivery:
    """The delivery with this id, if operators may know of the delivery.

    Ids are derived: confirming a card's update would reveal an answer of the card's reader. Raises UnknownDelivery.
    """
    unknown = UnknownDelivery(f"there is no delivery {wanted}; python -m bot deliveries --failed prints ids")
    try:
        delivery_id = UUID(wanted)
    except ValueError:
        raise unknown from None
    for municipality in await all_municipalities(c):
        found = await outbox_queries.by_id(c, municipality, delivery_id)
        if found is not None and found.kind.is_reportable:
            return found
    raise unknown


async def _why_over(c: AsyncConnection, found: Delivery, *, now: datetime) -> str:
    """Why the delivery's time is over, by the rules of composing; "" for a delivery still of use."""
    match found.kind:
        case DeliveryKind.PROMPT:
            context = await steps.load(c, StepRef(found.municipality, found.session or "", found.position or 0))
            still = await recipients.asked(c, context, now=now) if context else frozenset[UUID]()
            return prompting.not_worth_sending(context.step if context else None, found.person, still, now=now)
        case DeliveryKind.DIGEST:
            return await _digest_over(c, found, now=now)
        case DeliveryKind.NOTICE:
            return "" if await notices.compose(c, found, now=now) else "nothing to tell"
        case _:
            return ""


async def _digest_over(c: AsyncConnection, found: Delivery, *, now: datetime) -> str:
    digest = await digests.one(c, found.municipality, found.digest)
    if digest is None:
        return "there is no such digest"
    session = await one_session(c, digest.municipality, digest.session) if digest.session else None
    group = session.group if session else digest.meeting_group or ""
    days = await schooldays.days_of(c, found.municipality, group, now=digest.made_at)
    return digesting.too_late(digest, days, now=now)


def _why_not(found: Delivery) -> str:
    if found.state is DeliveryState.SENT or found.reason == HELD_BACK:  # a pause is told to nobody
        return "has been sent"
    if found.state in _ON_ITS_WAY:
        return "is on its way"
    return f"is due anyhow, at {found.due_at:%Y-%m-%d %H:%M:%S} UTC"
