"""What a group has been asked before, and how many answered: numbers, nobody's name and nobody's words."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Select, and_, cast, exists, func, or_, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Asked, DeliveryKind, DeliveryState, Posed, Role, Stage
from storage.tables.deliveries import deliveries
from storage.tables.people import memberships
from storage.tables.sessions import reflections, sessions, steps

_SENT = and_(
    deliveries.c.kind == DeliveryKind.PROMPT.value,
    deliveries.c.position == 0,
    or_(deliveries.c.activity != "", deliveries.c.state == DeliveryState.SENT.value),
)
_ANSWERED = and_(reflections.c.withdrawn.is_(False), reflections.c.passed.is_(False))
_OF_SESSION = and_(sessions.c.municipality == steps.c.municipality, sessions.c.id == steps.c.session)


async def posed_to(c: AsyncConnection, municipality: str, group: str, *, asking: Collection[Role]) -> tuple[Posed, ...]:
    """Every prompt the group has met, in the order it was asked; `asking` are the roles that a channel asks.

    Only the step that asks the session's own prompt counts. Asked are those it reached, one by one or as the members a
    channel had then, and whoever answered or passed.
    """
    people = _people(municipality, group, asking).subquery()
    replies = _replies(municipality, group).subquery()
    query = (
        select(steps, sessions.c.series, people.c.asked_of, replies.c.answered, replies.c.passed)
        .join(sessions, _OF_SESSION)
        .outerjoin(people, people.c.session == steps.c.session)
        .outerjoin(replies, replies.c.session == steps.c.session)
        .where(steps.c.municipality == municipality, sessions.c.group == group, steps.c.position == 0)
        .order_by(steps.c.opens_at, steps.c.session)
    )
    return tuple(
        Posed(
            series=row["series"],
            prompt=row["prompt_id"],
            area=row["area_id"],
            requirement=row["requirement_id"],
            over=row["stage"] == Stage.CLOSED.value,
            asked=row["asked_of"] or 0,
            answered=row["answered"] or 0,
            passed=row["passed"] or 0,
        )
        for row in (await c.execute(query)).mappings()
    )


async def prompted(c: AsyncConnection, municipality: str, session: str, position: int) -> frozenset[UUID]:
    """For whom a prompt of this step has been written, wherever it stands; not for a channel."""
    query = select(deliveries.c.person).where(
        deliveries.c.municipality == municipality,
        deliveries.c.session == session,
        deliveries.c.position == position,
        deliveries.c.kind == DeliveryKind.PROMPT.value,
        deliveries.c.person.is_not(None),
    )
    return frozenset((await c.execute(query)).scalars())


def _people(municipality: str, group: str, asking: Collection[Role]) -> Select[Any]:
    """How many each session asked; one who is found in two ways is one."""
    found = union(
        select(deliveries.c.session, deliveries.c.person).where(
            deliveries.c.municipality == municipality,
            deliveries.c.session.in_(_sessions(municipality, group)),
            deliveries.c.person.is_not(None),
            _SENT,
        ),
        select(reflections.c.session, reflections.c.author).where(
            reflections.c.municipality == municipality,
            reflections.c.session.in_(_sessions(municipality, group)),
            reflections.c.position == 0,
            or_(_ANSWERED, reflections.c.passed.is_(True)),
        ),
        _in_channel(municipality, group, asking),
    ).subquery()
    return select(found.c.session, func.count().label("asked_of")).group_by(found.c.session)


def _in_channel(municipality: str, group: str, asking: Collection[Role]) -> Select[Any]:
    """Who was a member when a channel was asked; where only those who lead write, they show by writing."""
    came = exists().where(
        deliveries.c.municipality == steps.c.municipality, deliveries.c.session == steps.c.session, _SENT
    )
    during = and_(
        memberships.c.since <= steps.c.opens_at,
        or_(memberships.c.ended.is_(None), memberships.c.ended > steps.c.opens_at),
    )
    theirs = and_(memberships.c.municipality == steps.c.municipality, memberships.c.group == group, during)
    return (
        select(steps.c.session, memberships.c.person)
        .join(memberships, theirs)
        .where(
            steps.c.municipality == municipality,
            steps.c.session.in_(_sessions(municipality, group)),
            steps.c.position == 0,
            steps.c.asked == Asked.CHANNEL.value,
            steps.c.leading_only.is_(False),
            memberships.c.role.in_([role.value for role in asking]),
            came,
        )
    )


def _replies(municipality: str, group: str) -> Select[Any]:
    answered, passed = func.sum(cast(_ANSWERED, Integer)), func.sum(cast(reflections.c.passed, Integer))
    return (
        select(reflections.c.session, answered.label("answered"), passed.label("passed"))
        .where(
            reflections.c.municipality == municipality,
            reflections.c.session.in_(_sessions(municipality, group)),
            reflections.c.position == 0,
        )
        .group_by(reflections.c.session)
    )


def _sessions(municipality: str, group: str) -> Select[Any]:
    return select(sessions.c.id).where(sessions.c.municipality == municipality, sessions.c.group == group)
