"""Writes to the outbox: deliveries added, wanted again, cancelled, retried, woken and dropped.

Every change of state is a conditional UPDATE, and its row count tells whether the change applied.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    bindparam,
    case,
    exists,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Delivery, DeliveryKind, DeliveryState, Place, Subject
from storage.outbox_rows import CLAIMED_STATES, REVIVABLE, SENDABLE, is_in
from storage.own_rhythm import HELD_BACK, is_held_back
from storage.prepared import Prepared
from storage.subjects import text_of
from storage.tables.outbox import deliveries
from storage.tables.sessions import steps
from storage.upserts import insert_into, put_if_absent

TAKEN_BACK = "taken back"
"""Why a reply that quoted its reader's words is not sent."""


async def add(c: AsyncConnection, delivery: Delivery) -> bool:
    """True if the delivery is new; its id is derived from its content and its reader."""
    key = {"municipality": delivery.municipality, "id": delivery.id}
    return await put_if_absent(c, deliveries, key, _new(delivery))


async def add_all(c: AsyncConnection, many: Iterable[Delivery]) -> None:
    """Add each new delivery, by a single prepared statement."""
    await _put_all(c, _adding(c.dialect.name), many)


@cache
def _adding(dialect: str) -> Prepared:
    insert = insert_into(dialect, deliveries).on_conflict_do_nothing(index_elements=["municipality", "id"])
    return Prepared(insert, columns=deliveries.c.keys())


async def want_again(c: AsyncConnection, *wanted: Delivery) -> None:
    """Write deliveries that are wanted, or wanted anew.

    DUE: sent once, at the earlier time. CLAIMED, ON_THE_WIRE: sent again, at the new time. AGAIN, UNCERTAIN, WAITING:
    keep their time, which Teams may have named. SENT, DROPPED, UNDELIVERABLE: DUE at the new time. CANCELLED: stays
    cancelled.
    """
    await _put_all(c, _wanting_again(c.dialect.name), wanted)


@cache
def _wanting_again(dialect: str) -> Prepared:
    insert = insert_into(dialect, deliveries)
    # Each state written out: a list has no fixed number of parameters, and the statement is prepared once.
    is_revivable = or_(*(deliveries.c.state == state.value for state in REVIVABLE))
    is_claimed = or_(*(deliveries.c.state == state.value for state in CLAIMED_STATES))
    wanted = insert.excluded
    is_sooner = and_(deliveries.c.state == DeliveryState.DUE.value, wanted.due_at < deliveries.c.due_at)
    fresh = {"state": DeliveryState.DUE.value, "tries": 0, "uncertain_tries": 0, "reason": ""}
    changes = {
        "revision": deliveries.c.revision + 1,
        "about": wanted.about,
        "due_at": case((or_(is_revivable, is_claimed, is_sooner), wanted.due_at), else_=deliveries.c.due_at),
        **{name: case((is_revivable, value), else_=deliveries.c[name]) for name, value in fresh.items()},
    }
    return Prepared(
        insert.on_conflict_do_update(index_elements=["municipality", "id"], set_=changes),
        columns=deliveries.c.keys(),
    )


async def _put_all(c: AsyncConnection, statement: Prepared, many: Iterable[Delivery]) -> None:
    """Write the rows by one prepared statement, run once for each, so that any number of rows has few parameters.

    Rows are written in the order of keys: two writers of the same rows cannot deadlock.
    """
    ordered = sorted(many, key=lambda one: one.key)
    rows = [{"municipality": one.municipality, "id": one.id, **_new(one)} for one in ordered]
    if rows:
        await statement.run_each(c, rows)


def _new(delivery: Delivery) -> dict[str, Any]:
    return {
        "kind": delivery.kind.value,
        "state": delivery.state.value,
        "due_at": delivery.due_at,
        "session": delivery.session,
        "position": delivery.position,
        "person": delivery.person,
        "group": delivery.group,
        "about": text_of(delivery.about),
        "tries": 0,
        "revision": 0,
        "tenant": delivery.tenant,
        "conversation": delivery.conversation,
        "thread": delivery.thread,
        "activity": delivery.activity,
        "reason": delivery.reason,
        "changed_at": delivery.changed_at,
        "replica": "",
        "uncertain_tries": 0,
        "urgent": delivery.kind.is_urgent,
        "reply": dict(delivery.reply) if delivery.reply is not None else None,
    }


async def adopt_message_id(
    c: AsyncConnection, delivery: Delivery, activity: str, place: Place, *, now: datetime
) -> bool:
    """Note that the delivery stands in Teams as the message `activity` of the place.

    False while the delivery is sent once more.

    A finished delivery keeps its state: a row that changes at a press would tell of the press. Only a further try is
    cancelled.
    """
    mine = and_(
        _is(delivery.municipality, delivery.id), deliveries.c.activity == delivery.activity, ~is_in(CLAIMED_STATES)
    )
    to_go = is_in((*SENDABLE, DeliveryState.WAITING))
    sent = {"state": DeliveryState.SENT.value, "reason": "", "changed_at": now}
    stays = {name: case((to_go, value), else_=deliveries.c[name]) for name, value in sent.items()}
    adopted = (
        update(deliveries)
        .where(mine)
        .values(activity=activity, thread=place.thread, conversation=place.conversation, **stays)
    )
    return (await c.execute(adopted)).rowcount == 1


