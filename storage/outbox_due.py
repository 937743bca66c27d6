"""Due deliveries: the tenants with deliveries to send, and the tenant of each delivery."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    exists,
    false,
    func,
    literal_column,
    select,
    text,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import DeliveryKind
from storage.outbox_rows import is_sendable
from storage.prepared import Prepared
from storage.tables.outbox import SENDABLE_SQL, deliveries
from storage.tables.people import accounts
from storage.tables.places import channels, contacts
from storage.tables.replicas import tenants

LONGEST_REST = timedelta(minutes=15)
"""The longest time for which nothing is sent to a tenant after failures."""


def _is_due() -> ColumnElement[bool]:
    """Both values of `urgent` are written out: the index then finds due_at, and skips rows due later."""
    any_of_both = deliveries.c.urgent.in_([true(), false()])
    return and_(is_sendable(), any_of_both, deliveries.c.due_at <= bindparam("now"))


async def tenants_due(c: AsyncConnection, *, now: datetime) -> tuple[str, ...]:
    """The tenants with due deliveries that do not rest; "" for deliveries without a tenant yet.

    A rest longer than LONGEST_REST was begun by a wrong clock, and is ignored.
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
    for through in _addressing(tuple(sorted(let_in))) if let_in else ():
        await through.run(c, now=now)


@cache
def _addressing(let_in: tuple[str, ...]) -> tuple[Prepared, ...]:
    """Built once per process: the tenants let in are a setting, and the outbox asks several times a second."""
    mine = and_(is_sendable(), deliveries.c.tenant == "", deliveries.c.due_at <= bindparam("now"))
    found = [through.scalar_subquery() for through in (_of_reader(), _of_channel())]
    return tuple(Prepared(update(deliveries).where(mine, tenant.in_(let_in)).values(tenant=tenant)) for tenant in found)


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
