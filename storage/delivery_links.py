"""Links from deliveries to people, erased a fortnight after a session has closed.

Prompts, digests and notices, which reports count, keep their rows, sessions, states and times. Rows of other kinds are
deleted. A card with people's words keeps its row and its chat, so that withdrawn words can still leave the card.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Delivery, DeliveryKind, DeliveryState, Role, Stage, StepRef
from storage.askings import asked_in_session
from storage.outbox_rows import delivery_of, has_key, is_in
from storage.prepared import Prepared
from storage.tables.common import Instant
from storage.tables.drafts import drafts
from storage.tables.outbox import deliveries
from storage.tables.people import accounts
from storage.tables.places import contacts
from storage.tables.sessions import reflection_parts, reflections, sessions, steps

_COUNTED = (DeliveryKind.PROMPT, DeliveryKind.DIGEST, DeliveryKind.NOTICE)
"""Kinds counted by reports; rows of other kinds follow a press or a message."""
_OF_MANY = (DeliveryKind.DIGEST.value, DeliveryKind.PROMISE.value)
"""Kinds of cards with several people's words."""
_SETTLED = (
    DeliveryState.SENT,
    DeliveryState.UNDELIVERABLE,
    DeliveryState.DROPPED,
    DeliveryState.CANCELLED,
    DeliveryState.WAITING,
)
_OVER = (Stage.CLOSED.value, Stage.CANCELLED.value)
_IS_LINKED = deliveries.c.person.is_not(None)
_HAS_WORDS = exists().where(
    *(reflections.c[name] == deliveries.c[name] for name in ("municipality", "session", "position")),
    reflections.c.author == deliveries.c.person,
    reflection_parts.c.municipality == reflections.c.municipality,
    reflection_parts.c.reflection == reflections.c.id,
)


async def due_sessions(c: AsyncConnection, *, before: datetime, most: int) -> tuple[tuple[str, str], ...]:
    """(municipality, session) of sessions closed before `before`, with links to people left to erase."""
    return tuple((row.municipality, row.id) for row in await _DUE_SESSIONS.run(c, before=before, most=most))


def _due_sessions() -> Select[Any]:
    before = bindparam("before", type_=Instant)
    closed_at = func.coalesce(steps.c.closed_at, steps.c.closes_at)
    closed_since = exists().where(
        steps.c.municipality == sessions.c.municipality, steps.c.session == sessions.c.id, closed_at > before
    )
    # Words on a draft's cards are to leave the cards, however long a holiday keeps the digest waiting.
    is_draft = exists().where(drafts.c.municipality == sessions.c.municipality, drafts.c.session == sessions.c.id)
    return (
        select(sessions.c.municipality, sessions.c.id)
        .where(
            sessions.c.stage.in_(_OVER),
            ~is_draft,
            sessions.c.unlinked_at.is_(None),
            sessions.c.opens_at <= before,
            ~closed_since,
            # A session is left alone while all its links are of deliveries on their way.
            or_(~_linked(sessions), _linked(sessions, is_in(_SETTLED))),
        )
        .order_by(sessions.c.opens_at, sessions.c.municipality, sessions.c.id)
        .limit(bindparam("most", type_=Integer))
    )