async def shown_now(c: AsyncConnection, delivery: Delivery, about: Subject | None) -> None:
    """A press has just shown the subject in the delivery's message: an update that waits would show nothing newer."""
    state = case((deliveries.c.state == DeliveryState.DUE.value, DeliveryState.SENT.value), else_=deliveries.c.state)
    its = _is(delivery.municipality, delivery.id)
    await c.execute(update(deliveries).where(its).values(about=text_of(about), state=state))


async def cancel(c: AsyncConnection, municipality: str, session: str, *, now: datetime) -> int:
    """Cancel the session's unsent prompts and digests, except on the wire, and return their number.

    Messages already sent can still be updated, so that words taken back disappear. Prompts held back by a pause are
    cancelled, too, and neither counted nor changed in what reports tell: they count as sent.
    """
    open_still = (*SENDABLE, DeliveryState.WAITING, DeliveryState.CLAIMED)
    mine = and_(
        deliveries.c.municipality == municipality,
        deliveries.c.session == session,
        deliveries.c.kind.in_((DeliveryKind.PROMPT.value, DeliveryKind.DIGEST.value)),
        is_in(open_still),
        deliveries.c.activity == "",
    )
    gone = {"state": DeliveryState.CANCELLED.value, "replica": ""}
    held = is_held_back(at=now)
    await c.execute(update(deliveries).where(mine, held).values(gone))
    told = {**gone, "reason": "cancelled", "changed_at": now}
    return (await c.execute(update(deliveries).where(mine, ~held).values(told))).rowcount


# An administrator may send again what was cancelled or waits for a reader, but nothing that was sent.
_RETRYABLE = (DeliveryState.UNDELIVERABLE, DeliveryState.DROPPED, DeliveryState.CANCELLED, DeliveryState.WAITING)


async def retry(c: AsyncConnection, delivery: Delivery, *, now: datetime) -> bool:
    """False if the delivery has been sent, is on its way, is due already, or counts as sent, held back by a pause."""
    mine = and_(_is(delivery.municipality, delivery.id), is_in(_RETRYABLE), deliveries.c.reason != HELD_BACK)
    return (await c.execute(update(deliveries).where(mine).values(_ready(now)))).rowcount == 1


async def has_old_replies(c: AsyncConnection, *, before: datetime) -> bool:
    return bool((await _HAS_OLD_REPLIES.run(c, before=before)).scalar())


async def drop_old_replies(c: AsyncConnection, *, before: datetime, now: datetime) -> None:
    """Drop replies too late to be sent: no words are kept for a reader who has stopped waiting."""
    gone = {"state": DeliveryState.DROPPED.value, "reason": "too late for a reply", "reply": null(), "changed_at": now}
    await c.execute(update(deliveries).where(_old_replies(before)).values(gone))


_REPLIES_TO = Prepared(
    select(deliveries.c.id, deliveries.c.reply).where(
        deliveries.c.municipality == bindparam("municipality"),
        deliveries.c.person == bindparam("person"),
        deliveries.c.kind == DeliveryKind.REPLY.value,
        deliveries.c.reply.is_not(None),
    )
)


async def replies_to(c: AsyncConnection, municipality: str, person: UUID) -> dict[UUID, Any]:
    """The packed messages of the person's replies that may yet be sent, by the delivery's id."""
    return {row.id: row.reply for row in await _REPLIES_TO.run(c, municipality=municipality, person=person)}


async def hasten(c: AsyncConnection, municipality: str, its_id: UUID, *, now: datetime) -> None:
    """A delivery that was to go out later is due now."""
    waits = and_(_is(municipality, its_id), deliveries.c.state == DeliveryState.DUE.value, deliveries.c.due_at > now)
    await c.execute(update(deliveries).where(waits).values(due_at=now))


async def take_back_replies(c: AsyncConnection, municipality: str, ids: Collection[UUID], *, now: datetime) -> None:
    """Clear the replies' words. A reply on the wire stays there, and is not sent a second time."""
    of_these = and_(deliveries.c.municipality == municipality, deliveries.c.id.in_(ids))
    may_stop = is_in((*SENDABLE, DeliveryState.CLAIMED))
    gone = {"state": DeliveryState.DROPPED.value, "reason": TAKEN_BACK, "changed_at": now, "replica": ""}
    values = {name: case((may_stop, value), else_=deliveries.c[name]) for name, value in gone.items()}
    await c.execute(update(deliveries).where(of_these).values(reply=null(), **values))


