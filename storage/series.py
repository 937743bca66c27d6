"""Series, their meetings, sessions and steps."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    LABEL_STYLE_TABLENAME_PLUS_COL,
    RowMapping,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import (
    Asked,
    Audience,
    Because,
    DeliveryKind,
    DeliveryState,
    Intention,
    MeetingPlan,
    OnClosed,
    Phase,
    Reason,
    Rhythm,
    Rung,
    SchoolType,
    Series,
    Session,
    Shown,
    Stage,
    Step,
)
from storage.cache import cached
from storage.prepared import Prepared
from storage.tables.outbox import deliveries
from storage.tables.people import roster_marks
from storage.tables.sessions import meetings, series, sessions, steps
from storage.upserts import put, put_if_absent

Row = RowMapping | Mapping[str, Any]

_WAITING = (Stage.PLANNED.value, Stage.SKIPPED.value)


async def put_series(c: AsyncConnection, planned: Series) -> None:
    """A new version, if anything differs; sessions that have opened stay with theirs."""
    before = await one_series(c, planned.municipality, planned.id)
    if before is not None and replace(before, meetings=planned.meetings) == planned:
        return
    newest = select(func.coalesce(func.max(series.c.version), 0)).where(
        series.c.municipality == planned.municipality, series.c.id == planned.id
    )
    values = {
        "municipality": planned.municipality,
        "id": planned.id,
        "version": int((await c.execute(newest)).scalar_one()) + 1,
        "groups": list(planned.groups),
        "protocol": planned.protocol,
        "intention": planned.intention.value,
        "areas": list(planned.areas),
        "requirements": list(planned.requirements),
        "led_by": planned.led_by,
        "stays_open": planned.stays_open,
        "default_rung": int(planned.default_rung),
        "asked": planned.asked.value,
        "digest_readers": [str(reader) for reader in planned.digest_readers],
        "goals": list(planned.goals),
        "need": planned.need,
        "audience": planned.audience.value if planned.audience else "",
        "phase": planned.phase.value if planned.phase else "",
        "school_types": [kind.value for kind in planned.school_types],
        "draft_ahead": planned.draft_ahead,
        "on_closed": planned.on_closed.value,
        "every": planned.every.value if planned.every else None,
    }
    await c.execute(insert(series).values(values))


async def put_meetings(c: AsyncConnection, planned: Series, digest_at: Sequence[datetime]) -> None:
    """The series' meetings are these, each with the instant its digest is due; those already served stay."""
    mine = and_(meetings.c.municipality == planned.municipality, meetings.c.series == planned.id)
    await c.execute(delete(meetings).where(mine, meetings.c.done.is_(False)))
    for meeting, due in zip(planned.meetings, digest_at, strict=True):
        key = {
            "municipality": planned.municipality,
            "series": planned.id,
            "group": meeting.group,
            "at": meeting.at,
        }
        values = {"digest_days_ahead": meeting.digest_days_ahead, "digest_at": due, "done": False}
        await put_if_absent(c, meetings, key, values)


async def one_series(
    c: AsyncConnection, municipality: str, series_id: str, *, version: int | None = None
) -> Series | None:
    """The newest version, unless another is asked for."""
    query = select(series).where(series.c.municipality == municipality, series.c.id == series_id)
    if version is not None:
        query = query.where(series.c.version == version)
    row = (await c.execute(query.order_by(series.c.version.desc()).limit(1))).mappings().one_or_none()
    if row is None:
        return None
    planned = select(meetings).where(meetings.c.municipality == municipality, meetings.c.series == series_id)
    found = (await c.execute(planned.order_by(meetings.c.at, meetings.c.group))).mappings()
    return _series(row, tuple(MeetingPlan(m["group"], m["at"], m["digest_days_ahead"]) for m in found))


