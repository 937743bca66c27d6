"""Reminders of open steps: steps due, people to be reminded, and reminders removed again."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    delete,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Delivery, DeliveryKind, DeliveryState, Stage, StepRef
from storage.outbox_rows import CLAIMED_STATES, SENDABLE, delivery_of, is_in
from storage.prepared import Prepared
from storage.tables.outbox import deliveries
from storage.tables.people import people
from storage.tables.sessions import reflections, steps

_IS_REMINDER = deliveries.c.kind == DeliveryKind.REMINDER.value
# As a literal, word for word as in the partial index: a planner would not use the index for a parameter.
_IS_A_REMINDER = deliveries.c.kind == literal_column("'reminder'")
_OF_STEP = and_(*(deliveries.c[name] == steps.c[name] for name in ("municipality", "session", "position")))
_REMOVED_WITHIN = timedelta(days=1)
"""The time for which Teams is asked to remove a closed step's reminder; the row is deleted afterwards in any case."""


async def due_steps(c: AsyncConnection, *, now: datetime, most: int) -> tuple[tuple[StepRef, datetime], ...]:
    """Open steps with a moment of reminding up to `now`, each with its moment."""
    return tuple((StepRef(*row[:3]), row.remind_at) for row in await _DUE_STEPS.run(c, now=now, most=most))


_DUE_STEPS = Prepared(
    select(steps.c.municipality, steps.c.session, steps.c.position, steps.c.remind_at)
    .where(steps.c.stage == Stage.OPEN.value, steps.c.remind_at <= bindparam("now"))
    .order_by(steps.c.remind_at, steps.c.municipality, steps.c.session)
    .limit(bindparam("most", type_=Integer))
)


async def move_on(c: AsyncConnection, step: StepRef, *, at: datetime, to: datetime | None) -> bool:
    """True for the caller whose UPDATE replaced the moment `at`; replicas compete."""
    mine = and_(
        steps.c.municipality == step.municipality,
        steps.c.session == step.session,
        steps.c.position == step.position,
        steps.c.remind_at == at,
    )
    return (await c.execute(update(steps).where(mine).values(remind_at=to))).rowcount == 1


async def waited_for(
    c: AsyncConnection, step: StepRef, *, wanting: int, today: date, midnight: datetime, now: datetime
) -> tuple[Delivery, ...]:
    """The step's prompts to people to be reminded: neither answered nor passed nor taken back, and not paused.

    People who want fewer than `wanting` reminders, or have had as many of this step as they want, who were sent the
    prompt after `midnight`, or who have been reminded of anything `today` are left out.
    """
    begun = exists().where(
        *(reflections.c[name] == deliveries.c[name] for name in ("municipality", "session", "position")),
        reflections.c.author == deliveries.c.person,
    )
    query = (
        select(deliveries)
        .join(people, and_(people.c.municipality == deliveries.c.municipality, people.c.id == deliveries.c.person))
        .where(
            _of(step),
            deliveries.c.kind == DeliveryKind.PROMPT.value,
            deliveries.c.activity != "",
            deliveries.c.changed_at < midnight,
            people.c.reminders >= wanting,
            or_(people.c.paused_until.is_(None), people.c.paused_until <= now),
            ~begun,
            ~_reminded(today),
            _reminders_had() < people.c.reminders,
        )
    )
    return tuple(delivery_of(row) for row in (await c.execute(query)).mappings())


def _reminders_had() -> ColumnElement[int]:
    """The number of reminders of the prompt's step that its reader has had, or is about to have."""
    another = deliveries.alias()
    same = (another.c[name] == deliveries.c[name] for name in ("municipality", "session", "position", "person"))
    is_reminder = and_(another.c.kind == DeliveryKind.REMINDER.value, another.c.state != DeliveryState.DROPPED.value)
    return select(func.count()).where(*same, is_reminder).correlate(deliveries).scalar_subquery()


def _reminded(today: date) -> ColumnElement[bool]:
    another = deliveries.alias()
    return exists().where(
        another.c.municipality == deliveries.c.municipality,
        another.c.person == deliveries.c.person,
        another.c.kind == DeliveryKind.REMINDER.value,
        another.c.about.endswith(today.isoformat()),
        another.c.state != DeliveryState.DROPPED.value,
    )


