"""Claimed deliveries: claimed by a replica, put on the wire, settled.

Each change is one conditional UPDATE on the holder and the state that the row is expected to have.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    literal_column,
    null,
    or_,
    select,
    text,
    true,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningUpdate

from dialogs.model import Delivery, DeliveryKind, DeliveryState
from storage.outbox_rows import CLAIMED_STATES, REVIVABLE, delivery_of, has_key, is_in, is_sendable, key_params
from storage.prepared import Prepared, Rows
from storage.tables.outbox import SENDABLE_SQL, deliveries
from storage.tables.people import accounts
from storage.tables.places import channels, contacts
from storage.tables.replicas import replicas, tenants

LONGEST_REST = timedelta(minutes=15)


@dataclass(frozen=True)
class Mark:
    """A delivery about to be sent to Teams, and its destination."""

    delivery: Delivery
    tenant: str
    conversation: str


@dataclass(frozen=True)
class Settlement:
    """A claimed delivery leaves the state `expected`.

    `before` is the delivery as claimed. Of `after` are written: state, due_at, tenant, conversation, thread, activity,
    reason, tries and uncertain_tries.
    """

    expected: DeliveryState
    before: Delivery
    after: Delivery


def _is_due() -> ColumnElement[bool]:
    """Both values of `urgent` are written out: the index then finds due_at, and skips rows due later."""
    any_of_both = deliveries.c.urgent.in_([true(), false()])
    return and_(is_sendable(), any_of_both, deliveries.c.due_at <= bindparam("now"))


async def tenants_due(c: AsyncConnection, *, now: datetime) -> tuple[str, ...]:
    """The tenants with due deliveries that do not rest; "" for deliveries without a tenant yet.

    No rest is longer than LONGEST_REST: a longer one was begun by a wrong clock and is ignored.
    """
    query = _tenants_due(c.dialect.name)
    return tuple((await query.run(c, now=now, longest_rest=now + LONGEST_REST)).scalars())


@cache
def _tenants_due(dialect: str) -> Prepared:
    """Tenant by tenant in the index of sendable deliveries: the time does not grow with their number."""
    source, tenant = text(_SENDABLE_DELIVERIES[dialect]), literal_column("deliveries.tenant", String)
    first = select(func.min(tenant).label("tenant")).select_from(source).where(SENDABLE_SQL)
    known = first.cte("known", recursive=True)
    nearest = select(func.min(tenant)).select_from(source).where(SENDABLE_SQL, tenant > known.c.tenant)
    known = known.union_all(select(nearest.scalar_subquery()).where(known.c.tenant.is_not(None)))
    resting = exists().where(
        tenants.c.tenant == known.c.tenant,
        tenants.c.rests_until > bindparam("now"),
        tenants.c.rests_until <= bindparam("longest_rest"),
    )
    due = exists().where(_is_due(), deliveries.c.tenant == known.c.tenant)
    return Prepared(select(known.c.tenant).where(known.c.tenant.is_not(None), due, ~resting).order_by(known.c.tenant))


# Without INDEXED BY, SQLite reads every sendable row: 2 s for 200,000.
_SENDABLE_DELIVERIES = {"sqlite": "deliveries INDEXED BY ix_deliveries_sendable", "postgresql": "deliveries"}


async def is_due(c: AsyncConnection, tenant: str, *, now: datetime) -> bool:
    """Whether anything is due for the tenant."""
    return bool((await _IS_DUE.run(c, its_tenant=tenant, now=now)).scalar())


_IS_DUE = Prepared(select(exists().where(_is_due(), deliveries.c.tenant == bindparam("its_tenant"))))


async def is_anything_left(c: AsyncConnection, tenant: str, *, but: DeliveryKind) -> bool:
    """Whether a delivery of any other kind is still to be sent through the tenant, now or later."""
    left = and_(is_sendable(), deliveries.c.tenant == tenant, deliveries.c.kind != but.value)
    return bool((await c.execute(select(exists().where(left)))).scalar())


async def address(c: AsyncConnection, *, now: datetime, let_in: Collection[str]) -> None:
    """Set the tenant of due deliveries: the one in which the reader was heard from last, or the channel's.

    Deliveries without a known reader, or through a tenant not let in, are left alone: composing finds the reason.
    """
    mine = and_(is_sendable(), deliveries.c.tenant == "", deliveries.c.due_at <= now)
    for through in (_of_reader(), _of_channel()):
        found = through.scalar_subquery()
        await c.execute(update(deliveries).where(mine, found.in_(let_in)).values(tenant=found))


def _of_reader() -> Select[tuple[str]]:
    return (
        select(contacts.c.tenant)
        .join(accounts, and_(accounts.c.tenant == contacts.c.tenant, accounts.c.object_id == contacts.c.object_id))
        .where(
            accounts.c.municipality == deliveries.c.municipality,
            accounts.c.person == deliveries.c.person,
            deliveries.c.group.is_(None),
        )
        .order_by(contacts.c.reachable.desc(), contacts.c.changed_at.desc())
        .limit(1)
        .correlate(deliveries)
    )


def _of_channel() -> Select[tuple[str]]:
    return (
        select(channels.c.tenant)
        .where(channels.c.municipality == deliveries.c.municipality, channels.c.group == deliveries.c.group)
        .correlate(deliveries)
    )


async def claim_due(c: AsyncConnection, tenant: str, *, replica: str, now: datetime, most: int) -> tuple[Delivery, ...]:
    """Claim due deliveries: replies and receipts first, then in the order of due_at.

    Claims nothing if the replica does not hold the tenant's lease any more.
    """
    its = {"its_tenant": tenant, "of_replica": replica, "now": now}
    taken: list[Delivery] = []
    for urgent in (True, False):
        if len(taken) < most:
            found = await _claiming_due(urgent=urgent).run(c, **its, most=most - len(taken))
            taken += _in_order(found)
    return tuple(taken)


@cache
def _claiming_due(*, urgent: bool) -> Prepared:
    is_its = exists().where(tenants.c.tenant == bindparam("its_tenant"), tenants.c.replica == bindparam("of_replica"))
    wanted = (
        select(deliveries.c.municipality, deliveries.c.id)
        .where(
            is_sendable(),
            deliveries.c.tenant == bindparam("its_tenant"),
            deliveries.c.urgent.is_(urgent),
            deliveries.c.due_at <= bindparam("now"),
            is_its,
        )
        .order_by(deliveries.c.due_at)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
    )
    return Prepared(_claiming(wanted))


async def claim(c: AsyncConnection, delivery: Delivery, *, tenant: str, replica: str, now: datetime) -> Delivery | None:
    """The delivery, claimed by the replica and addressed to the tenant; None if another claimed the delivery first."""
    its = {**key_params(delivery), "its_tenant": tenant, "of_replica": replica, "now": now}
    return next(iter(_in_order(await _claiming_one().run(c, **its))), None)


@cache
def _claiming_one() -> Prepared:
    wanted = (
        select(deliveries.c.municipality, deliveries.c.id)
        .where(has_key(), is_sendable())
        .with_for_update(skip_locked=True)
    )
    return Prepared(_claiming(wanted, tenant=bindparam("its_tenant")))


def _claiming(wanted: Select[Any], **more: BindParameter[str]) -> ReturningUpdate[Any]:
    """With a CTE, so that PostgreSQL evaluates the subquery once in any plan."""
    found = wanted.cte("wanted")
    return (
        update(deliveries)
        .where(deliveries.c.municipality == found.c.municipality, deliveries.c.id == found.c.id, is_sendable())
        .values(state=DeliveryState.CLAIMED.value, replica=bindparam("of_replica"), changed_at=bindparam("now"), **more)
        .returning(*deliveries.c)
    )


def _in_order(found: Rows) -> list[Delivery]:
    return sorted(
        (delivery_of(row) for row in found.mappings()), key=lambda one: (one.due_at, one.municipality, one.id)
    )


async def put_on_the_wire(c: AsyncConnection, marks: Sequence[Mark], *, replica: str, now: datetime) -> set[UUID]:
    """The ids of the deliveries still held by the replica, which may be sent now."""
    rows = [
        {
            **key_params(mark.delivery),
            "its_tenant": mark.tenant,
            "its_conversation": mark.conversation,
            "of_replica": replica,
        }
        for mark in sorted(marks, key=lambda mark: mark.delivery.key)
    ]
    put = await _putting_on_the_wire().run_each(c, [{**row, "its_changed_at": now} for row in rows])
    if put == len(rows):
        return {mark.delivery.id for mark in marks}
    there = select(deliveries.c.municipality, deliveries.c.id).where(
        tuple_(deliveries.c.municipality, deliveries.c.id).in_([mark.delivery.key for mark in marks]),
        deliveries.c.state == DeliveryState.ON_THE_WIRE.value,
        deliveries.c.replica == replica,
    )
    return {row.id for row in await c.execute(there)}


async def settle(c: AsyncConnection, settlements: Sequence[Settlement], *, replica: str, now: datetime) -> None:
    """Settle the deliveries still held by the replica. A delivery wanted anew meanwhile is due at its new time.

    Rows are written in the order of their keys: two writers of the same rows cannot deadlock.
    """
    ordered = sorted(settlements, key=lambda one: one.before.key)
    rows = [_settled(one, now=now) for one in ordered]
    claims = [{"its_expected": one.expected.value, "of_replica": replica} for one in ordered]
    in_time = [{**row, **by} for row, by in zip(rows, claims, strict=True)]
    settled = await _settling(late=False).run_each(c, in_time)
    if settled == len(rows):
        return
    # Not all rows matched: the driver gives no row count, or this replica was evicted while Teams was slow. A late
    # answer is as good as one in time, if nobody sent again.
    lost = [row for row in rows if row["its_state"] == DeliveryState.SENT.value]
    if lost:
        await _settling(late=True).run_each(c, lost)


@cache
def _putting_on_the_wire() -> Prepared:
    claimed = and_(has_key(), deliveries.c.state == DeliveryState.CLAIMED.value, _of_replica())
    put = {
        "state": DeliveryState.ON_THE_WIRE.value,
        "changed_at": bindparam("its_changed_at"),
        "tenant": bindparam("its_tenant"),
        "conversation": bindparam("its_conversation"),
        "tries": deliveries.c.tries + 1,
    }
    return Prepared(update(deliveries).where(claimed).values(put))


@cache
def _settling(*, late: bool) -> Prepared:
    in_time = and_(deliveries.c.state == bindparam("its_expected"), _of_replica())
    given_back = and_(
        # Each state written out: a prepared statement takes no list as a parameter.
        or_(*(deliveries.c.state == state.value for state in (DeliveryState.UNCERTAIN, DeliveryState.UNDELIVERABLE))),
        deliveries.c.tries == bindparam("its_tries"),
        deliveries.c.uncertain_tries > bindparam("its_uncertain_tries"),
    )
    is_finished = bindparam("is_finished", type_=Boolean)
    anew = and_(is_finished, deliveries.c.revision > bindparam("its_revision"))
    settled = {
        "state": case((anew, DeliveryState.DUE.value), else_=bindparam("its_state")),
        "due_at": case((anew, deliveries.c.due_at), else_=bindparam("its_due_at")),
        "tenant": bindparam("its_tenant"),
        "conversation": bindparam("its_conversation"),
        "thread": bindparam("its_thread"),
        "activity": bindparam("its_activity"),
        "reason": bindparam("its_reason"),
        "tries": case((anew, 0), else_=bindparam("its_tries")),
        "uncertain_tries": bindparam("its_uncertain_tries"),
        "reply": case((is_finished, null()), else_=deliveries.c.reply),
        "changed_at": bindparam("its_changed_at"),
        "replica": "",
    }
    return Prepared(update(deliveries).where(has_key(), given_back if late else in_time).values(settled))


def _settled(one: Settlement, *, now: datetime) -> dict[str, Any]:
    after = one.after
    return {
        **key_params(one.before),
        "its_revision": one.before.revision,
        "is_finished": after.state in REVIVABLE,
        "its_state": after.state.value,
        "its_due_at": after.due_at,
        "its_tenant": after.tenant,
        "its_conversation": after.conversation,
        "its_thread": after.thread,
        "its_activity": after.activity,
        "its_reason": after.reason,
        "its_tries": after.tries,
        "its_uncertain_tries": after.uncertain_tries,
        "its_changed_at": now,
    }


async def claimed_by(c: AsyncConnection, replica: str) -> tuple[Delivery, ...]:
    """Deliveries claimed by the replica or on the wire."""
    query = select(deliveries).where(is_in(CLAIMED_STATES), deliveries.c.replica == replica)
    return tuple(delivery_of(row) for row in (await c.execute(query)).mappings())


async def orphans(c: AsyncConnection) -> tuple[Delivery, ...]:
    """Deliveries claimed or on the wire under a replica that is gone."""
    query = select(deliveries).where(is_in(CLAIMED_STATES), deliveries.c.replica.not_in(select(replicas.c.id)))
    return tuple(delivery_of(row) for row in (await c.execute(query)).mappings())


def _of_replica() -> ColumnElement[bool]:
    return deliveries.c.replica == bindparam("of_replica")