_NEWEST = (
    select(func.max(series.c.version))
    .where(series.c.municipality == sessions.c.municipality, series.c.id == sessions.c.series)
    .correlate(sessions)
    .scalar_subquery()
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
        sessions.c.stage.label("session_stage"),
        select(roster_marks.c.mark).scalar_subquery().label("roster_mark"),
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


async def around(
    c: AsyncConnection, municipality: str, session_id: str, position: int, *, alone: bool = False
) -> tuple[Step, Session, Series, UUID] | None:
    """The step, its session, and its series as it was when the session opened, but for its meetings; the roster's mark.

    For a session that has not opened the series is as it is now. None where there is no such step.

    What people are asked stays as it was when they were first asked: of a step only its stage and its end change, and
    its session's stage. The rest is read once, so this may not be asked by whoever has just added the step, and may yet
    undo that.

    `alone`: until the transaction ends nobody else has the step so, nor is it closed. Two devices' first answers would
    undo each other, and the last two of all would each find the other missing. (SQLite has one writer anyhow.)
    """
    named = {"municipality": municipality, "of_session": session_id, "position": position}
    by_now = (await (_BY_NOW_ALONE if alone else _BY_NOW).run(c, **named)).one_or_none()
    if by_now is None:
        return None
    if alone and by_now.stage != Stage.OPEN.value:
        # It may have been waited for; only the step is then as it is now, and not its session.
        by_now = (await _BY_NOW.run(c, **named)).one()
    prompt, opens_at, version, stage, closes_at, session_stage, mark = by_now

    async def work() -> tuple[tuple[Step, Session, Series], None]:
        row = (await _AROUND.run(c, **{**named, "version": version})).mappings().one_or_none()
        if row is None:
            raise LookupError(f"session without a series: {session_id}")
        found = [{column.name: row[f"{table.name}_{column.name}"] for column in table.c} for table in _TOGETHER]
        return (_step(found[0]), _session(found[1]), _series(found[2], ())), None

    key = ("step", municipality, session_id, position)
    step, session, of_series = await cached(c, key, work, mark=(prompt, opens_at, version))
    if (step.stage.value, step.closes_at) != (stage, closes_at):
        step = replace(step, stage=Stage(stage), closes_at=closes_at)
    if session.stage.value != session_stage:
        session = replace(session, stage=Stage(session_stage))
    return step, session, of_series, mark


async def lock_steps(c: AsyncConnection, municipality: str, session_id: str) -> None:
    """Until the transaction ends, nobody changes an answer of the session: what is made of it now holds no other words.

    Whoever takes an answer back in that moment waits, and then finds what was made, to take it from there as well.
    """
    mine = and_(steps.c.municipality == municipality, steps.c.session == session_id)
    await c.execute(select(steps.c.position).where(mine).order_by(steps.c.position).with_for_update())


async def fix_series(c: AsyncConnection, found: Session) -> None:
    """From now on the session stays with the newest version of its series."""
    newest = (
        select(func.max(series.c.version))
        .where(series.c.municipality == found.municipality, series.c.id == found.series)
        .scalar_subquery()
    )
    mine = and_(sessions.c.municipality == found.municipality, sessions.c.id == found.id)
    await c.execute(update(sessions).where(mine).values(series_version=newest))


async def all_series(c: AsyncConnection, municipality: str) -> tuple[str, ...]:
    """The ids of the municipality's series."""
    query = select(series.c.id).where(series.c.municipality == municipality).distinct().order_by(series.c.id)
    return tuple((await c.execute(query)).scalars())


async def series_called(c: AsyncConnection, series_id: str) -> tuple[str, ...]:
    """The municipalities that have a series of this id."""
    query = select(series.c.municipality).where(series.c.id == series_id).distinct().order_by(series.c.municipality)
    return tuple((await c.execute(query)).scalars())


async def remove_meetings(c: AsyncConnection, municipality: str, series_id: str, *, since: datetime) -> None:
    """Those that have not been served yet, from `since` on."""
    mine = and_(meetings.c.municipality == municipality, meetings.c.series == series_id)
    await c.execute(delete(meetings).where(mine, meetings.c.done.is_(False), meetings.c.at >= since))


async def meetings_ahead(c: AsyncConnection, municipality: str) -> tuple[tuple[str, MeetingPlan, datetime], ...]:
    """(series, meeting, when its digest is due) for those not served yet."""
    query = select(meetings).where(meetings.c.municipality == municipality, meetings.c.done.is_(False))
    rows = (await c.execute(query.order_by(meetings.c.at, meetings.c.series, meetings.c.group))).mappings()
    return tuple((m["series"], MeetingPlan(m["group"], m["at"], m["digest_days_ahead"]), m["digest_at"]) for m in rows)


async def put_digest_at(
    c: AsyncConnection, municipality: str, series_id: str, meeting: MeetingPlan, digest_at: datetime
) -> None:
    mine = and_(meetings.c.municipality == municipality, meetings.c.series == series_id)
    one = and_(mine, meetings.c.group == meeting.group, meetings.c.at == meeting.at)
    await c.execute(update(meetings).where(one).values(digest_at=digest_at))


async def due_meetings(
    c: AsyncConnection, *, now: datetime, most: int
) -> tuple[tuple[str, str, MeetingPlan, datetime], ...]:
    """(municipality, series, meeting, when its digest was due) for those not served yet."""
    query = (
        select(meetings)
        .where(meetings.c.done.is_(False), meetings.c.digest_at <= now)
        .order_by(meetings.c.digest_at)
        .limit(most)
    )
    return tuple(
        (m["municipality"], m["series"], MeetingPlan(m["group"], m["at"], m["digest_days_ahead"]), m["digest_at"])
        for m in (await c.execute(query)).mappings()
    )


async def finish_meeting(c: AsyncConnection, municipality: str, series_id: str, meeting: MeetingPlan) -> bool:
    """True for the one who served it."""
    mine = and_(
        meetings.c.municipality == municipality,
        meetings.c.series == series_id,
        meetings.c.group == meeting.group,
        meetings.c.at == meeting.at,
        meetings.c.done.is_(False),
    )
    return (await c.execute(update(meetings).where(mine).values(done=True))).rowcount == 1


async def put_session(c: AsyncConnection, session: Session) -> None:
    """One that has begun meanwhile stays as it is: what has been asked cannot be planned anew."""
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
    await put(c, sessions, key, values, only_if=sessions.c.stage.in_(_WAITING))


async def remove_session(c: AsyncConnection, municipality: str, session_id: str) -> bool:
    """Only one that never opened; True where it is gone now."""
    mine = and_(sessions.c.municipality == municipality, sessions.c.id == session_id)
    return (await c.execute(delete(sessions).where(mine, sessions.c.stage.in_(_WAITING)))).rowcount == 1


async def sessions_of(c: AsyncConnection, municipality: str, series_id: str) -> tuple[Session, ...]:
    query = select(sessions).where(sessions.c.municipality == municipality, sessions.c.series == series_id)
    found = await c.execute(query.order_by(sessions.c.opens_at, sessions.c.group))
    return tuple(_session(row) for row in found.mappings())


async def session(c: AsyncConnection, municipality: str, session_id: str) -> Session | None:
    query = select(sessions).where(sessions.c.municipality == municipality, sessions.c.id == session_id)
    row = (await c.execute(query)).mappings().one_or_none()
    return _session(row) if row else None


async def with_session(c: AsyncConnection, like: Session, groups: Collection[str]) -> frozenset[str]:
    """Those of the groups that have a session of the same series in the same turn, one that asks or will ask."""
    query = select(sessions.c.group).where(
        sessions.c.municipality == like.municipality,
        sessions.c.series == like.series,
        sessions.c.ordinal == like.ordinal,
        sessions.c.group.in_(groups),
        sessions.c.stage.not_in([Stage.SKIPPED.value, Stage.MISSED.value, Stage.CANCELLED.value]),
    )
    return frozenset((await c.execute(query)).scalars())


async def sessions_called(c: AsyncConnection, session_id: str) -> tuple[Session, ...]:
    """In any municipality, for those who look after the bot."""
    query = select(sessions).where(sessions.c.id == session_id).order_by(sessions.c.municipality)
    return tuple(_session(row) for row in (await c.execute(query)).mappings())


async def some_session_ids(c: AsyncConnection, series_ids: Collection[str], *, most: int) -> tuple[str, ...]:
    """Ids of these series' sessions in any municipality, the last first."""
    query = select(sessions.c.id).where(sessions.c.series.in_(series_ids))
    return tuple((await c.execute(query.order_by(sessions.c.opens_at.desc(), sessions.c.id).limit(most))).scalars())


async def series_waiting(c: AsyncConnection, municipality: str) -> tuple[str, ...]:
    """The ids of the series that have sessions which have not opened."""
    query = select(sessions.c.series).where(
        sessions.c.municipality == municipality, sessions.c.stage.in_(_WAITING), sessions.c.exact.is_(False)
    )
    return tuple((await c.execute(query.distinct().order_by(sessions.c.series))).scalars())


async def due_sessions(c: AsyncConnection, *, now: datetime, most: int) -> tuple[Session, ...]:
    query = (
        select(sessions)
        .where(sessions.c.stage == Stage.PLANNED.value, sessions.c.opens_at <= now)
        .order_by(sessions.c.opens_at, sessions.c.municipality, sessions.c.id)
        .limit(most)
    )
    return tuple(_session(row) for row in (await c.execute(query)).mappings())


async def planned_before(c: AsyncConnection, found: Session) -> tuple[Session, ...]:
    """What opens before it for the same group, in any series, in the order of opening."""
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
    return tuple(_session(row) for row in rows.mappings())


async def move_session(c: AsyncConnection, found: Session, *, to: Stage) -> bool:
    """True for the one whose turn it was: several copies may try, and it may have been planned for another time."""
    mine = and_(
        sessions.c.municipality == found.municipality,
        sessions.c.id == found.id,
        sessions.c.stage == found.stage.value,
        sessions.c.opens_at == found.opens_at,
    )
    return (await c.execute(update(sessions).where(mine).values(stage=to.value))).rowcount == 1


async def add_step(c: AsyncConnection, step: Step) -> None:
    shown = step.shown
    values = {
        "municipality": step.municipality,
        "session": step.session,
        "position": step.position,
        "key": step.key,
        "prompt_id": shown.prompt_id,
        "area_id": shown.area_id,
        "requirement_id": shown.requirement_id,
        "area": shown.area,
        "question": shown.question,
        "why": shown.why,
        "law": shown.law,
        "title": shown.title,
        "hint": shown.hint,
        "follow_ups": shown.follow_ups,
        "stage": step.stage.value,
        "opens_at": step.opens_at,
        "closes_at": step.closes_at,
        "asked": step.asked.value,
        "hides": step.hides,
        "leading_only": step.leading_only,
        "shows_earlier": step.shows_earlier,
        "moves_on": sorted(step.moves_on),
        "because": [{"reason": one.reason.value, "left": one.left, "facts": {**one.facts}} for one in step.because],
    }
    await c.execute(insert(steps).values(values))


async def steps_of(c: AsyncConnection, municipality: str, session_id: str) -> tuple[Step, ...]:
    query = select(steps).where(steps.c.municipality == municipality, steps.c.session == session_id)
    return tuple(_step(row) for row in (await c.execute(query.order_by(steps.c.position))).mappings())


async def step(c: AsyncConnection, municipality: str, session_id: str, position: int) -> Step | None:
    query = select(steps).where(
        steps.c.municipality == municipality, steps.c.session == session_id, steps.c.position == position
    )
    row = (await c.execute(query)).mappings().one_or_none()
    return _step(row) if row else None


async def due_steps(c: AsyncConnection, *, now: datetime, most: int) -> tuple[Step, ...]:
    """Open steps whose time is over."""
    query = (
        select(steps)
        .where(steps.c.stage == Stage.OPEN.value, steps.c.closes_at <= now)
        .order_by(steps.c.closes_at, steps.c.municipality, steps.c.session)
        .limit(most)
    )
    return tuple(_step(row) for row in (await c.execute(query)).mappings())


async def open_steps_of_groups(c: AsyncConnection, municipality: str, groups: Sequence[str]) -> tuple[Step, ...]:
    query = (
        select(steps)
        .join(sessions, and_(sessions.c.municipality == steps.c.municipality, sessions.c.id == steps.c.session))
        .where(steps.c.stage == Stage.OPEN.value, steps.c.municipality == municipality, sessions.c.group.in_(groups))
        .order_by(steps.c.opens_at, steps.c.session)
    )
    return tuple(_step(row) for row in (await c.execute(query)).mappings())


async def close_step(c: AsyncConnection, found: Step, *, now: datetime, to: Stage = Stage.CLOSED) -> bool:
    """True for the one who closed it."""
    mine = and_(
        steps.c.municipality == found.municipality,
        steps.c.session == found.session,
        steps.c.position == found.position,
        steps.c.stage == Stage.OPEN.value,
    )
    return (await c.execute(update(steps).where(mine).values(stage=to.value, closed_at=now))).rowcount == 1


async def steps_closed_at(c: AsyncConnection, municipality: str, at: datetime, *, since: datetime) -> tuple[Step, ...]:
    """The municipality's steps that one tick closed at that instant; their time was over after `since`."""
    query = select(steps).where(
        steps.c.stage == Stage.CLOSED.value,
        steps.c.closes_at > since,
        steps.c.closes_at <= at,
        steps.c.municipality == municipality,
        steps.c.closed_at == at,
    )
    return tuple(_step(row) for row in (await c.execute(query.order_by(steps.c.opens_at, steps.c.session))).mappings())


async def sessions_missed_at(
    c: AsyncConnection, municipality: str, at: datetime, *, since: datetime
) -> tuple[Session, ...]:
    """The municipality's sessions that one tick found missed at that instant, of those that were to open after `since`.

    Only those whose coordinators are to be told.
    """
    query = select(sessions).where(
        sessions.c.stage == Stage.MISSED.value,
        sessions.c.opens_at > since,
        sessions.c.opens_at <= at,
        sessions.c.municipality == municipality,
        sessions.c.looked_at == at,
    )
    return tuple(
        _session(row) for row in (await c.execute(query.order_by(sessions.c.opens_at, sessions.c.id))).mappings()
    )


async def open_steps_asked(
    c: AsyncConnection, municipality: str, person: UUID, states: Iterable[DeliveryState]
) -> tuple[Step, ...]:
    """Open steps whose prompt to this person, in their own chat, is in one of these states, or may have arrived."""
    prompted = exists().where(
        deliveries.c.municipality == steps.c.municipality,
        deliveries.c.session == steps.c.session,
        deliveries.c.position == steps.c.position,
        deliveries.c.person == person,
        deliveries.c.kind == DeliveryKind.PROMPT.value,
        or_(deliveries.c.state.in_([state.value for state in states]), deliveries.c.unsure > 0),
    )
    query = select(steps).where(steps.c.stage == Stage.OPEN.value, steps.c.municipality == municipality, prompted)
    return tuple(_step(row) for row in (await c.execute(query.order_by(steps.c.opens_at, steps.c.session))).mappings())


async def end_step_now(c: AsyncConnection, found: Step, *, now: datetime) -> bool:
    """The open step's time is over now: the next tick closes it. True for the one who ended it."""
    mine = and_(
        steps.c.municipality == found.municipality,
        steps.c.session == found.session,
        steps.c.position == found.position,
        steps.c.stage == Stage.OPEN.value,
        steps.c.closes_at > now,
    )
    return (await c.execute(update(steps).where(mine).values(closes_at=now))).rowcount == 1


def _series(row: Row, planned: tuple[MeetingPlan, ...]) -> Series:
    return Series(
        municipality=row["municipality"],
        id=row["id"],
        groups=tuple(row["groups"]),
        protocol=row["protocol"],
        intention=Intention(row["intention"]),
        areas=tuple(row["areas"]),
        requirements=tuple(row["requirements"]),
        led_by=row["led_by"],
        stays_open=row["stays_open"],
        default_rung=Rung(row["default_rung"]),
        asked=Asked(row["asked"]),
        digest_readers=tuple(UUID(reader) for reader in row["digest_readers"]),
        meetings=planned,
        goals=tuple(row["goals"]),
        need=row["need"],
        audience=Audience(row["audience"]) if row["audience"] else None,
        phase=Phase(row["phase"]) if row["phase"] else None,
        school_types=tuple(SchoolType(kind) for kind in row["school_types"]),
        draft_ahead=row["draft_ahead"],
        on_closed=OnClosed(row["on_closed"]),
        every=Rhythm(row["every"]) if row["every"] else None,
    )


def _session(row: Row) -> Session:
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


def _step(row: Row) -> Step:
    shown = Shown(
        prompt_id=row["prompt_id"],
        area_id=row["area_id"],
        requirement_id=row["requirement_id"],
        area=row["area"],
        question=row["question"],
        why=row["why"],
        law=row["law"],
        title=row["title"],
        hint=row["hint"],
        follow_ups=row["follow_ups"],
    )
    return Step(
        municipality=row["municipality"],
        session=row["session"],
        position=row["position"],
        key=row["key"],
        shown=shown,
        stage=Stage(row["stage"]),
        opens_at=row["opens_at"],
        closes_at=row["closes_at"],
        asked=Asked(row["asked"]),
        hides=row["hides"],
        leading_only=row["leading_only"],
        shows_earlier=row["shows_earlier"],
        moves_on=frozenset(row["moves_on"]),
        because=tuple(Because(Reason(one["reason"]), one["left"], one["facts"]) for one in row["because"]),
    )
