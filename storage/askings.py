"""A group's past prompts, and steps that lack prompts: numbers and ids, nobody's name and nobody's words."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    FromClause,
    Integer,
    Select,
    TableValuedAlias,
    and_,
    bindparam,
    cast,
    except_,
    exists,
    func,
    or_,
    select,
    union,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import AskedIn, DeliveryKind, DeliveryState, PastPrompt, Promiser, Role, Stage
from storage.prepared import Prepared
from storage.tables.commitments import commitments
from storage.tables.common import Instant
from storage.tables.outbox import deliveries
from storage.tables.people import memberships
from storage.tables.sessions import reflections, series, sessions, steps

_SENT = and_(
    deliveries.c.kind == DeliveryKind.PROMPT.value,
    deliveries.c.position == 0,
    or_(deliveries.c.activity != "", deliveries.c.state == DeliveryState.SENT.value),
)
_ANSWERED = and_(reflections.c.withdrawn.is_(False), reflections.c.passed.is_(False))
_ASKED = (Stage.OPEN.value, Stage.CLOSED.value)
_ASKS_NOBODY = (Stage.SKIPPED.value, Stage.MISSED.value, Stage.CANCELLED.value)
_NOW = bindparam("now", type_=Instant)
_MUNICIPALITY = bindparam("municipality", type_=sessions.c.municipality.type)
_GROUP = bindparam("group", type_=sessions.c.group.type)
_OF_SESSION = and_(sessions.c.municipality == steps.c.municipality, sessions.c.id == steps.c.session)

_PROMISED = (
    exists()
    .where(
        and_(commitments.c.municipality == steps.c.municipality, commitments.c.session == steps.c.session),
        and_(commitments.c.promiser == Promiser.GROUP.value, commitments.c.agreed.is_(True)),
    )
    .label("promised")
)


async def posed_to(
    c: AsyncConnection, municipality: str, group: str, *, asking: Collection[Role]
) -> tuple[PastPrompt, ...]:
    """Every prompt posed to the group, the oldest first; `asking` are the roles that a channel asks.

    Only the session's first step counts. `asked` is the number of people reached, one by one or as members when their
    channel was asked, or who answered or passed.
    """
    return tuple(
        PastPrompt(
            series=row.series,
            prompt=row.prompt_id,
            area=row.area_id,
            requirement=row.requirement_id,
            over=row.stage == Stage.CLOSED.value,
            asked=row.asked_of or 0 if row.asked_people is None else row.asked_people,
            answered=row.answered or 0,
            passed=row.passed or 0,
            promised=row.promised,
        )
        for row in await _posed_to(tuple(asking)).run(c, municipality=municipality, group=group)
    )


@cache
def _posed_to(asking: tuple[Role, ...]) -> Prepared:
    people, replies = _people(asking).subquery(), _replies().subquery()
    of_prompt = (steps.c.prompt_id, steps.c.area_id, steps.c.requirement_id, steps.c.stage, steps.c.asked_people)
    return Prepared(
        select(*of_prompt, sessions.c.series, people.c.asked_of, replies.c.answered, replies.c.passed, _PROMISED)
        .join(sessions, _OF_SESSION)
        .outerjoin(people, people.c.session == steps.c.session)
        .outerjoin(replies, replies.c.session == steps.c.session)
        .where(steps.c.municipality == _MUNICIPALITY, steps.c.session.in_(_sessions()))
        .where(steps.c.position == 0)
        .order_by(steps.c.opens_at, steps.c.session)
    )


async def asked_in_session(c: AsyncConnection, municipality: str, session: str, *, asking: Collection[Role]) -> int:
    """The number of people asked by the session, as `posed_to` counts them."""
    query = select(sessions.c.group).where(sessions.c.municipality == municipality, sessions.c.id == session)
    group = (await c.execute(query)).scalar_one()
    found = await _asked_in(tuple(asking)).run(c, municipality=municipality, group=group, session=session)
    return int(found.scalar() or 0)


@cache
def _asked_in(asking: tuple[Role, ...]) -> Prepared:
    people = _people(asking).subquery()
    return Prepared(select(people.c.asked_of).where(people.c.session == bindparam("session", type_=sessions.c.id.type)))


async def prompted(c: AsyncConnection, municipality: str, session: str, position: int) -> frozenset[UUID]:
    """The people for whom a prompt of the step is in the outbox, in any state; a channel's prompt is for nobody."""
    query = select(deliveries.c.person).where(
        deliveries.c.municipality == municipality,
        deliveries.c.session == session,
        deliveries.c.position == position,
        deliveries.c.kind == DeliveryKind.PROMPT.value,
        deliveries.c.person.is_not(None),
    )
    return frozenset((await c.execute(query)).scalars())


