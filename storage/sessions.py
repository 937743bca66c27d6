"""Sessions of a series: planned, found by series, group or due time, and moved from stage to stage."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Integer, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Session, Stage
from storage.prepared import Prepared, Row
from storage.tables.sessions import series, sessions
from storage.upserts import put

_UNOPENED = (Stage.PLANNED.value, Stage.WAITING.value, Stage.SKIPPED.value)
_AHEAD = (Stage.PLANNED.value, Stage.WAITING.value, Stage.OPEN.value)
_IN_PLANS = (Stage.PLANNED.value, Stage.WAITING.value, Stage.OPEN.value, Stage.CLOSED.value)


async def put_session(c: AsyncConnection, session: Session) -> None:
    """Plan the session; a stored session that has begun is left unchanged."""
    values = {
        "series": session.series,
        "group": session.group,
        "ordinal": session.ordinal,
        "opens_at": session.opens_at,
        "exact": session.exact,
        "stage": session.stage.value,
        "moved_from": session.moved_from,
        "moved_why": session.moved_why,
    }
    key = {"municipality": session.municipality, "id": session.id}
    await put(c, sessions, key, values, only_if=sessions.c.stage.in_(_UNOPENED))


async def remove_session(c: AsyncConnection, municipality: str, session_id: str) -> bool:
    """Delete a session that has not begun; True if deleted."""
    mine = and_(sessions.c.municipality == municipality, sessions.c.id == session_id)
    return (await c.execute(delete(sessions).where(mine, sessions.c.stage.in_(_UNOPENED)))).rowcount == 1


async def sessions_of(c: AsyncConnection, municipality: str, series_id: str) -> tuple[Session, ...]:
    query = select(sessions).where(sessions.c.municipality == municipality, sessions.c.series == series_id)
    found = await c.execute(query.order_by(sessions.c.opens_at, sessions.c.group))
    return tuple(session_from(row) for row in found.mappings())


async def one_session(c: AsyncConnection, municipality: str, session_id: str) -> Session | None:
    row = (await _ONE.run(c, municipality=municipality, id=session_id)).mappings().one_or_none()
    return session_from(row) if row else None


_ONE = Prepared(
    select(sessions).where(sessions.c.municipality == bindparam("municipality"), sessions.c.id == bindparam("id"))
)


async def groups_with_session(c: AsyncConnection, like: Session, groups: Collection[str]) -> frozenset[str]:
    """The groups with a session of the same series and ordinal that is planned, open or closed."""
    query = select(sessions.c.group).where(
        sessions.c.municipality == like.municipality,
        sessions.c.series == like.series,
        sessions.c.ordinal == like.ordinal,
        sessions.c.group.in_(groups),
        sessions.c.stage.not_in([Stage.SKIPPED.value, Stage.MISSED.value, Stage.CANCELLED.value]),
    )
    return frozenset((await c.execute(query)).scalars())


async def sessions_called(c: AsyncConnection, session_id: str) -> tuple[Session, ...]:
    """Sessions with this id in any municipality, for operators."""
    query = select(sessions).where(sessions.c.id == session_id).order_by(sessions.c.municipality)
    return tuple(session_from(row) for row in (await c.execute(query)).mappings())


async def some_session_ids(c: AsyncConnection, series_ids: Collection[str], *, most: int) -> tuple[str, ...]:
    """Ids of the series' sessions in any municipality, the latest first."""
    query = select(sessions.c.id).where(sessions.c.series.in_(series_ids))
    return tuple((await c.execute(query.order_by(sessions.c.opens_at.desc(), sessions.c.id).limit(most))).scalars())


async def series_waiting(c: AsyncConnection, municipality: str) -> tuple[str, ...]:
    """Ids of series with unopened sessions at local times."""
    query = select(sessions.c.series).where(
        sessions.c.municipality == municipality, sessions.c.stage.in_(_UNOPENED), sessions.c.exact.is_(False)
    )
    return tuple((await c.execute(query.distinct().order_by(sessions.c.series))).scalars())


async def sessions_ahead(c: AsyncConnection, municipality: str) -> tuple[Session, ...]:
    """The municipality's planned, waiting and open sessions, of all series."""
    query = select(sessions).where(sessions.c.municipality == municipality, sessions.c.stage.in_(_AHEAD))
    rows = await c.execute(query.order_by(sessions.c.opens_at, sessions.c.id))
    return tuple(session_from(row) for row in rows.mappings())


async def sessions_of_group(c: AsyncConnection, municipality: str, group: str) -> tuple[Session, ...]:
    """Of all series and in any stage, in the order of opening."""
    query = select(sessions).where(sessions.c.municipality == municipality, sessions.c.group == group)
    rows = await c.execute(query.order_by(sessions.c.opens_at, sessions.c.id))
    return tuple(session_from(row) for row in rows.mappings())


