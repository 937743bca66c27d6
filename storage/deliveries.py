"""The outbox: every change of state is one conditional UPDATE, whose row count says whose it was."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    CursorResult,
    Integer,
    RowMapping,
    Select,
    Update,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    null,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningUpdate

from dialogs.model import Delivery, DeliveryKind, DeliveryState, Place
from storage.prepared import made_once
from storage.tables.copies import copies, tenants
from storage.tables.deliveries import deliveries
from storage.tables.people import accounts
from storage.tables.places import channels, contacts
from storage.tables.sessions import steps
from storage.upserts import Insert, insert_into, put_if_absent

LONGEST_REST = timedelta(minutes=15)
_ROWS_AT_ONCE = 500  # others get their turn between them

_SENDABLE = (DeliveryState.DUE, DeliveryState.AGAIN, DeliveryState.UNCERTAIN)
_HELD = (DeliveryState.CLAIMED, DeliveryState.ON_THE_WIRE)
_OVER = (DeliveryState.SENT, DeliveryState.DROPPED, DeliveryState.UNDELIVERABLE)


@dataclass(frozen=True)
class Reached:
    """Whom a step's prompts reached: people one by one, or a channel with all in it."""

    people: frozenset[UUID]
    channel: bool


@dataclass(frozen=True)
class Mark:
    """A delivery that is about to be asked of Teams, and where it goes."""

    delivery: Delivery
    tenant: str
    conversation: str


@dataclass(frozen=True)
class Settlement:
    """What becomes of a delivery in hand: from `held` to `state`.

    `before` is the delivery as it was when it was taken; of `after` its due_at, tenant, conversation, thread, activity,
    reason, tries and unsure count.
    """

    held: DeliveryState
    before: Delivery
    after: Delivery


async def add(c: AsyncConnection, delivery: Delivery) -> bool:
    """True if it was not there before; its id is derived from what it delivers and to whom."""
    key = {"municipality": delivery.municipality, "id": delivery.id}
    return await put_if_absent(c, deliveries, key, _new(delivery))


async def add_all(c: AsyncConnection, many: Iterable[Delivery]) -> None:
    """The same for each, in a few statements."""
    await _put_all(c, _adding(c.dialect.name), many)


@cache
def _adding(dialect: str) -> Insert:
    return made_once(insert_into(dialect, deliveries).on_conflict_do_nothing(index_elements=["municipality", "id"]))


async def want_again(c: AsyncConnection, *wanted: Delivery) -> None:
    """Wanted, or wanted anew: one that waits already is the same one; one under way goes once more afterwards."""
    await _put_all(c, _wanting_again(c.dialect.name), wanted)


@cache
def _wanting_again(dialect: str) -> Insert:
    """Made once: it is carried out with each answer."""
    insert = insert_into(dialect, deliveries)
    # One by one: a list has no fixed number of parameters, and the statement is prepared once for many rows.
    is_over = or_(*(deliveries.c.state == state.value for state in _OVER))
    due = {"state": DeliveryState.DUE.value, "due_at": insert.excluded.due_at}
    fresh = {**due, "tries": 0, "unsure": 0, "reason": ""}
    anew = {name: case((is_over, value), else_=deliveries.c[name]) for name, value in fresh.items()}
    return made_once(
        insert.on_conflict_do_update(
            index_elements=["municipality", "id"], set_={"round": deliveries.c.round + 1, **anew}
        )
    )


async def _put_all(c: AsyncConnection, statement: Insert, many: Iterable[Delivery]) -> None:
    """Each statement is prepared once for all its rows, so that no number of them has too many parameters.

    They go in the order of their ids: two who write the same rows wait for each other, and never both.
    """
    ordered = sorted(many, key=lambda one: one.key)
    rows = [{"municipality": one.municipality, "id": one.id, **_new(one)} for one in ordered]
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        await c.execute(statement, rows[start : start + _ROWS_AT_ONCE])


def _new(delivery: Delivery) -> dict[str, Any]:
    return {
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
        "copy": "",
        "unsure": 0,
        "waited_for": delivery.kind.is_waited_for,
        "reply": dict(delivery.reply) if delivery.reply is not None else None,
    }


# In hand. Each change is one conditional UPDATE: the row says whose it is and what state it is left from.