def _old_replies(before: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    return and_(
        is_in(SENDABLE),
        deliveries.c.due_at < before,
        deliveries.c.kind == DeliveryKind.REPLY.value,
        deliveries.c.activity == "",
    )


_HAS_OLD_REPLIES = Prepared(select(exists().where(_old_replies(bindparam("before")))))


async def wake_waiting(c: AsyncConnection, municipality: str, person: UUID, *, now: datetime) -> None:
    """Make deliveries due for somebody who can be reached now: open prompts and digests ahead of a meeting, no backlog.

    Also useful notices to a coordinator, and updates of the person's cards and digests.
    """
    await _WAKE_WAITING.run(c, its_municipality=municipality, its_person=person, now=now)


_ITS_MUNICIPALITY = deliveries.c.municipality == bindparam("its_municipality")
_STOPPED = deliveries.c.state.in_((DeliveryState.WAITING.value, DeliveryState.UNDELIVERABLE.value))


def _ready(now: datetime | BindParameter[datetime]) -> dict[str, Any]:
    """Due as if never tried; the tenant is looked up anew."""
    fresh = {"reason": "", "tries": 0, "uncertain_tries": 0, "tenant": "", "replica": ""}
    return {"state": DeliveryState.DUE.value, "due_at": now, "changed_at": now, **fresh}


def _woken(*these: ColumnElement[bool]) -> Prepared:
    ready = _ready(bindparam("now"))
    return Prepared(update(deliveries).where(_ITS_MUNICIPALITY, _STOPPED, *these).values(ready))


def _useful_late() -> ColumnElement[bool]:
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
    prompt = and_(deliveries.c.kind == DeliveryKind.PROMPT.value, still_open, deliveries.c.activity == "")
    kept = or_(deliveries.c.session.is_(None), deliveries.c.activity != "")
    ahead = and_(deliveries.c.kind == DeliveryKind.DIGEST.value, kept)
    waits = deliveries.c.state == DeliveryState.WAITING.value
    notice = and_(deliveries.c.kind == DeliveryKind.NOTICE.value, waits)
    return or_(prompt, deliveries.c.kind == DeliveryKind.CARD.value, ahead, notice)


_WAKE_WAITING = _woken(deliveries.c.person == bindparam("its_person"), _useful_late())


async def release_held(c: AsyncConnection, municipality: str, person: UUID, *, now: datetime) -> None:
    """Make the person's prompts that are held back until later due now: composing decides anew when they go."""
    held = and_(
        deliveries.c.municipality == municipality,
        deliveries.c.person == person,
        deliveries.c.kind == DeliveryKind.PROMPT.value,
        deliveries.c.state == DeliveryState.DUE.value,
        deliveries.c.due_at > now,
    )
    await c.execute(update(deliveries).where(held).values(due_at=now))


async def wake_channel(c: AsyncConnection, municipality: str, group: str, *, now: datetime) -> None:
    """Make the channel's WAITING and UNDELIVERABLE deliveries due, except prompts that stand in the channel."""
    await _WAKE_CHANNEL.run(c, its_municipality=municipality, its_group=group, now=now)


_WAKE_CHANNEL = _woken(
    deliveries.c.group == bindparam("its_group"),
    ~and_(deliveries.c.kind == DeliveryKind.PROMPT.value, deliveries.c.activity != ""),
)


async def drop_unsent(
    c: AsyncConnection, municipality: str, session: str, position: int, *, reason: str, now: datetime
) -> None:
    """Drop the unsent prompts and reminders of a closed step.

    `reason` is the one for prompts that did not wait for a reader.

    A prompt on the wire goes on: nobody can call the request back.
    """
    is_reminder = deliveries.c.kind == DeliveryKind.REMINDER.value
    mine = and_(
        deliveries.c.municipality == municipality,
        deliveries.c.session == session,
        deliveries.c.position == position,
        # The removal of a reminder that was sent goes on.
        or_(deliveries.c.kind == DeliveryKind.PROMPT.value, and_(is_reminder, deliveries.c.activity == "")),
        is_in((DeliveryState.WAITING, *SENDABLE, DeliveryState.CLAIMED)),
    )
    # A pause is no failure: the reader has chosen it, and nobody is told.
    held = is_held_back(at=now)
    await c.execute(update(deliveries).where(mine, held).values(state=DeliveryState.CANCELLED.value, replica=""))
    waits = deliveries.c.state == DeliveryState.WAITING.value
    why = case((waits, "closed before anybody could be reached"), else_=reason)
    gone = {"state": DeliveryState.DROPPED.value, "reason": why, "changed_at": now, "replica": ""}
    await c.execute(update(deliveries).where(mine, ~held).values(gone))


def _is(municipality: str, delivery_id: UUID) -> ColumnElement[bool]:
    return and_(deliveries.c.municipality == municipality, deliveries.c.id == delivery_id)