async def sessions_to_come(
    c: AsyncConnection, municipality: str, groups: Collection[str], *, now: datetime
) -> tuple[Session, ...]:
    """The groups' planned sessions that open after `now`, the nearest first."""
    query = select(sessions).where(
        sessions.c.municipality == municipality,
        sessions.c.group.in_(groups),
        sessions.c.stage == Stage.PLANNED.value,
        sessions.c.opens_at > now,
    )
    rows = await c.execute(query.order_by(sessions.c.opens_at, sessions.c.group, sessions.c.id))
    return tuple(session_from(row) for row in rows.mappings())


async def sessions_waiting(c: AsyncConnection, municipality: str, groups: Collection[str]) -> tuple[Session, ...]:
    """The groups' sessions that wait for checkpoints, in the order of the days that they were meant for."""
    query = select(sessions).where(
        sessions.c.municipality == municipality,
        sessions.c.group.in_(groups),
        sessions.c.stage == Stage.WAITING.value,
    )
    rows = await c.execute(query.order_by(sessions.c.opens_at, sessions.c.group, sessions.c.id))
    return tuple(session_from(row) for row in rows.mappings())


async def waiting_untold(c: AsyncConnection, *, until: datetime) -> tuple[Session, ...]:
    """The first waiting session of each group of a series, if nobody was told of the session and it is meant before."""
    rows = await c.execute(_UNTOLD, {"until": until})
    first: dict[tuple[str, str, str], Session] = {}
    for session in map(session_from, rows.mappings()):
        first.setdefault((session.municipality, session.series, session.group), session)
    return tuple(first.values())


_UNTOLD = (
    select(sessions)
    .where(
        sessions.c.stage == Stage.WAITING.value,
        sessions.c.opens_at <= bindparam("until", type_=sessions.c.opens_at.type),
        sessions.c.waiting_told_at.is_(None),
    )
    .order_by(sessions.c.opens_at, sessions.c.municipality, sessions.c.id)
)


async def mark_waiting_told(c: AsyncConnection, municipality: str, ids: Collection[str], *, now: datetime) -> bool:
    """True unless some of the sessions had been told of before."""
    these = and_(sessions.c.municipality == municipality, sessions.c.id.in_(ids))
    told = (await c.execute(select(sessions.c.id).where(these, sessions.c.waiting_told_at.is_not(None)))).all()
    await c.execute(update(sessions).where(these, sessions.c.waiting_told_at.is_(None)).values(waiting_told_at=now))
    return not told


async def page_of_sessions(
    c: AsyncConnection, municipality: str, *, after: tuple[datetime, str] | None, most: int
) -> tuple[Session, ...]:
    """Of all series and in any stage, in the order of opening; `after` is the last session of the page before."""
    query = select(sessions).where(sessions.c.municipality == municipality)
    if after is not None:
        opens_at, its_id = after
        is_later = or_(sessions.c.opens_at > opens_at, and_(sessions.c.opens_at == opens_at, sessions.c.id > its_id))
        query = query.where(is_later)
    rows = await c.execute(query.order_by(sessions.c.opens_at, sessions.c.id).limit(most))
    return tuple(session_from(row) for row in rows.mappings())


async def sessions_since(
    c: AsyncConnection, municipality: str, groups: Collection[str], *, since: datetime
) -> tuple[Session, ...]:
    """The groups' sessions from `since` on, those that are not held too, the earliest first."""
    query = select(sessions).where(
        sessions.c.municipality == municipality, sessions.c.group.in_(groups), sessions.c.opens_at >= since
    )
    rows = await c.execute(query.order_by(sessions.c.opens_at, sessions.c.group, sessions.c.id))
    return tuple(session_from(row) for row in rows.mappings())


async def due_sessions(c: AsyncConnection, *, now: datetime, most: int) -> tuple[Session, ...]:
    return tuple(session_from(row) for row in (await _DUE.run(c, now=now, most=most)).mappings())


_DUE = Prepared(
    select(sessions)
    .where(sessions.c.stage == Stage.PLANNED.value, sessions.c.opens_at <= bindparam("now"))
    .order_by(sessions.c.opens_at, sessions.c.municipality, sessions.c.id)
    .limit(bindparam("most", type_=Integer))
)


async def planned_before(c: AsyncConnection, found: Session) -> tuple[Session, ...]:
    """Planned sessions of the same group, in any series, that open before `found`, in the order of opening."""
    earlier = or_(
        sessions.c.opens_at < found.opens_at, and_(sessions.c.opens_at == found.opens_at, sessions.c.id < found.id)
    )
    query = select(sessions).where(
        sessions.c.municipality == found.municipality,
        sessions.c.group == found.group,
        sessions.c.stage == Stage.PLANNED.value,
        earlier,
    )
    rows = await c.execute(query.order_by(sessions.c.opens_at, sessions.c.id))
    return tuple(session_from(row) for row in rows.mappings())