async def tenants_due(c: AsyncConnection, *, now: datetime) -> tuple[str, ...]:
    """The tenants that something is due for and that do not rest; "" where it is not known yet which it goes through.

    No rest is longer than LONGEST_REST: one that seems to be was begun by a clock that went wrong.
    Looked up tenant by tenant in the index of what can be sent, however much of it there is.
    """
    first = select(func.min(deliveries.c.tenant).label("tenant")).where(_sendable()).cte("met", recursive=True)
    nearest = select(func.min(deliveries.c.tenant)).where(_sendable(), deliveries.c.tenant > first.c.tenant)
    met = first.union_all(select(nearest.scalar_subquery()).where(first.c.tenant.is_not(None)))
    is_due = exists().where(_sendable(), deliveries.c.tenant == met.c.tenant, deliveries.c.due_at <= now)
    resting = exists().where(
        tenants.c.tenant == met.c.tenant, tenants.c.rests_until > now, tenants.c.rests_until <= now + LONGEST_REST
    )
    query = select(met.c.tenant).where(met.c.tenant.is_not(None), is_due, ~resting)
    return tuple((await c.execute(query.order_by(met.c.tenant))).scalars())


async def is_due(c: AsyncConnection, tenant: str, *, now: datetime) -> bool:
    query = select(exists().where(_sendable(), deliveries.c.tenant == tenant, deliveries.c.due_at <= now))
    return bool((await c.execute(query)).scalar())


async def address(c: AsyncConnection, *, now: datetime, let_in: Collection[str]) -> None:
    """What is due goes through the tenant in which its reader was heard from last, or its channel is.

    What nobody can be found for, and what would go through a tenant that is not let in, is left as it is: why it does
    not go out is found when it is composed.
    """
    mine = and_(_sendable(), deliveries.c.tenant == "", deliveries.c.due_at <= now)
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


async def claim_due(c: AsyncConnection, tenant: str, *, copy: str, now: datetime, most: int) -> tuple[Delivery, ...]:
    """Taken in hand by this copy: what somebody waits for first, then what has been due longest.

    Nothing where it does not hold the tenant any more: it has been taken for dead meanwhile, and another sends there.
    """
    its = {"its_tenant": tenant, "of_copy": copy, "now": now}
    taken: list[Delivery] = []
    for waited_for in (True, False):
        if len(taken) < most:
            found = await c.execute(_claiming_due(waited_for=waited_for), {**its, "most": most - len(taken)})
            taken += _in_order(found)
    return tuple(taken)


@cache
def _claiming_due(*, waited_for: bool) -> ReturningUpdate[Any]:
    """Made once: it is carried out many times a second."""
    is_its = exists().where(tenants.c.tenant == bindparam("its_tenant"), tenants.c.copy == bindparam("of_copy"))
    wanted = (
        select(deliveries.c.municipality, deliveries.c.id)
        .where(
            _sendable(),
            deliveries.c.tenant == bindparam("its_tenant"),
            deliveries.c.waited_for.is_(waited_for),
            deliveries.c.due_at <= bindparam("now"),
            is_its,
        )
        .order_by(deliveries.c.due_at)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
    )
    return made_once(_claiming(wanted))


async def claim(c: AsyncConnection, delivery: Delivery, *, tenant: str, copy: str, now: datetime) -> Delivery | None:
    """The delivery as it stands, in this copy's hand and to go through this tenant; None if another took it first."""
    its = {**_name(delivery), "its_tenant": tenant, "of_copy": copy, "now": now}
    return next(iter(_in_order(await c.execute(_claiming_one(), its))), None)


@cache
def _claiming_one() -> ReturningUpdate[Any]:
    wanted = (
        select(deliveries.c.municipality, deliveries.c.id)
        .where(_named(), _sendable())
        .with_for_update(skip_locked=True)
    )
    return made_once(_claiming(wanted, tenant=bindparam("its_tenant")))


def _claiming(wanted: Select[Any], **more: BindParameter[str]) -> ReturningUpdate[Any]:
    """A CTE, so that PostgreSQL looks for them once, however it goes about the update."""
    found = wanted.cte("wanted")
    return (
        update(deliveries)
        .where(deliveries.c.municipality == found.c.municipality, deliveries.c.id == found.c.id, _sendable())
        .values(state=DeliveryState.CLAIMED.value, copy=bindparam("of_copy"), changed_at=bindparam("now"), **more)
        .returning(*deliveries.c)
    )


def _in_order(found: CursorResult[Any]) -> list[Delivery]:
    return sorted((_delivery(row) for row in found.mappings()), key=lambda one: (one.due_at, one.municipality, one.id))


