"""A step with its session and its series, read together for cards and answers."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import LABEL_STYLE_TABLENAME_PLUS_COL, and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Series, Session, Stage, Step
from storage.prepared import Prepared, cache_of
from storage.series import series_from
from storage.sessions import session_from
from storage.steps import step_from
from storage.tables.people import roster_versions
from storage.tables.sessions import meetings, series, sessions, steps

_NEWEST = (
    select(func.max(series.c.version))
    .where(series.c.municipality == sessions.c.municipality, series.c.id == sessions.c.series)
    .correlate(sessions)
    .scalar_subquery()
)
_ROSTER_VERSION = (
    select(roster_versions.c.version)
    .where(roster_versions.c.municipality == steps.c.municipality)
    .correlate(steps)
    .scalar_subquery()
)
_MEETING = (
    select(meetings.c.at)
    .where(
        meetings.c.municipality == steps.c.municipality,
        meetings.c.series == sessions.c.series,
        meetings.c.digest_at > steps.c.closes_at,
    )
    .order_by(meetings.c.at, meetings.c.group)
    .limit(1)
    .correlate(steps, sessions)
)
_OF_STEP = and_(
    steps.c.municipality == bindparam("municipality"),
    steps.c.session == bindparam("of_session"),
    steps.c.position == bindparam("position"),
)
_ITS_SESSION = and_(sessions.c.municipality == steps.c.municipality, sessions.c.id == steps.c.session)
_CHANGING = (
    select(
        steps.c.prompt_id,
        steps.c.opens_at,
        func.coalesce(sessions.c.series_version, _NEWEST).label("version"),
        steps.c.stage,
        steps.c.closes_at,
        steps.c.notice_version,
        sessions.c.stage.label("session_stage"),
        _ROSTER_VERSION.label("roster_version"),
        _MEETING.scalar_subquery().label("meets_at"),
        _MEETING.with_only_columns(meetings.c.group).scalar_subquery().label("meets"),
    )
    .join(sessions, _ITS_SESSION)
    .where(_OF_STEP)
)
_BY_NOW = Prepared(_CHANGING)
_BY_NOW_ALONE = Prepared(_CHANGING.with_for_update(of=steps))
_TOGETHER = (steps, sessions, series)
_AROUND = Prepared(
    select(*_TOGETHER)
    .join(sessions, _ITS_SESSION)
    .join(
        series,
        and_(
            series.c.municipality == sessions.c.municipality,
            series.c.id == sessions.c.series,
            series.c.version == bindparam("version"),
        ),
    )
    .where(_OF_STEP)
    .set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)
)


async def step_with_series(
    c: AsyncConnection, municipality: str, session_id: str, position: int, *, alone: bool = False
) -> tuple[Step, Session, Series, UUID | None, tuple[str, datetime] | None] | None:
    """The step, its session, its series without the meetings, the version of the municipality's roster, and a meeting.

    The meeting (its group and when) is the first whose digest is made after the step closes, None without any. The
    series is of the session's version, or of the newest if the session has not opened. None for an unknown step.

    Everything but the step's stage, end and notice and the session's stage is immutable once the step is stored, and is
    cached.
    Never call in the transaction that added the step: after a rollback the cache would hold a step that does not exist.

    `alone`: lock the step until the transaction ends, against closing as well. Without the lock two devices' first
    answers would undo each other, and the last two authors would each find the other's answer missing. SQLite needs no
    lock, with its single writer.
    """
    named = {"municipality": municipality, "of_session": session_id, "position": position}
    by_now = (await (_BY_NOW_ALONE if alone else _BY_NOW).run(c, **named)).one_or_none()
    if by_now is None:
        return None
    if alone and by_now.stage != Stage.OPEN.value:
        # After a wait for the lock PostgreSQL gives the newest row of the step alone; the session's may be older.
        by_now = (await _BY_NOW.run(c, **named)).one()
    prompt, opens_at, version, stage, closes_at, notice_version, session_stage, roster_version, meets_at, meets = by_now

    async def work() -> tuple[tuple[Step, Session, Series], None]:
        row = (await _AROUND.run(c, **{**named, "version": version})).mappings().one_or_none()
        if row is None:
            raise LookupError(f"session without a series: {session_id}")
        found = [{column.name: row[f"{table.name}_{column.name}"] for column in table.c} for table in _TOGETHER]
        return (step_from(found[0]), session_from(found[1]), series_from(found[2], ())), None

    key = ("step", municipality, session_id, position)
    step, session, of_series = await cache_of(c).get(key, work, version=(prompt, opens_at, version, notice_version))
    if (step.stage.value, step.closes_at) != (stage, closes_at):
        step = replace(step, stage=Stage(stage), closes_at=closes_at)
    if session.stage.value != session_stage:
        session = replace(session, stage=Stage(session_stage))
    return step, session, of_series, roster_version, (meets, meets_at) if meets else None
