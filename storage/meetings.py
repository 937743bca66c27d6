"""Meetings of a series, each with the due time of the digest ahead of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, RowMapping, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import MeetingPlan, Series
from storage.prepared import Prepared
from storage.tables.sessions import meetings
from storage.upserts import put_if_absent

Due = tuple[datetime, datetime | None]
"""When a meeting's digest is due, and its draft; None for no draft."""


async def put_meetings(c: AsyncConnection, planned: Series, due: Sequence[Due], *, now: datetime) -> None:
    """Replace the series' meetings to come, each with the due times of its digest and its draft.

    A meeting whose digest or draft was made is not due once more while it is held at its time.
    """
    mine = and_(meetings.c.municipality == planned.municipality, meetings.c.series == planned.id)
    made = or_(meetings.c.done, meetings.c.drafted)
    known = (await c.execute(select(meetings).where(mine, made))).mappings()
    before = {(row["group"], row["at"]): row["done"] for row in known}
    await c.execute(delete(meetings).where(mine, or_(meetings.c.done.is_(False), meetings.c.at > now)))
    for meeting, (digest_at, draft_at) in zip(planned.meetings, due, strict=True):
        at = (meeting.group, meeting.at)
        key = {"municipality": planned.municipality, "series": planned.id, "group": meeting.group, "at": meeting.at}
        values = {"digest_days_ahead": meeting.digest_days_ahead, "digest_at": digest_at, "minutes": meeting.minutes}
        values |= {"draft_days_ahead": meeting.draft_days_ahead, "draft_at": draft_at}
        values |= {"prompt_days_ahead": meeting.prompt_days_ahead}
        values |= {"drafted": at in before, "done": before.get(at, False)}
        await put_if_absent(c, meetings, key, values)


async def remove_meetings(
    c: AsyncConnection, municipality: str, series_id: str, *, since: datetime, now: datetime
) -> None:
    """Delete the series' meetings from `since` on; a meeting that was held stays."""
    mine = and_(meetings.c.municipality == municipality, meetings.c.series == series_id)
    is_to_come = or_(meetings.c.done.is_(False), meetings.c.at > now)
    await c.execute(delete(meetings).where(mine, is_to_come, meetings.c.at >= since))


async def meetings_ahead(c: AsyncConnection, municipality: str) -> tuple[tuple[str, MeetingPlan, datetime], ...]:
    """(series, meeting, due time of its digest) for digests not made yet."""
    query = select(meetings).where(meetings.c.municipality == municipality, meetings.c.done.is_(False))
    rows = (await c.execute(query.order_by(meetings.c.at, meetings.c.series, meetings.c.group))).mappings()
    return tuple((m["series"], meeting_from(m), m["digest_at"]) for m in rows)


async def of_municipality(
    c: AsyncConnection, municipality: str, *, since: datetime
) -> tuple[tuple[str, MeetingPlan], ...]:
    """(series, meeting) of the municipality's meetings from `since` on, the earliest first."""
    query = select(meetings).where(meetings.c.municipality == municipality, meetings.c.at >= since)
    rows = (await c.execute(query.order_by(meetings.c.at, meetings.c.series, meetings.c.group))).mappings()
    return tuple((m["series"], meeting_from(m)) for m in rows)


async def meetings_of_group(
    c: AsyncConnection, municipality: str, group: str, *, since: datetime | None
) -> tuple[MeetingPlan, ...]:
    """Of all series, from `since` on, or all; the earliest first."""
    query = select(meetings).where(meetings.c.municipality == municipality, meetings.c.group == group)
    if since is not None:
        query = query.where(meetings.c.at >= since)
    return tuple(map(meeting_from, (await c.execute(query.order_by(meetings.c.at))).mappings()))


@dataclass(frozen=True)
class PlannedMeeting:
    """`digest_at` is the due time of the digest ahead, and `done` tells that the digest has been made."""

    municipality: str
    series: str
    meeting: MeetingPlan
    digest_at: datetime
    done: bool


async def every_meeting(c: AsyncConnection) -> tuple[PlannedMeeting, ...]:
    """Of all municipalities, for operators."""
    rows = (await c.execute(select(meetings).order_by(meetings.c.municipality, meetings.c.at))).mappings()
    return tuple(
        PlannedMeeting(m["municipality"], m["series"], meeting_from(m), m["digest_at"], m["done"]) for m in rows
    )