async def with_newcomers(
    c: AsyncConnection, *, asking: Collection[Role], leading: Collection[Role], now: datetime
) -> tuple[tuple[str, str, int], ...]:
    """(municipality, session, position) of open personal steps with members who should be asked and lack a prompt.

    `asking` are the roles asked; `leading` the roles asked where only leaders write.
    """
    query = _with_newcomers(c.dialect.name, tuple(asking), tuple(leading))
    return tuple((row[0], row[1], row[2]) for row in await query.run(c, now=now))


@cache
def _with_newcomers(dialect: str, asking: tuple[Role, ...], leading: tuple[Role, ...]) -> Prepared:
    unasked, mine = _unasked(asking).subquery(), memberships.alias()
    of_step = and_(*(steps.c[name] == unasked.c[name] for name in ("municipality", "session", "position")))
    in_group = and_(mine.c.municipality == sessions.c.municipality, mine.c.group == sessions.c.group)
    return Prepared(
        select(steps.c.municipality, steps.c.session, steps.c.position)
        .select_from(unasked)
        .join(steps, of_step)
        .join(sessions, _OF_SESSION)
        .join(mine, and_(in_group, mine.c.person == unasked.c.person))
        .where(_is_asked(mine, asking, leading), ~_asked_earlier(dialect, mine, asking, leading))
        .distinct()
    )


def _unasked(asking: Collection[Role]) -> CompoundSelect[Any]:
    """(municipality, session, position, person): members in the `asking` roles without a prompt of the open step."""
    is_open = and_(steps.c.stage == Stage.OPEN.value, steps.c.asked == AskedIn.PERSONAL.value, steps.c.closes_at > _NOW)
    of_step = (steps.c.municipality, steps.c.session, steps.c.position)
    in_group = and_(memberships.c.municipality == sessions.c.municipality, memberships.c.group == sessions.c.group)
    to_step = and_(*(deliveries.c[column.name] == column for column in of_step))
    return except_(
        select(*of_step, memberships.c.person)
        .join(sessions, _OF_SESSION)
        .join(memberships, in_group)
        .where(is_open, _counts(memberships), memberships.c.role.in_([role.value for role in asking])),
        select(*of_step, deliveries.c.person)
        .join(deliveries, to_step)
        .where(is_open, deliveries.c.kind == DeliveryKind.PROMPT.value),
    )


def _asked_earlier(
    dialect: str, mine: FromClause, asking: Collection[Role], leading: Collection[Role]
) -> ColumnElement[bool]:
    """Whether the member is asked by a session of the same series and ordinal, in a group listed earlier."""
    turn, theirs = sessions.alias(), memberships.alias()
    listed, own = _listed(dialect), _listed(dialect)
    of_series = and_(series.c.municipality == sessions.c.municipality, series.c.id == sessions.c.series)
    of_turn = and_(*(turn.c[name] == sessions.c[name] for name in ("municipality", "series", "ordinal")))
    of_person = and_(theirs.c.municipality == mine.c.municipality, theirs.c.person == mine.c.person)
    return (
        select(series.c.id)
        .select_from(series)
        .join(own, own.c.value == sessions.c.group)
        .join(listed, listed.c.key < own.c.key)
        .join(turn, and_(of_turn, turn.c.group == listed.c.value, turn.c.stage.not_in(_ASKS_NOBODY)))
        .join(theirs, and_(of_person, theirs.c.group == turn.c.group))
        .where(of_series, series.c.version == sessions.c.series_version, _is_asked(theirs, asking, leading))
        .correlate(sessions, steps, mine)
        .exists()
    )


