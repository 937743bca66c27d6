"""Reports on the outbox for operators, read from indexes as far as possible; nothing here changes a row.

A pause is told to nobody: a prompt that its reader's pause holds back, or held back until the end, counts as sent.
Reminders are not counted: their number would tell how many have not answered.
"""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Row,
    Select,
    and_,
    case,
    func,
    literal,
    literal_column,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Delivery, DeliveryKind, DeliveryState
from storage.outbox_rows import SENDABLE, delivery_of, is_in
from storage.own_rhythm import HELD_BACK, is_held_back
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


def _first_of_step(column: Column[Any]) -> ColumnElement[Any]:
    """The earliest instant in the column among the prompts of the row's step that were sent; None without any."""
    beside = deliveries.alias()
    same = (beside.c[name] == deliveries.c[name] for name in ("municipality", "session", "position", "kind"))
    sent = beside.c.state == DeliveryState.SENT.value
    first = func.min(beside.c[column.key], type_=column.type)
    return select(first).where(*same, sent).correlate(deliveries).scalar_subquery()


def _as_if_sent(column: Column[Any]) -> ColumnElement[Any]:
    return case((_IS_HELD, func.coalesce(_first_of_step(column), column)), else_=column)


_IS_REMINDER = deliveries.c.kind == literal_column("'reminder'")
_IS_HELD = deliveries.c.reason == HELD_BACK
_STATE = case((_IS_HELD, DeliveryState.SENT.value), else_=deliveries.c.state).label("state")
_REASON = case((_IS_HELD, ""), else_=deliveries.c.reason).label("reason")
_DUE_AT = _as_if_sent(deliveries.c.due_at)
_COLUMNS = (
    deliveries.c.municipality,
    deliveries.c.id,
    deliveries.c.session,
    people.c.upn,
    deliveries.c.group,
    deliveries.c.kind,
    _STATE,
    _REASON,
    case((_IS_HELD, 1), else_=deliveries.c.tries).label("tries"),
    _as_if_sent(deliveries.c.changed_at).label("changed_at"),
    _DUE_AT.label("due_at"),
)


@dataclass(frozen=True)
class Wanted:
    """The states and kinds to report on."""

    states: tuple[DeliveryState, ...]
    kinds: tuple[DeliveryKind, ...]


EVERYTHING = Wanted(tuple(DeliveryState), tuple(kind for kind in DeliveryKind if kind.is_reportable))
"""All that may be told of whom it was for."""

FAILED = Wanted((DeliveryState.UNDELIVERABLE, DeliveryState.DROPPED), (*_SEEN_OFF, DeliveryKind.WEBHOOK))
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


async def unfinished(c: AsyncConnection, *, now: datetime) -> dict[DeliveryState, int]:
    """Unfinished deliveries by state, counted in the index alone, but for the few rows that are left out."""
    by_state = select(deliveries.c.state, func.count().label("number")).group_by(deliveries.c.state)
    every = {row.state: row.number for row in await c.execute(by_state.where(is_in(UNFINISHED)))}
    held = and_(deliveries.c.state == DeliveryState.DUE.value, is_held_back(at=now))
    for untold in (and_(_IS_REMINDER, is_in(UNFINISHED)), held):
        for row in await c.execute(by_state.where(untold)):
            every[row.state] -= row.number
    return {DeliveryState(state): number for state, number in every.items()}


async def oldest_due(c: AsyncConnection, *, now: datetime) -> datetime | None:
    """The earliest due time of due deliveries, resting tenants included."""
    first = [
        select(func.min(deliveries.c.due_at).label("due_at")).where(deliveries.c.state == state.value, ~_IS_REMINDER)
        for state in SENDABLE
    ]
    found = union_all(*first).subquery()
    query = select(func.min(found.c.due_at, type_=deliveries.c.due_at.type)).where(found.c.due_at <= now)
    found_at: datetime | None = (await c.execute(query)).scalar()
    return found_at


async def due_through(c: AsyncConnection, *, now: datetime) -> dict[str, int]:
    """Due deliveries by tenant; "" for deliveries without a tenant yet."""
    is_counted = and_(is_in(SENDABLE), deliveries.c.due_at <= now, ~_IS_REMINDER)
    query = select(deliveries.c.tenant, func.count().label("number")).where(is_counted)
    rows = await c.execute(query.group_by(deliveries.c.tenant))
    return {row.tenant: row.number for row in rows}


async def running(c: AsyncConnection) -> tuple[tuple[str, str], ...]:
    """(municipality, session) of the sessions with an unfinished prompt or digest."""
    mine = and_(is_in(UNFINISHED), _of_kind(_SEEN_OFF), deliveries.c.session.is_not(None), ~_IS_HELD)
    query = select(deliveries.c.municipality, deliveries.c.session).where(mine).distinct()
    rows = await c.execute(query.order_by(deliveries.c.municipality, deliveries.c.session))
    return tuple((row.municipality, row.session) for row in rows)


async def progress(c: AsyncConnection, municipality: str, session: str) -> tuple[Alike, ...]:
    """The session's prompts and digests."""
    alike = (
        deliveries.c.kind,
        deliveries.c.position,
        _STATE,
        _REASON,
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
    order = (_DUE_AT, deliveries.c.municipality, deliveries.c.id)
    page = _listing().where(is_in(wanted.states), _of_kind(wanted.kinds)).limit(_ROWS_AT_ONCE)
    query = page
    while rows := (await c.execute(query)).all():
        for row in rows:
            yield _listed(row)
        row = rows[-1]
        last = (
            literal(at, column.type) for at, column in zip((row.due_at, row.municipality, row.id), order, strict=True)
        )
        query = page.where(tuple_(*order) > tuple_(*last))


def _listing() -> Select[Any]:
    to = and_(people.c.municipality == deliveries.c.municipality, people.c.id == deliveries.c.person)
    by_time = (_DUE_AT, deliveries.c.municipality, deliveries.c.id)
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


async def webhooks_given_up(c: AsyncConnection, municipality: str, *, since: datetime) -> tuple[Delivery, ...]:
    """What programs have not taken, given up at `since` or later."""
    query = select(deliveries).where(
        deliveries.c.municipality == municipality,
        deliveries.c.kind == DeliveryKind.WEBHOOK.value,
        deliveries.c.state == DeliveryState.UNDELIVERABLE.value,
        deliveries.c.changed_at >= since,
    )
    return tuple(delivery_of(row) for row in (await c.execute(query.order_by(deliveries.c.changed_at))).mappings())


def _of_kind(kinds: Collection[DeliveryKind]) -> ColumnElement[bool]:
    return deliveries.c.kind.in_([kind.value for kind in kinds])