async def put_on_the_wire(c: AsyncConnection, marks: Sequence[Mark], *, copy: str, now: datetime) -> set[UUID]:
    """The ids of those that were still this copy's, and may be asked of Teams now."""
    rows = [
        {**_name(mark.delivery), "its_tenant": mark.tenant, "its_conversation": mark.conversation, "of_copy": copy}
        for mark in sorted(marks, key=lambda mark: mark.delivery.key)
    ]
    put = await c.execute(_putting_on_the_wire(), [{**row, "its_changed_at": now} for row in rows])
    if put.rowcount == len(rows):
        return {mark.delivery.id for mark in marks}
    there = select(deliveries.c.municipality, deliveries.c.id).where(
        tuple_(deliveries.c.municipality, deliveries.c.id).in_([mark.delivery.key for mark in marks]),
        deliveries.c.state == DeliveryState.ON_THE_WIRE.value,
        deliveries.c.copy == copy,
    )
    return {row.id for row in await c.execute(there)}


async def settle(c: AsyncConnection, settlements: Sequence[Settlement], *, copy: str, now: datetime) -> None:
    """Each to its new state, if it is still this copy's. One that was wanted anew meanwhile is due again.

    They go in the order of their ids: two who write the same rows wait for each other, and never both.
    """
    rows = [_settled(one, copy=copy, now=now) for one in sorted(settlements, key=lambda one: one.before.key)]
    settled = await c.execute(_settling(late=False), rows)
    if settled.rowcount == len(rows):
        return
    # The copy was taken for dead while Teams was slow. A late answer is as good as one in time, if nobody sent again.
    lost = [row for row in rows if row["its_state"] == DeliveryState.SENT.value]
    if lost:
        await c.execute(_settling(late=True), lost)


@cache
def _putting_on_the_wire() -> Update:
    """Made once: it is carried out for each message."""
    claimed = and_(_named(), deliveries.c.state == DeliveryState.CLAIMED.value, _of_copy())
    put = {
        "state": DeliveryState.ON_THE_WIRE.value,
        "changed_at": bindparam("its_changed_at"),
        "tenant": bindparam("its_tenant"),
        "conversation": bindparam("its_conversation"),
        "tries": deliveries.c.tries + 1,
    }
    return made_once(update(deliveries).where(claimed).values(put))


@cache
def _settling(*, late: bool) -> Update:
    """Made once: it is carried out for each message."""
    in_time = and_(deliveries.c.state == bindparam("its_held"), _of_copy())
    given_back = and_(
        # One by one: a list cannot be a parameter of a statement that is carried out for many rows.
        or_(*(deliveries.c.state == state.value for state in (DeliveryState.UNCERTAIN, DeliveryState.UNDELIVERABLE))),
        deliveries.c.tries == bindparam("its_tries"),
        deliveries.c.unsure > bindparam("its_unsure"),
    )
    is_over = bindparam("is_over", type_=Boolean)
    anew = and_(is_over, deliveries.c.round > bindparam("its_round"))
    settled = {
        "state": case((anew, DeliveryState.DUE.value), else_=bindparam("its_state")),
        "due_at": bindparam("its_due_at"),
        "tenant": bindparam("its_tenant"),
        "conversation": bindparam("its_conversation"),
        "thread": bindparam("its_thread"),
        "activity": bindparam("its_activity"),
        "reason": bindparam("its_reason"),
        "tries": case((anew, 0), else_=bindparam("its_tries")),
        "unsure": bindparam("its_unsure"),
        "reply": case((is_over, null()), else_=deliveries.c.reply),
        "changed_at": bindparam("its_changed_at"),
        "copy": "",
    }
    return made_once(update(deliveries).where(_named(), given_back if late else in_time).values(settled))


def _settled(one: Settlement, *, copy: str, now: datetime) -> dict[str, Any]:
    after = one.after
    return {
        **_name(one.before),
        "of_copy": copy,
        "its_held": one.held.value,
        "its_round": one.before.round,
        "is_over": after.state in _OVER,
        "its_state": after.state.value,
        "its_due_at": after.due_at,
        "its_tenant": after.tenant,
        "its_conversation": after.conversation,
        "its_thread": after.thread,
        "its_activity": after.activity,
        "its_reason": after.reason,
        "its_tries": after.tries,
        "its_unsure": after.unsure,
        "its_changed_at": now,
    }


async def held_by(c: AsyncConnection, copy: str) -> tuple[Delivery, ...]:
    """What this copy has claimed or on the wire."""
    query = select(deliveries).where(_in(_HELD), deliveries.c.copy == copy)
    return tuple(_delivery(row) for row in (await c.execute(query)).mappings())


async def orphans(c: AsyncConnection) -> tuple[Delivery, ...]:
    """What is claimed or on the wire in the hand of a copy that is gone."""
    query = select(deliveries).where(_in(_HELD), deliveries.c.copy.not_in(select(copies.c.id)))
    return tuple(_delivery(row) for row in (await c.execute(query)).mappings())