async def meetings_to_come(
    c: AsyncConnection, municipality: str, groups: Collection[str], *, now: datetime
) -> tuple[tuple[str, datetime], ...]:
    """(group, instant) of the groups' meetings after `now`, the nearest first."""
    query = select(meetings.c.group, meetings.c.at).where(
        meetings.c.municipality == municipality, meetings.c.group.in_(groups), meetings.c.at > now
    )
    rows = await c.execute(query.distinct().order_by(meetings.c.at, meetings.c.group))
    return tuple((row[0], row[1]) for row in rows)


async def meetings_since(
    c: AsyncConnection, municipality: str, groups: Collection[str], *, since: datetime
) -> tuple[tuple[str, datetime, int], ...]:
    """(group, instant, minutes) of the groups' meetings from `since` on, the earliest first."""
    query = select(meetings.c.group, meetings.c.at, func.max(meetings.c.minutes)).where(
        meetings.c.municipality == municipality, meetings.c.group.in_(groups), meetings.c.at >= since
    )
    rows = await c.execute(query.group_by(meetings.c.group, meetings.c.at).order_by(meetings.c.at, meetings.c.group))
    return tuple((row[0], row[1], row[2]) for row in rows)


async def meetings_between(
    c: AsyncConnection, municipality: str, groups: Collection[str], *, since: datetime, until: datetime
) -> tuple[tuple[str, datetime], ...]:
    """(group, instant) of the groups' meetings from `since` on and before `until`, the earliest first."""
    query = select(meetings.c.group, meetings.c.at).where(
        meetings.c.municipality == municipality,
        meetings.c.group.in_(groups),
        meetings.c.at >= since,
        meetings.c.at < until,
    )
    rows = await c.execute(query.distinct().order_by(meetings.c.at, meetings.c.group))
    return tuple((row[0], row[1]) for row in rows)


async def put_due(c: AsyncConnection, municipality: str, series_id: str, meeting: MeetingPlan, due: Due) -> None:
    digest_at, draft_at = due
    mine = and_(meetings.c.municipality == municipality, meetings.c.series == series_id)
    one = and_(mine, meetings.c.group == meeting.group, meetings.c.at == meeting.at)
    await c.execute(update(meetings).where(one).values(digest_at=digest_at, draft_at=draft_at))


async def due_meetings(
    c: AsyncConnection, *, now: datetime, most: int
) -> tuple[tuple[str, str, MeetingPlan, datetime], ...]:
    """(municipality, series, meeting, due time of its digest) for digests and drafts due at `now` and not made yet."""
    return tuple(
        (m["municipality"], m["series"], meeting_from(m), m["digest_at"])
        for m in (await _DUE.run(c, now=now, most=most)).mappings()
    )


_DUE = Prepared(
    select(meetings)
    .where(
        meetings.c.done.is_(False),
        or_(
            meetings.c.digest_at <= bindparam("now"),
            and_(meetings.c.drafted.is_(False), meetings.c.draft_at <= bindparam("now")),
        ),
    )
    .order_by(meetings.c.digest_at)
    .limit(bindparam("most", type_=Integer))
)


async def finish_meeting(
    c: AsyncConnection, municipality: str, series_id: str, meeting: MeetingPlan, *, draft_only: bool
) -> bool:
    """Mark the meeting's digest, or its draft, as made. True for the caller whose UPDATE did; several may try."""
    mine = and_(
        meetings.c.municipality == municipality,
        meetings.c.series == series_id,
        meetings.c.group == meeting.group,
        meetings.c.at == meeting.at,
        (meetings.c.drafted if draft_only else meetings.c.done).is_(False),
    )
    made = {"drafted": True} if draft_only else {"done": True}
    return (await c.execute(update(meetings).where(mine).values(**made))).rowcount == 1


def meeting_from(row: RowMapping) -> MeetingPlan:
    return MeetingPlan(
        row["group"],
        row["at"],
        row["digest_days_ahead"],
        row["minutes"],
        row["draft_days_ahead"],
        row["prompt_days_ahead"],
    )