async def is_begun(c: AsyncConnection, step: StepRef, person: UUID) -> bool:
    """Whether the person has answered, passed or taken back."""
    theirs = and_(
        *(reflections.c[name] == getattr(step, name) for name in ("municipality", "session", "position")),
        reflections.c.author == person,
    )
    return bool((await c.execute(select(exists().where(theirs)))).scalar())


async def is_first_today(c: AsyncConnection, reminder: Delivery, *, today: date) -> bool:
    """Whether no other reminder goes to the person today; of two written at once, the one with the lesser id goes."""
    another = and_(
        deliveries.c.municipality == reminder.municipality,
        deliveries.c.person == reminder.person,
        _IS_REMINDER,
        deliveries.c.about.endswith(today.isoformat()),
        deliveries.c.id < reminder.id,
        deliveries.c.state != DeliveryState.DROPPED.value,
    )
    return not (await c.execute(select(exists().where(another)))).scalar()


async def standing(c: AsyncConnection, step: StepRef) -> tuple[Delivery, ...]:
    """The step's reminders in Teams, or on the wire."""
    there = or_(deliveries.c.activity != "", is_in([DeliveryState.ON_THE_WIRE]))
    query = select(deliveries).where(_of(step), _IS_REMINDER, there)
    return tuple(delivery_of(row) for row in (await c.execute(query)).mappings())


async def drop(c: AsyncConnection, municipality: str, ids: Collection[UUID], *, now: datetime) -> None:
    """Drop reminders that are not on the wire yet."""
    unsent = and_(deliveries.c.activity == "", is_in((*SENDABLE, DeliveryState.CLAIMED)))
    mine = and_(deliveries.c.municipality == municipality, deliveries.c.id.in_(ids), _IS_REMINDER, unsent)
    gone = {"state": DeliveryState.DROPPED.value, "changed_at": now, "replica": ""}
    await c.execute(update(deliveries).where(mine).values(gone))


async def forget_message(c: AsyncConnection, reminder: Delivery) -> None:
    """The reminder's message has become the prompt's."""
    mine = and_(deliveries.c.municipality == reminder.municipality, deliveries.c.id == reminder.id, _IS_REMINDER)
    await c.execute(update(deliveries).where(mine).values(activity=""))


async def has_finished(c: AsyncConnection, *, today: date, now: datetime) -> bool:
    return bool((await _HAS_FINISHED.run(c, **_until(today, now))).all())


async def remove_finished(c: AsyncConnection, *, today: date, now: datetime, most: int) -> None:
    """Delete rows that serve no more; rows of `today` stay, so that nobody is reminded twice in a day."""
    keys = [tuple(row) for row in await c.execute(_finished().limit(most), _until(today, now))]
    await c.execute(delete(deliveries).where(tuple_(deliveries.c.municipality, deliveries.c.id).in_(keys)))


def _until(today: date, now: datetime) -> dict[str, Any]:
    """The parameters of `_finished`."""
    return {"today": today.isoformat(), "closed_since": now - _REMOVED_WITHIN}


def _finished() -> Select[Any]:
    is_open = exists().where(_OF_STEP, steps.c.stage == Stage.OPEN.value)
    closed_lately = exists().where(_OF_STEP, steps.c.closed_at > bindparam("closed_since"))
    under_way = or_(deliveries.c.activity != "", is_in((*SENDABLE, *CLAIMED_STATES)))
    of_closed = and_(~is_open, or_(~under_way, ~closed_lately))
    dropped = and_(deliveries.c.state == DeliveryState.DROPPED.value, deliveries.c.activity == "")
    return select(deliveries.c.municipality, deliveries.c.id).where(
        _IS_A_REMINDER, ~deliveries.c.about.endswith(bindparam("today", type_=String)), or_(dropped, of_closed)
    )


_HAS_FINISHED = Prepared(_finished().limit(literal_column("1", Integer)))


def _of(step: StepRef) -> ColumnElement[bool]:
    return and_(
        deliveries.c.municipality == step.municipality,
        deliveries.c.session == step.session,
        deliveries.c.position == step.position,
    )