async def unsure_of(
    c: AsyncConnection, municipality: str, delivery_id: UUID, place: Place, activity: str
) -> Delivery | None:
    """The prompt, if it may stand in this conversation as this message without our having been told; None if not.

    A message that is known as another delivery's is none of it, whatever its card is made to say.
    """
    message = {"tenant": place.tenant, "conversation": place.conversation, "activity": activity}
    named = {"its_municipality": municipality, "its_id": delivery_id}
    row = (await c.execute(_unsure(), {**named, **message})).mappings().one_or_none()
    return _delivery(row) if row else None


@cache
def _unsure() -> Select[Any]:
    """Made once: it is asked with each press."""
    another = deliveries.alias()
    known = exists().where(
        another.c.tenant == bindparam("tenant"),
        another.c.conversation == bindparam("conversation"),
        another.c.activity == bindparam("activity"),
    )
    return made_once(
        select(deliveries).where(
            _named(),
            deliveries.c.kind == DeliveryKind.PROMPT.value,
            deliveries.c.unsure > 0,
            deliveries.c.tenant == bindparam("tenant"),
            deliveries.c.conversation == bindparam("conversation"),
            ~known,
        )
    )


async def reveal(c: AsyncConnection, delivery: Delivery, activity: str, thread: str, *, now: datetime) -> bool:
    """It stands in Teams as this message; False if it is being sent once more just now."""
    mine = and_(_is(delivery.municipality, delivery.id), deliveries.c.activity == delivery.activity, ~_in(_HELD))
    values = {
        "state": DeliveryState.SENT.value,
        "activity": activity,
        "thread": thread,
        "reason": "",
        "changed_at": now,
    }
    return (await c.execute(update(deliveries).where(mine).values(values))).rowcount == 1


async def cancel(c: AsyncConnection, municipality: str, session: str, *, now: datetime) -> int:
    """How many of the session's prompts and digests that have not gone out will not; what is on the wire goes on."""
    open_still = (*_SENDABLE, DeliveryState.WAITING, DeliveryState.CLAIMED)
    mine = and_(
        deliveries.c.municipality == municipality,
        deliveries.c.session == session,
        deliveries.c.kind.in_((DeliveryKind.PROMPT.value, DeliveryKind.DIGEST.value)),
        _in(open_still),
    )
    gone = {"state": DeliveryState.CANCELLED.value, "reason": "cancelled", "changed_at": now, "copy": ""}
    return (await c.execute(update(deliveries).where(mine).values(gone))).rowcount


