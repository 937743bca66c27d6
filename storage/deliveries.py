"""The outbox: every change of state is one conditional UPDATE, whose row count says whose it was."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, and_, bindparam, case, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Delivery, DeliveryKind, DeliveryState
from storage.tables.deliveries import deliveries
from storage.tables.sessions import steps
from storage.upserts import put_if_absent

LEASE = timedelta(seconds=15)

_SENDABLE = (DeliveryState.DUE.value, DeliveryState.AGAIN.value, DeliveryState.UNCERTAIN.value)
_OVER = (DeliveryState.SENT.value, DeliveryState.DROPPED.value, DeliveryState.UNDELIVERABLE.value)


@dataclass(frozen=True)
class Reached:
    """Whom a step's prompts reached: people one by one, or a channel with all in it."""

    people: frozenset[UUID]
    channel: bool


async def add(c: AsyncConnection, delivery: Delivery) -> bool:
    """True if it was not there before; its id is derived from what it delivers and to whom."""
    values = _row(delivery)
    key = {name: values.pop(name) for name in ("municipality", "id")}
    return await put_if_absent(c, deliveries, key, values)


async def want_again(c: AsyncConnection, delivery: Delivery) -> None:
    """Wanted, or wanted anew: one that waits already is the same one; one under way goes once more afterwards."""
    await c.execute(_want_again(c.dialect.name), _row(delivery))


@cache
def _want_again(dialect: str) -> sqlite.Insert | postgresql.Insert:
    insert = sqlite.insert(deliveries) if dialect == "sqlite" else postgresql.insert(deliveries)
    over = deliveries.c.state.in_(_OVER)
    anew = {"state": DeliveryState.DUE.value, "due_at": insert.excluded.due_at, "tries": 0, "reason": ""}
    values = {name: case((over, value), else_=deliveries.c[name]) for name, value in anew.items()}
    return insert.on_conflict_do_update(
        index_elements=["municipality", "id"], set_={**values, "round": deliveries.c.round + 1}
    )


def _row(delivery: Delivery) -> dict[str, Any]:
    """As it is when it is first wanted."""
    return {
        "municipality": delivery.municipality,
        "id": delivery.id,
        "kind": delivery.kind.value,
        "state": delivery.state.value,
        "due_at": delivery.due_at,
        "session": delivery.session,
        "position": delivery.position,
        "person": delivery.person,
        "group": delivery.group,
        "about": delivery.about,
        "tries": 0,
        "round": 0,
        "tenant": delivery.tenant,
        "conversation": delivery.conversation,
        "thread": delivery.thread,
        "activity": delivery.activity,
        "reason": delivery.reason,
        "changed_at": delivery.changed_at,
    }


async def due(c: AsyncConnection, *, now: datetime, most: int) -> tuple[Delivery, ...]:
    query = (
        select(deliveries)
        .where(deliveries.c.state.in_(_SENDABLE), deliveries.c.due_at <= now)
        .order_by(deliveries.c.due_at, deliveries.c.municipality, deliveries.c.id)
        .limit(most)
    )
    return tuple(_delivery(row) for row in (await c.execute(query)).mappings())


async def give_back(c: AsyncConnection, *, now: datetime) -> None:
    """What a copy that died had claimed is due again; what it had on the wire is uncertain, but for receipts."""
    over = deliveries.c.changed_at <= now - LEASE
    on_the_wire = and_(deliveries.c.state == DeliveryState.ON_THE_WIRE.value, over)
    is_receipt = deliveries.c.kind == DeliveryKind.RECEIPT.value
    lost = {"state": DeliveryState.UNDELIVERABLE.value, "reason": "may have arrived", "changed_at": now}
    await c.execute(update(deliveries).where(on_the_wire, is_receipt).values(lost))
    for mine, becomes in (
        (and_(deliveries.c.state == DeliveryState.CLAIMED.value, over), DeliveryState.DUE),
        (on_the_wire, DeliveryState.UNCERTAIN),
    ):
        await c.execute(update(deliveries).where(mine).values(state=becomes.value, due_at=now, changed_at=now))