async def move_session(c: AsyncConnection, found: Session, *, to: Stage) -> bool:
    """True for the caller whose UPDATE moved the session: replicas compete, and a new plan may change the time."""
    mine = and_(
        sessions.c.municipality == found.municipality,
        sessions.c.id == found.id,
        sessions.c.stage == found.stage.value,
        sessions.c.opens_at == found.opens_at,
    )
    return (await c.execute(update(sessions).where(mine).values(stage=to.value))).rowcount == 1


async def mark_nudged(c: AsyncConnection, found: Session, *, now: datetime) -> bool:
    """True for the caller whose UPDATE marked the open session; a session is marked once."""
    mine = and_(
        sessions.c.municipality == found.municipality,
        sessions.c.id == found.id,
        sessions.c.stage == Stage.OPEN.value,
        sessions.c.nudged_at.is_(None),
    )
    return (await c.execute(update(sessions).where(mine).values(nudged_at=now))).rowcount == 1


async def nudged(c: AsyncConnection, municipality: str, ids: Collection[str]) -> frozenset[str]:
    """The sessions among these that are marked."""
    query = select(sessions.c.id).where(
        sessions.c.municipality == municipality, sessions.c.id.in_(ids), sessions.c.nudged_at.is_not(None)
    )
    return frozenset((await c.execute(query)).scalars())


async def fix_series_version(c: AsyncConnection, found: Session) -> None:
    """Pin the session to the newest version of its series."""
    newest = (
        select(func.max(series.c.version))
        .where(series.c.municipality == found.municipality, series.c.id == found.series)
        .scalar_subquery()
    )
    mine = and_(sessions.c.municipality == found.municipality, sessions.c.id == found.id)
    await c.execute(update(sessions).where(mine).values(series_version=newest))


async def sessions_missed_at(
    c: AsyncConnection, municipality: str, at: datetime, *, since: datetime
) -> tuple[Session, ...]:
    """The municipality's sessions found missed by the tick at `at`, if due to open after `since`.

    Sessions whose coordinators need not be told are left out.
    """
    query = select(sessions).where(
        sessions.c.stage == Stage.MISSED.value,
        sessions.c.opens_at > since,
        sessions.c.opens_at <= at,
        sessions.c.municipality == municipality,
        sessions.c.looked_at == at,
    )
    return tuple(
        session_from(row) for row in (await c.execute(query.order_by(sessions.c.opens_at, sessions.c.id))).mappings()
    )


def session_from(row: Row) -> Session:
    return Session(
        municipality=row["municipality"],
        id=row["id"],
        series=row["series"],
        group=row["group"],
        ordinal=row["ordinal"],
        opens_at=row["opens_at"],
        stage=Stage(row["stage"]),
        exact=row["exact"],
        moved_from=row["moved_from"],
        moved_why=row["moved_why"],
    )


async def opened_since(c: AsyncConnection, municipality: str, group: str, *, since: datetime) -> tuple[str, ...]:
    """The ids of the group's sessions, in any series, that opened after that instant, cancelled since or not."""
    query = select(sessions.c.id).where(
        sessions.c.municipality == municipality,
        sessions.c.group == group,
        sessions.c.opens_at > since,
        sessions.c.stage.in_([Stage.OPEN.value, Stage.CLOSED.value, Stage.CANCELLED.value]),
    )
    return tuple((await c.execute(query)).scalars())


async def opened_before(c: AsyncConnection, found: Session) -> datetime | None:
    """When the group's session before this one opened, in any series; None for the first."""
    query = select(func.max(sessions.c.opens_at, type_=sessions.c.opens_at.type)).where(
        sessions.c.municipality == found.municipality,
        sessions.c.group == found.group,
        sessions.c.opens_at < found.opens_at,
        sessions.c.stage.in_([Stage.OPEN.value, Stage.CLOSED.value]),
    )
    at: datetime | None = (await c.execute(query)).scalar()
    return at


async def sessions_between(
    c: AsyncConnection, municipality: str, groups: Collection[str], *, since: datetime, until: datetime
) -> tuple[Session, ...]:
    """The groups' sessions planned, waiting, open or closed, from `since` on and before `until`, the earliest first."""
    query = select(sessions).where(
        sessions.c.municipality == municipality,
        sessions.c.group.in_(groups),
        sessions.c.stage.in_(_IN_PLANS),
        sessions.c.opens_at >= since,
        sessions.c.opens_at < until,
    )
    rows = await c.execute(query.order_by(sessions.c.opens_at, sessions.c.group, sessions.c.id))
    return tuple(session_from(row) for row in rows.mappings())


async def first_and_last_opening(
    c: AsyncConnection, municipality: str, groups: Collection[str]
) -> tuple[datetime, datetime] | None:
    """When the groups' first session, planned, waiting, open or closed, opens, and their last; None without any."""
    at = sessions.c.opens_at
    query = select(func.min(at, type_=at.type), func.max(at, type_=at.type)).where(
        sessions.c.municipality == municipality, sessions.c.group.in_(groups), sessions.c.stage.in_(_IN_PLANS)
    )
    first, last = (await c.execute(query)).one()
    return (first, last) if first is not None else None