async def retry(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> bool:
    """False where it has been sent, is on its way, or is due anyhow."""
    over = (DeliveryState.UNDELIVERABLE, DeliveryState.DROPPED, DeliveryState.CANCELLED, DeliveryState.WAITING)
    mine = and_(_is(delivery.municipality, delivery.id), _in(over))
    return (await c.execute(update(deliveries).where(mine).values(_ready(now)))).rowcount == 1


async def has_old_replies(c: AsyncConnection, *, before: datetime) -> bool:
    return bool((await c.execute(select(exists().where(_old_replies(before))))).scalar())


async def drop_old_replies(c: AsyncConnection, *, before: datetime, now: datetime) -> None:
    """Words are not left lying where nothing can be sent, to somebody who looks for them no longer."""
    gone = {"state": DeliveryState.DROPPED.value, "reason": "too late for a reply", "reply": null(), "changed_at": now}
    await c.execute(update(deliveries).where(_old_replies(before)).values(gone))


def _old_replies(before: datetime) -> ColumnElement[bool]:
    return and_(_in(_SENDABLE), deliveries.c.due_at < before, deliveries.c.kind == DeliveryKind.REPLY.value)


async def one(c: AsyncConnection, municipality: str, delivery_id: UUID) -> Delivery | None:
    named = {"its_municipality": municipality, "its_id": delivery_id}
    row = (await c.execute(_one(), named)).mappings().one_or_none()
    return _delivery(row) if row else None


@cache
def _one() -> Select[Any]:
    return made_once(select(deliveries).where(_named()))


async def several(c: AsyncConnection, municipality: str, ids: Collection[UUID]) -> dict[UUID, Delivery]:
    found = (await c.execute(_SEVERAL, {"municipality": municipality, "ids": list(ids)})).mappings()
    return {row["id"]: _delivery(row) for row in found}


_SEVERAL = select(deliveries).where(
    deliveries.c.municipality == bindparam("municipality"), deliveries.c.id.in_(bindparam("ids", expanding=True))
)


async def everything(c: AsyncConnection) -> tuple[Delivery, ...]:
    query = select(deliveries).order_by(deliveries.c.due_at, deliveries.c.municipality, deliveries.c.id)
    return tuple(_delivery(row) for row in (await c.execute(query)).mappings())


_OF_STEP = select(deliveries).where(
    deliveries.c.municipality == bindparam("municipality"),
    deliveries.c.session == bindparam("session"),
    deliveries.c.position == bindparam("position"),
)
_IS_PROMPT = deliveries.c.kind == DeliveryKind.PROMPT.value
_IS_TO = deliveries.c.person == bindparam("person")
_QUOTES = and_(
    deliveries.c.kind == DeliveryKind.RECEIPT.value, deliveries.c.group.is_(None), deliveries.c.activity != ""
)
_PROMPTS = made_once(_OF_STEP.where(_IS_PROMPT))
_SHOWN_TO = made_once(_OF_STEP.where(_IS_TO, or_(_IS_PROMPT, _QUOTES)))
_SHOWN_TO_OR_IN_CHANNEL = made_once(
    _OF_STEP.where(or_(and_(_IS_TO, or_(_IS_PROMPT, _QUOTES)), and_(deliveries.c.person.is_(None), _IS_PROMPT)))
)


async def prompts_of(c: AsyncConnection, municipality: str, session: str, position: int) -> tuple[Delivery, ...]:
    """The step's prompts."""
    step = {"municipality": municipality, "session": session, "position": position}
    return tuple(_delivery(row) for row in (await c.execute(_PROMPTS, step)).mappings())


async def shown_to(
    c: AsyncConnection, municipality: str, session: str, position: int, *, person: UUID, in_channel: bool
) -> tuple[Delivery, ...]:
    """What shows this person their answer: the step's prompt, and the confirmations that stand in their own chat.

    With `in_channel` also the prompt that everybody in the group's channel sees.
    """
    mine = {"municipality": municipality, "session": session, "position": position, "person": person}
    found = await c.execute(_SHOWN_TO_OR_IN_CHANNEL if in_channel else _SHOWN_TO, mine)
    return tuple(_delivery(row) for row in found.mappings())


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
    """Somebody can be reached now: what is still open goes out, and what is read ahead of a meeting; no backlog.

    So does what a coordinator was to be told, if it is still worth it.
    """
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
    waits = deliveries.c.state == DeliveryState.WAITING.value
    notice = and_(deliveries.c.kind == DeliveryKind.NOTICE.value, waits)
    await c.execute(update(deliveries).where(mine, or_(prompt, ahead, notice)).values(_ready(now)))


async def wake_channel(c: AsyncConnection, municipality: str, group: str, *, now: datetime) -> None:
    """The group's channel is known now: what waited for it goes out."""
    mine = and_(
        deliveries.c.municipality == municipality,
        deliveries.c.group == group,
        deliveries.c.state.in_((DeliveryState.WAITING.value, DeliveryState.UNDELIVERABLE.value)),
    )
    await c.execute(update(deliveries).where(mine).values(_ready(now)))


def _ready(now: datetime) -> dict[str, Any]:
    """Due as if it had never been tried; through which tenant is looked up anew."""
    fresh = {"reason": "", "tries": 0, "unsure": 0, "tenant": "", "copy": ""}
    return {"state": DeliveryState.DUE.value, "due_at": now, "changed_at": now, **fresh}


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


def _named() -> ColumnElement[bool]:
    """For statements that are carried out once per delivery."""
    return and_(deliveries.c.municipality == bindparam("its_municipality"), deliveries.c.id == bindparam("its_id"))


def _of_copy() -> ColumnElement[bool]:
    return deliveries.c.copy == bindparam("of_copy")


def _name(delivery: Delivery) -> dict[str, Any]:
    return {"its_municipality": delivery.municipality, "its_id": delivery.id}


def _in(states: Collection[DeliveryState]) -> ColumnElement[bool]:
    return deliveries.c.state.in_([state.value for state in states])


def _sendable() -> ColumnElement[bool]:
    """Written out and not bound, word for word as in the index: a planner would not see that it serves."""
    return deliveries.c.state.in_([literal_column(f"'{state.value}'") for state in _SENDABLE])


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
        copy=row["copy"],
        unsure=row["unsure"],
        reply=row["reply"],
    )


# What coordinators are told.


async def written(c: AsyncConnection, municipality: str, ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of them that are in the outbox, whatever became of them."""
    query = select(deliveries.c.id).where(deliveries.c.municipality == municipality, deliveries.c.id.in_(ids))
    return frozenset((await c.execute(query)).scalars())
