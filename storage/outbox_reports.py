"""Reports on the outbox for operators, read from indexes as far as possible; nothing here changes a row."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, literal, select, tuple_, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import DeliveryKind, DeliveryState
from storage.outbox_rows import SENDABLE, is_in
from storage.tables.outbox import deliveries
from storage.tables.people import people

TO_GO = (
    DeliveryState.DUE,
    DeliveryState.AGAIN,
    DeliveryState.UNCERTAIN,
    DeliveryState.CLAIMED,
    DeliveryState.ON_THE_WIRE,
)
UNFINISHED = (DeliveryState.WAITING, *TO_GO)
_SEEN_OFF = (DeliveryKind.PROMPT, DeliveryKind.DIGEST)
_ROWS_AT_ONCE = 1000
_COLUMNS = (
    deliveries.c.municipality,
    deliveries.c.id,
    deliveries.c.session,
    people.c.upn,
    deliveries.c.group,
    deliveries.c.kind,
    deliveries.c.state,
    deliveries.c.reason,
    deliveries.c.tries,
    deliveries.c.changed_at,
    deliveries.c.due_at,
)


@dataclass(frozen=True)
class Wanted:
    """The states and kinds to report on."""

    states: tuple[DeliveryState, ...]
    kinds: tuple[DeliveryKind, ...]


EVERYTHING = Wanted(tuple(DeliveryState), tuple(kind for kind in DeliveryKind if kind.is_reportable))
"""All that may be told of whom it was for."""

FAILED = Wanted((DeliveryState.UNDELIVERABLE, DeliveryState.DROPPED), _SEEN_OFF)
"""What did not get there and somebody may miss."""


@dataclass(frozen=True)
class Listed:
    """A delivery and its reader; `upn` is None for a channel."""

    municipality: str
    id: UUID
    session: str | None
    upn: str | None
    group: str | None
    kind: DeliveryKind
    state: DeliveryState
    reason: str
    tries: int
    at: datetime


@dataclass(frozen=True)
class Alike:
    """The number of a session's deliveries in the same state, their tenant, and the earliest due time."""

    kind: DeliveryKind
    position: int | None
    state: DeliveryState
    reason: str
    tenant: str
    number: int
    due_at: datetime


async def unfinished(c: AsyncConnection) -> dict[DeliveryState, int]:
    """Unfinished deliveries by state, counted in the index alone: most rows are finished, and not read."""
    query = select(deliveries.c.state, func.count()).where(is_in(UNFINISHED)).group_by(deliveries.c.state)
    return {DeliveryState(state): number for state, number in (await c.execute(query)).all()}


async def oldest_due(c: AsyncConnection, *, now: datetime) -> datetime | None:
    """The earliest due time of due deliveries, resting tenants included."""
    first = [
        select(func.min(deliveries.c.due_at).label("due_at")).where(deliveries.c.state == state.value)
        for state in SENDABLE
    ]
    found = union_all(*first).subquery()
    query = select(func.min(found.c.due_at, type_=deliveries.c.due_at.type)).where(found.c.due_at <= now)
    found_at: datetime | None = (await c.execute(query)).scalar()
    return found_at


async def due_through(c: AsyncConnection, *, now: datetime) -> dict[str, int]:
    """Due deliveries by tenant; "" for deliveries without a tenant yet.

    Reminders are left out: their number would tell how many have not answered.
    """
    is_counted = and_(is_in(SENDABLE), deliveries.c.due_at <= now, deliveries.c.kind != DeliveryKind.REMINDER.value)
    query = select(deliveries.c.tenant, func.count().label("number")).where(is_counted)
    rows = await c.execute(query.group_by(deliveries.c.tenant))
    return {row.tenant: row.number for row in rows}