def _linked(of: FromClause, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    mine = and_(deliveries.c.municipality == of.c.municipality, deliveries.c.session == of.c.id)
    return select(deliveries.c.id).where(mine, _IS_LINKED, *more).correlate(of).exists()


_DUE_SESSIONS = Prepared(_due_sessions())


async def erase(
    c: AsyncConnection, municipality: str, session: str, *, asking: Collection[Role], most: int, now: datetime
) -> bool:
    """Erase at most `most` links of the session; True once no link is left.

    A delivery on its way is left until it is settled. `asking` are the roles that a channel asks.
    """
    await _keep_number(c, municipality, session, asking=asking)
    of_session = and_(deliveries.c.municipality == municipality, deliveries.c.session == session, _IS_LINKED)
    query = select(deliveries, _HAS_WORDS.label("has_words")).where(of_session, is_in(_SETTLED)).limit(most)
    found = (await c.execute(query)).all()
    kept = [row for row in found if _is_kept(row)]
    await _remove(c, [row for row in found if not _is_kept(row)])
    if kept:
        await c.execute(_UNLINKING, [_unlinked(row) for row in kept])
    is_done = not (await c.execute(select(exists().where(of_session)))).scalar()
    if is_done:
        mine = and_(sessions.c.municipality == municipality, sessions.c.id == session)
        await c.execute(update(sessions).where(mine).values(unlinked_at=now))
    return is_done


async def _keep_number(c: AsyncConnection, municipality: str, session: str, *, asking: Collection[Role]) -> None:
    """Store the number of people asked by the session, for the choice of prompts: no later query can count."""
    first = and_(steps.c.municipality == municipality, steps.c.session == session, steps.c.position == 0)
    unknown = select(exists().where(first, steps.c.asked_people.is_(None)))
    if (await c.execute(unknown)).scalar():
        number = await asked_in_session(c, municipality, session, asking=asking)
        await c.execute(update(steps).where(first).values(asked_people=number))


def _is_kept(row: Row[Any]) -> bool:
    """Receipts, and what a session opened with, are kept only while they may show words."""
    return DeliveryKind(row.kind) in _COUNTED or _shows_words(row)


def _shows_words(row: Row[Any]) -> bool:
    is_own = row.kind in (DeliveryKind.PROMPT.value, DeliveryKind.RECEIPT.value) and row.has_words
    return bool(row.activity) and (row.kind in _OF_MANY or is_own)


async def _remove(c: AsyncConnection, rows: Iterable[Row[Any]]) -> None:
    keys = [(row.municipality, row.id) for row in rows]
    if keys:
        await c.execute(delete(deliveries).where(tuple_(deliveries.c.municipality, deliveries.c.id).in_(keys)))


_ADDRESS = ("conversation", "thread", "activity")
_UNLINKING = (
    update(deliveries)
    .where(has_key())
    .values(id=bindparam("another_id"), person=None, **{name: bindparam(f"its_{name}") for name in _ADDRESS})
)


def _unlinked(row: Row[Any]) -> dict[str, Any]:
    """The id is derived from the person, and so becomes another."""
    address = {f"its_{name}": getattr(row, name) if _shows_words(row) else "" for name in _ADDRESS}
    return {"its_municipality": row.municipality, "its_id": row.id, "another_id": uuid4(), **address}


# Cards to be updated after an author has taken words back.


async def own_cards(c: AsyncConnection, step: StepRef, person: UUID) -> tuple[Delivery, ...]:
    """The prompt's card and the receipts of a step that show the author's words, found by the author's chat."""
    query = (
        select(deliveries)
        .join(contacts, _IN_CHAT)
        .join(accounts, _OF_CONTACT)
        .where(
            accounts.c.municipality == step.municipality,
            accounts.c.person == person,
            _is_unlinked(step.municipality),
            deliveries.c.session == step.session,
            deliveries.c.position == step.position,
            deliveries.c.kind.in_((DeliveryKind.PROMPT.value, DeliveryKind.RECEIPT.value)),
        )
    )
    found = (await c.execute(query)).mappings()
    return tuple(replace(delivery_of(row), person=person) for row in found)


async def with_readers(c: AsyncConnection, shown: Sequence[Delivery]) -> list[Delivery]:
    """The digests with their readers; a digest whose link was erased has the reader of its chat.

    A digest in an unknown chat is left out.
    """
    lost = [one.key for one in shown if one.person is None and one.group is None]
    if not lost:
        return list(shown)
    query = (
        select(deliveries.c.id, accounts.c.person)
        .join(contacts, _IN_CHAT)
        .join(accounts, and_(_OF_CONTACT, accounts.c.municipality == deliveries.c.municipality))
        .where(tuple_(deliveries.c.municipality, deliveries.c.id).in_(lost))
    )
    readers = {row.id: row.person for row in await c.execute(query)}
    found = (replace(one, person=one.person or readers.get(one.id)) for one in shown)
    return [one for one in found if one.person is not None or one.group is not None]


async def link_again(c: AsyncConnection, found: Sequence[Delivery]) -> None:
    """Store the persons of unlinked deliveries; the tick erases the links again once the updates have been sent."""
    query = select(deliveries.c.municipality, deliveries.c.id).where(
        tuple_(deliveries.c.municipality, deliveries.c.id).in_([one.key for one in found]),
        deliveries.c.person.is_(None),
        deliveries.c.group.is_(None),
    )
    unlinked = {(row.municipality, row.id) for row in await c.execute(query)} if found else set()
    if not unlinked:
        return
    of_these = [one for one in found if one.key in unlinked]
    rows = [{"its_municipality": one.municipality, "its_id": one.id, "its_person": one.person} for one in of_these]
    await c.execute(_LINKING, rows)
    await look_again(c, of_these)


async def look_again(c: AsyncConnection, found: Sequence[Delivery]) -> None:
    """The tick erases the links of the deliveries' sessions, also where it has erased the links of others before."""
    theirs = {(one.municipality, one.session) for one in found if one.session is not None}
    these = tuple_(sessions.c.municipality, sessions.c.id).in_(list(theirs))
    await c.execute(update(sessions).where(these).values(unlinked_at=None))


_LINKING = update(deliveries).where(has_key()).values(person=bindparam("its_person"))
_IN_CHAT = and_(contacts.c.tenant == deliveries.c.tenant, contacts.c.conversation == deliveries.c.conversation)
_OF_CONTACT = and_(accounts.c.tenant == contacts.c.tenant, accounts.c.object_id == contacts.c.object_id)


def _is_unlinked(municipality: str) -> ColumnElement[bool]:
    return and_(deliveries.c.municipality == municipality, deliveries.c.person.is_(None), deliveries.c.group.is_(None))
