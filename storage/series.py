"""Series of sessions, in versions: an opened session stays with the newest version at its opening."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import and_, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import AskedIn, Audience, Intention, MeetingPlan, OnClosed, Phase, Rhythm, Rung, SchoolType, Series
from storage.meetings import meeting_from
from storage.prepared import Prepared, Row
from storage.series_phases import anchoring_from, anchoring_to, phases_from, phases_to
from storage.series_questions import questions_from, questions_to, without_words
from storage.series_timing import (
    by_hand_from,
    by_hand_to,
    meetings_by_hand_from,
    meetings_by_hand_to,
    pauses_from,
    pauses_to,
    timing_from,
    timing_to,
)
from storage.tables.sessions import meetings, series


async def put_series(c: AsyncConnection, planned: Series) -> None:
    """Store a new version, if anything but the meetings differs from the newest; opened sessions stay with theirs.

    Own questions stand in the newest version alone, so that what is taken back before it is asked is gone.
    """
    before = await one_series(c, planned.municipality, planned.id)
    if before is not None and replace(before, meetings=planned.meetings) == planned:
        return
    newest = await newest_version(c, planned.municipality, planned.id)
    if before is not None and any(one.own is not None for one in before.questions):
        await _forget_words(c, before, version=newest)
    values = {
        "municipality": planned.municipality,
        "id": planned.id,
        "version": newest + 1,
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
        "leader_speaks_last": planned.leader_speaks_last,
        "prompts": list(planned.prompts),
        "weights": dict(planned.weights),
        "timing": timing_to(planned.timing, planned.wall_time),
        "by_hand": by_hand_to(planned.by_hand),
        "pauses": pauses_to(planned.pauses),
        "phases": phases_to(planned.phases),
        "responsible": [one.responsible for one in planned.phases],
        "taking_part": planned.taking_part,
        "anchoring": anchoring_to(planned.anchoring),
        "meetings_by_hand": meetings_by_hand_to(planned.meetings_by_hand),
        "questions": questions_to(planned.questions),
    }
    await c.execute(insert(series).values(values))


async def _forget_words(c: AsyncConnection, planned: Series, *, version: int) -> None:
    this = and_(series.c.municipality == planned.municipality, series.c.id == planned.id, series.c.version == version)
    ids = without_words(questions_to(planned.questions))
    await c.execute(update(series).where(this).values(questions=ids))


async def one_series(
    c: AsyncConnection, municipality: str, series_id: str, *, version: int | None = None
) -> Series | None:
    """The newest version, unless another is asked for."""
    its = {"municipality": municipality, "id": series_id}
    found = await (_NEWEST.run(c, **its) if version is None else _ONE_VERSION.run(c, **its, version=version))
    row = found.mappings().one_or_none()
    if row is None:
        return None
    planned = (await _MEETINGS.run(c, **its)).mappings()
    return series_from(row, tuple(map(meeting_from, planned)))


_ONE = select(series).where(series.c.municipality == bindparam("municipality"), series.c.id == bindparam("id"))
_NEWEST = Prepared(_ONE.order_by(series.c.version.desc()).limit(1))
_ONE_VERSION = Prepared(_ONE.where(series.c.version == bindparam("version")))
_MEETINGS = Prepared(
    select(meetings)
    .where(meetings.c.municipality == bindparam("municipality"), meetings.c.series == bindparam("id"))
    .order_by(meetings.c.at, meetings.c.group)
)


async def newest_version(c: AsyncConnection, municipality: str, series_id: str) -> int:
    """0 for an unknown series."""
    mine = and_(series.c.municipality == municipality, series.c.id == series_id)
    return int((await c.execute(select(func.coalesce(func.max(series.c.version), 0)).where(mine))).scalar_one())


async def all_series(c: AsyncConnection, municipality: str) -> tuple[str, ...]:
    """The ids of the municipality's series."""
    return tuple((await _IDS.run(c, municipality=municipality)).scalars())


_IDS = Prepared(
    select(series.c.id).where(series.c.municipality == bindparam("municipality")).distinct().order_by(series.c.id)
)


async def municipalities_with_series(c: AsyncConnection, series_id: str) -> tuple[str, ...]:
    """The municipalities with a series of this id; ids are unique only within a municipality."""
    query = select(series.c.municipality).where(series.c.id == series_id).distinct().order_by(series.c.municipality)
    return tuple((await c.execute(query)).scalars())


def series_from(row: Row, planned: tuple[MeetingPlan, ...]) -> Series:
    timing, at_time = timing_from(row["timing"])
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
        asked=AskedIn(row["asked"]),
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
        leader_speaks_last=row["leader_speaks_last"],
        prompts=tuple(row["prompts"]),
        weights=row["weights"],
        timing=timing,
        wall_time=at_time,
        by_hand=by_hand_from(row["by_hand"]),
        pauses=pauses_from(row["pauses"]),
        phases=phases_from(row["phases"], row["responsible"]),
        taking_part=row["taking_part"],
        anchoring=anchoring_from(row["anchoring"]),
        meetings_by_hand=meetings_by_hand_from(row["meetings_by_hand"]),
        questions=questions_from(row["questions"]),
    )