async def claim(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> Delivery | None:
    """The delivery as it stands, leased; None if another took it first."""
    mine = and_(_is(delivery.municipality, delivery.id), deliveries.c.state.in_(_SENDABLE))
    taken = update(deliveries).where(mine).values(state=DeliveryState.CLAIMED.value, changed_at=now)
    if (await c.execute(taken)).rowcount != 1:
        return None
    return await one(c, delivery.municipality, delivery.id)


async def settle(
    c: AsyncConnection,
    delivery: Delivery,
    *,
    held: DeliveryState,
    state: DeliveryState,
    now: datetime,
    due_at: datetime | None = None,
    **values: Any,  # noqa: ANN401 - columns of the table
) -> bool:
    """From the held state to `state`; False if it is no longer ours. One wanted anew meanwhile is due again."""
    mine = and_(_is(delivery.municipality, delivery.id), deliveries.c.state == held.value)
    values |= {"state": state.value, "changed_at": now, "due_at": due_at or delivery.due_at}
    if (await c.execute(update(deliveries).where(mine).values(values))).rowcount != 1:
        return False
    if state.value in _OVER:
        anew = and_(_is(delivery.municipality, delivery.id), deliveries.c.round > delivery.round)
        await c.execute(update(deliveries).where(anew).values(state=DeliveryState.DUE.value, due_at=now))
    return True


async def one(c: AsyncConnection, municipality: str, delivery_id: UUID) -> Delivery | None:
    query = select(deliveries).where(_is(municipality, delivery_id))
    row = (await c.execute(query)).mappings().one_or_none()
    return _delivery(row) if row else None


async def everything(c: AsyncConnection) -> tuple[Delivery, ...]:
    query = select(deliveries).order_by(deliveries.c.due_at, deliveries.c.municipality, deliveries.c.id)
    return tuple(_delivery(row) for row in (await c.execute(query)).mappings())


_PROMPTS = select(deliveries).where(
    deliveries.c.municipality == bindparam("municipality"),
    deliveries.c.session == bindparam("session"),
    deliveries.c.position == bindparam("position"),
    deliveries.c.kind == DeliveryKind.PROMPT.value,
)
_PROMPTS_TO = _PROMPTS.where(deliveries.c.person.in_(bindparam("to", expanding=True)))
_PROMPTS_TO_CHANNEL_AND = _PROMPTS.where(
    or_(deliveries.c.person.is_(None), deliveries.c.person.in_(bindparam("to", expanding=True)))
)


async def prompts_of(
    c: AsyncConnection, municipality: str, session: str, position: int, *, to: Collection[UUID | None] | None = None
) -> tuple[Delivery, ...]:
    """The step's prompts: those to these people, where None is the channel; else all."""
    step = {"municipality": municipality, "session": session, "position": position}
    if to is None:
        found = await c.execute(_PROMPTS, step)
    else:
        people = [person for person in to if person is not None]
        found = await c.execute(_PROMPTS_TO_CHANNEL_AND if None in to else _PROMPTS_TO, {**step, "to": people})
    return tuple(_delivery(row) for row in found.mappings())


_RECEIPTS = select(deliveries).where(
    deliveries.c.municipality == bindparam("municipality"),
    deliveries.c.session == bindparam("session"),
    deliveries.c.position == bindparam("position"),
    deliveries.c.person == bindparam("person"),
    deliveries.c.kind == DeliveryKind.RECEIPT.value,
    deliveries.c.group.is_(None),
    deliveries.c.activity != "",
)


async def receipts_of(
    c: AsyncConnection, municipality: str, session: str, position: int, *, person: UUID
) -> tuple[Delivery, ...]:
    """The confirmations that stand in this person's own chat."""
    mine = {"municipality": municipality, "session": session, "position": position, "person": person}
    return tuple(_delivery(row) for row in (await c.execute(_RECEIPTS, mine)).mappings())


async def reached(c: AsyncConnection, municipality: str, session: str) -> Reached:
    """Whom the session's prompts reached, for «answered of invited»."""
    query = select(deliveries.c.person).where(
        deliveries.c.municipality == municipality,
        deliveries.c.session == session,
        deliveries.c.kind == DeliveryKind.PROMPT.value,
        or_(deliveries.c.activity != "", deliveries.c.state == DeliveryState.SENT.value),
    )
    found = set((await c.execute(query)).scalars())
    return Reached(frozenset(person for person in found if person is not None), None in found)


async def wake_waiting(c: AsyncConnection, municipality: str, person: UUID, *, now: datetime) -> None:
    """Somebody can be reached now: what is still open goes out, and what is read ahead of a meeting; no backlog."""
    mine = and_(
        deliveries.c.municipality == municipality,
        deliveries.c.person == person,
        deliveries.c.state.in_((DeliveryState.WAITING.value, DeliveryState.UNDELIVERABLE.value)),
    )
    still_open = (
        select(steps.c.session)
        .where(
            steps.c.municipality == deliveries.c.municipality,
            steps.c.session == deliveries.c.session,
            steps.c.position == deliveries.c.position,
            steps.c.stage == "open",
        )
        .exists()
    )
    prompt = and_(deliveries.c.kind == DeliveryKind.PROMPT.value, still_open)
    ahead = and_(deliveries.c.kind == DeliveryKind.DIGEST.value, deliveries.c.session.is_(None))
    await c.execute(update(deliveries).where(mine, or_(prompt, ahead)).values(_ready(now)))


async def wake_channel(c: AsyncConnection, municipality: str, group: str, *, now: datetime) -> None:
    """The group's channel is known now: what waited for it goes out."""
    mine = and_(
        deliveries.c.municipality == municipality,
        deliveries.c.group == group,
        deliveries.c.state.in_((DeliveryState.WAITING.value, DeliveryState.UNDELIVERABLE.value)),
    )
    await c.execute(update(deliveries).where(mine).values(_ready(now)))


def _ready(now: datetime) -> dict[str, Any]:
    return {"state": DeliveryState.DUE.value, "due_at": now, "reason": "", "tries": 0, "changed_at": now}


async def drop_waiting(c: AsyncConnection, municipality: str, session: str, position: int, *, now: datetime) -> None:
    """The step has closed: whoever has not installed by now is not asked any more."""
    mine = and_(
        deliveries.c.municipality == municipality,
        deliveries.c.session == session,
        deliveries.c.position == position,
        deliveries.c.kind == DeliveryKind.PROMPT.value,
        deliveries.c.state == DeliveryState.WAITING.value,
    )
    gone = {"state": DeliveryState.DROPPED.value, "reason": "closed before anybody could be reached", "changed_at": now}
    await c.execute(update(deliveries).where(mine).values(gone))


async def thread_step(c: AsyncConnection, *, tenant: str, conversation: str, thread: str) -> Delivery | None:
    """The prompt whose thread this is."""
    query = select(deliveries).where(
        deliveries.c.tenant == tenant,
        deliveries.c.conversation == conversation,
        deliveries.c.thread == thread,
        deliveries.c.kind == DeliveryKind.PROMPT.value,
    )
    row = (await c.execute(query)).mappings().first()
    return _delivery(row) if row else None


def _is(municipality: str, delivery_id: UUID) -> ColumnElement[bool]:
    return and_(deliveries.c.municipality == municipality, deliveries.c.id == delivery_id)


def _delivery(row: RowMapping) -> Delivery:
    return Delivery(
        municipality=row["municipality"],
        id=row["id"],
        kind=DeliveryKind(row["kind"]),
        state=DeliveryState(row["state"]),
        due_at=row["due_at"],
        session=row["session"],
        position=row["position"],
        person=row["person"],
        group=row["group"],
        about=row["about"],
        tries=row["tries"],
        round=row["round"],
        tenant=row["tenant"],
        conversation=row["conversation"],
        thread=row["thread"],
        activity=row["activity"],
        reason=row["reason"],
        changed_at=row["changed_at"],
    )
