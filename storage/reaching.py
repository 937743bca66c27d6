"""Sessions whose first prompts have gone out, and whether the prompts reached everybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, case, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import DeliveryKind, DeliveryState, Stage
from storage.own_rhythm import is_held_back
from storage.prepared import Prepared
from storage.tables.common import Instant
from storage.tables.outbox import deliveries
from storage.tables.people import accounts, municipalities
from storage.tables.places import contacts
from storage.tables.sessions import sessions

_UNDER_WAY = (
    DeliveryState.DUE,
    DeliveryState.CLAIMED,
    DeliveryState.ON_THE_WIRE,
    DeliveryState.AGAIN,
    DeliveryState.UNCERTAIN,
)


@dataclass(frozen=True)
class Asked:
    """A session without prompts under way; `reached_all`: no prompt of its first step was lost."""

    municipality: str
    session: str
    reached_all: bool


async def to_look_at(c: AsyncConnection, *, since: datetime, until: datetime, most: int) -> tuple[Asked, ...]:
    """Sessions not looked at that opened after `since`, whose first prompts became due by `until` and are settled.

    A session that asked nobody counts as reaching all.
    """
    found = await _TO_LOOK_AT.run(c, since=since, until=until, most=most)
    return tuple(Asked(row.municipality, row.id, row.lost == 0) for row in found)


def _to_look_at() -> Select[Any]:
    until = bindparam("until", type_=Instant)
    of_session = and_(
        deliveries.c.municipality == sessions.c.municipality,
        deliveries.c.session == sessions.c.id,
        deliveries.c.position == 0,
        deliveries.c.kind == DeliveryKind.PROMPT.value,
    )
    # A prompt with `uncertain_tries` > 0 may have arrived.
    arrived = or_(
        deliveries.c.activity != "", deliveries.c.state == DeliveryState.SENT.value, deliveries.c.uncertain_tries > 0
    )
    lost = func.coalesce(func.sum(case((arrived, 0), else_=1)), 0)
    under_way = select(deliveries.c.id).where(
        of_session, deliveries.c.state.in_([state.value for state in _UNDER_WAY]), ~is_held_back(at=until)
    )
    first = select(func.min(deliveries.c.due_at)).where(of_session).correlate(sessions).scalar_subquery()
    return (
        select(
            sessions.c.municipality,
            sessions.c.id,
            select(lost).where(of_session).correlate(sessions).scalar_subquery().label("lost"),
        )
        .where(
            sessions.c.stage.in_((Stage.OPEN.value, Stage.CLOSED.value)),
            sessions.c.looked_at.is_(None),
            sessions.c.opens_at > bindparam("since"),
            sessions.c.opens_at <= until,
            ~under_way.correlate(sessions).exists(),
            or_(first.is_(None), first <= until),
        )
        .order_by(sessions.c.opens_at, sessions.c.municipality, sessions.c.id)
        .limit(bindparam("most", type_=Integer))
    )


_TO_LOOK_AT = Prepared(_to_look_at())


async def look_at(c: AsyncConnection, municipality: str, session: str, *, now: datetime) -> bool:
    """Mark the session as looked at. True for the caller whose UPDATE did; replicas compete."""
    mine = and_(sessions.c.municipality == municipality, sessions.c.id == session, sessions.c.looked_at.is_(None))
    return (await c.execute(update(sessions).where(mine).values(looked_at=now))).rowcount == 1


async def look_at_all(c: AsyncConnection, found: Iterable[Asked], *, now: datetime) -> None:
    """Mark many sessions as looked at, by one statement."""
    mine = and_(
        sessions.c.municipality == bindparam("its_municipality"),
        sessions.c.id == bindparam("its_id"),
        sessions.c.looked_at.is_(None),
    )
    names = [{"its_municipality": asked.municipality, "its_id": asked.session} for asked in found]
    await c.execute(update(sessions).where(mine).values(looked_at=now), names)


async def may_be_late(c: AsyncConnection, municipality: str, session: str, position: int, *, reason: str) -> bool:
    """Whether a prompt of the step was dropped for `reason` and has not arrived, or is still on the wire."""
    lost = and_(deliveries.c.reason == reason, deliveries.c.activity == "", deliveries.c.uncertain_tries == 0)
    found = exists().where(
        deliveries.c.municipality == municipality,
        deliveries.c.session == session,
        deliveries.c.position == position,
        deliveries.c.kind == DeliveryKind.PROMPT.value,
        or_(lost, deliveries.c.state == DeliveryState.ON_THE_WIRE.value),
    )
    return bool((await c.execute(select(found))).scalar())


async def met_in(c: AsyncConnection, tenant: str) -> tuple[str, ...]:
    """Municipalities with people who have been heard from in the tenant."""
    theirs = (
        select(accounts.c.object_id)
        .join(contacts, and_(contacts.c.tenant == accounts.c.tenant, contacts.c.object_id == accounts.c.object_id))
        .where(accounts.c.municipality == municipalities.c.id, accounts.c.tenant == tenant)
        .correlate(municipalities)
        .exists()
    )
    found = await c.execute(select(municipalities.c.id).where(theirs).order_by(municipalities.c.id))
    return tuple(found.scalars())