def _is_asked(member: FromClause, asking: Collection[Role], leading: Collection[Role]) -> ColumnElement[bool]:
    """Whether the step asks the member of a group: where only leaders write, everybody if nobody leads."""
    other = memberships.alias()
    leads = other.c.role.in_([role.value for role in leading])
    in_group = and_(other.c.municipality == member.c.municipality, other.c.group == member.c.group)
    led = select(other.c.id).where(in_group, _counts(other), leads).correlate(member).exists()
    writes = or_(steps.c.leading_only.is_(False), member.c.role.in_([role.value for role in leading]), ~led)
    return and_(_counts(member), member.c.role.in_([role.value for role in asking]), writes)


def _counts(member: FromClause) -> ColumnElement[bool]:
    return and_(member.c.since <= _NOW, or_(member.c.ended.is_(None), member.c.ended > _NOW))


def _listed(dialect: str) -> TableValuedAlias:
    """(key, value): the place of each group in its series, and the group's id."""
    if dialect == "sqlite":
        return func.json_each(series.c.groups).table_valued("key", "value")
    groups = func.json_array_elements_text(series.c.groups)
    return groups.table_valued("value", with_ordinality="key").render_derived()


def _people(asking: Collection[Role]) -> Select[Any]:
    """(session, asked_of): the number of people each session asked, each counted once."""
    found = union(
        select(deliveries.c.session, deliveries.c.person).where(
            deliveries.c.municipality == _MUNICIPALITY,
            deliveries.c.session.in_(_sessions()),
            _SENT,
        ),
        select(reflections.c.session, reflections.c.author).where(
            reflections.c.municipality == _MUNICIPALITY,
            reflections.c.session.in_(_sessions()),
            reflections.c.position == 0,
            or_(_ANSWERED, reflections.c.passed.is_(True)),
        ),
        _in_channel(asking),
    ).subquery()
    # COUNT skips a channel's prompts, whose person is NULL; a condition above would make SQLite scan all deliveries.
    people = func.count(found.c.person).label("asked_of")
    return select(found.c.session, people).group_by(found.c.session)


def _in_channel(asking: Collection[Role]) -> Select[Any]:
    """(session, person): members when a channel was asked. Where only leaders write, only authors count as asked."""
    came = exists().where(
        deliveries.c.municipality == steps.c.municipality, deliveries.c.session == steps.c.session, _SENT
    )
    during = and_(
        memberships.c.since <= steps.c.opens_at,
        or_(memberships.c.ended.is_(None), memberships.c.ended > steps.c.opens_at),
    )
    theirs = and_(memberships.c.municipality == steps.c.municipality, memberships.c.group == _GROUP, during)
    return (
        select(steps.c.session, memberships.c.person)
        .join(memberships, theirs)
        .where(
            steps.c.municipality == _MUNICIPALITY,
            steps.c.session.in_(_sessions()),
            steps.c.position == 0,
            steps.c.asked == AskedIn.CHANNEL.value,
            steps.c.leading_only.is_(False),
            memberships.c.role.in_([role.value for role in asking]),
            came,
        )
    )


def _replies() -> Select[Any]:
    answered, passed = func.sum(cast(_ANSWERED, Integer)), func.sum(cast(reflections.c.passed, Integer))
    return (
        select(reflections.c.session, answered.label("answered"), passed.label("passed"))
        .where(
            reflections.c.municipality == _MUNICIPALITY,
            reflections.c.session.in_(_sessions()),
            reflections.c.position == 0,
        )
        .group_by(reflections.c.session)
    )


def _sessions() -> Select[Any]:
    """Ids of the group's sessions that have opened; most sessions are only planned."""
    return select(sessions.c.id).where(
        sessions.c.municipality == _MUNICIPALITY, sessions.c.group == _GROUP, sessions.c.stage.in_(_ASKED)
    )
