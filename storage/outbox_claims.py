"""Claimed deliveries: claimed by a replica, put on the wire, settled.

Each change is a conditional UPDATE on the expected holder and state of the row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    exists,
    null,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningUpdate

from dialogs.model import Delivery, DeliveryState
from storage.notices_shown import Shown, ShownInChannel, mark_shown
from storage.outbox_rows import CLAIMED_STATES, REVIVABLE, delivery_of, has_key, is_in, is_sendable, key_params
from storage.prepared import Prepared, Rows
from storage.tables.outbox import deliveries
from storage.tables.replicas import replicas, tenants


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
    reason, tries and uncertain_tries. `shown` is the privacy notice in the message, if it was sent with any.
    """

    expected: DeliveryState
    before: Delivery
    after: Delivery
    shown: Shown | ShownInChannel | None = None


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
    sent = [one for one in settlements if one.after.state is DeliveryState.SENT]
    await mark_shown(c, [one.shown for one in sent if one.shown is not None], now=now)
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
        "state": case((anew, DeliveryState.DUE.value), else_=bindparam("its_state", type_=deliveries.c.state.type)),
        "due_at": case((anew, deliveries.c.due_at), else_=bindparam("its_due_at", type_=deliveries.c.due_at.type)),
        "tenant": bindparam("its_tenant"),
        "conversation": bindparam("its_conversation"),
        "thread": bindparam("its_thread"),
        "activity": bindparam("its_activity"),
        "reason": bindparam("its_reason"),
        "tries": case((anew, 0), else_=bindparam("its_tries", type_=deliveries.c.tries.type)),
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
    return tuple(delivery_of(row) for row in (await _CLAIMED_BY.run(c, of_replica=replica)).mappings())


async def orphans(c: AsyncConnection) -> tuple[Delivery, ...]:
    """Deliveries claimed or on the wire under a replica that is gone."""
    return tuple(delivery_of(row) for row in (await _ORPHANS.run(c)).mappings())


def _of_replica() -> ColumnElement[bool]:
    return deliveries.c.replica == bindparam("of_replica")


_CLAIMED_BY = Prepared(select(deliveries).where(is_in(CLAIMED_STATES), _of_replica()))
_ORPHANS = Prepared(select(deliveries).where(is_in(CLAIMED_STATES), deliveries.c.replica.not_in(select(replicas.c.id))))