async def running(c: AsyncConnection) -> tuple[tuple[str, str], ...]:
    """(municipality, session) of the sessions with an unfinished prompt or digest."""
    mine = and_(is_in(UNFINISHED), _of_kind(_SEEN_OFF), deliveries.c.session.is_not(None))
    query = select(deliveries.c.municipality, deliveries.c.session).where(mine).distinct()
    rows = await c.execute(query.order_by(deliveries.c.municipality, deliveries.c.session))
    return tuple((row.municipality, row.session) for row in rows)


async def progress(c: AsyncConnection, municipality: str, session: str) -> tuple[Alike, ...]:
    """The session's prompts and digests."""
    alike = (
        deliveries.c.kind,
        deliveries.c.position,
        deliveries.c.state,
        deliveries.c.reason,
        deliveries.c.tenant,
    )
    mine = and_(deliveries.c.municipality == municipality, deliveries.c.session == session, _of_kind(_SEEN_OFF))
    first = func.min(deliveries.c.due_at, type_=deliveries.c.due_at.type)
    query = select(*alike, func.count(), first).where(mine).group_by(*alike)
    return tuple(
        Alike(DeliveryKind(kind), position, DeliveryState(state), reason, tenant, number, due_at)
        for kind, position, state, reason, tenant, number, due_at in (await c.execute(query)).all()
    )


async def count(c: AsyncConnection, wanted: Wanted) -> int:
    query = select(func.count()).where(is_in(wanted.states), _of_kind(wanted.kinds))
    return int((await c.execute(query)).scalar_one())


async def latest(c: AsyncConnection, wanted: Wanted, *, most: int) -> tuple[Listed, ...]:
    """The deliveries due last, in order of due time. Read state by state from the index, without sorting the table."""
    by_time = (deliveries.c.due_at.desc(), deliveries.c.municipality.desc(), deliveries.c.id.desc())
    key = (deliveries.c.municipality, deliveries.c.id, deliveries.c.due_at)
    of_each = [
        select(
            select(*key)
            .where(deliveries.c.state == state.value, _of_kind(wanted.kinds))
            .order_by(*by_time)
            .limit(most)
            .subquery()
        )
        for state in wanted.states
    ]
    every = union_all(*of_each).subquery()
    newest = (
        select(every).order_by(every.c.due_at.desc(), every.c.municipality.desc(), every.c.id.desc()).limit(most)
    ).subquery()
    here = and_(deliveries.c.municipality == newest.c.municipality, deliveries.c.id == newest.c.id)
    query = _listing().where(here)
    return tuple(_listed(row) for row in await c.execute(query))


async def in_order(c: AsyncConnection, wanted: Wanted) -> AsyncIterator[Listed]:
    """The same for all, a few at a time."""
    order = (deliveries.c.due_at, deliveries.c.municipality, deliveries.c.id)
    page = _listing().where(is_in(wanted.states), _of_kind(wanted.kinds)).limit(_ROWS_AT_ONCE)
    query = page
    while rows := (await c.execute(query)).all():
        for row in rows:
            yield _listed(row)
        last = (literal(getattr(rows[-1], column.name), column.type) for column in order)
        query = page.where(tuple_(*order) > tuple_(*last))


def _listing() -> Select[Any]:
    to = and_(people.c.municipality == deliveries.c.municipality, people.c.id == deliveries.c.person)
    by_time = (deliveries.c.due_at, deliveries.c.municipality, deliveries.c.id)
    return select(*_COLUMNS).select_from(deliveries).outerjoin(people, to).order_by(*by_time)


def _listed(row: Row[Any]) -> Listed:
    return Listed(
        municipality=row.municipality,
        id=row.id,
        session=row.session,
        upn=row.upn,
        group=row.group,
        kind=DeliveryKind(row.kind),
        state=DeliveryState(row.state),
        reason=row.reason,
        tries=row.tries,
        at=row.changed_at or row.due_at,
    )


def _of_kind(kinds: Collection[DeliveryKind]) -> ColumnElement[bool]:
    return deliveries.c.kind.in_([kind.value for kind in kinds])
