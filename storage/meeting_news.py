"""Changes of meetings that people are told of; ids and times, and never whom."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.meetings import meeting_news

_KEPT = timedelta(days=400)
"""Longer than a meeting can be planned ahead: a change that is told late is still found."""


@dataclass(frozen=True)
class MeetingNews:
    """A meeting (`meant` names it) that was at `was`, as its people know it, and has changed; told at `tells_at`."""

    municipality: str
    id: UUID
    series: str
    group: str
    meant: datetime
    was: datetime
    tells_at: datetime


async def add(c: AsyncConnection, news: MeetingNews, *, now: datetime) -> None:
    """Old news of the municipality goes."""
    mine = meeting_news.c.municipality == news.municipality
    await c.execute(delete(meeting_news).where(mine, meeting_news.c.tells_at < now - _KEPT))
    await c.execute(insert(meeting_news).values(**vars(news)))


async def one(c: AsyncConnection, municipality: str, its_id: UUID) -> MeetingNews | None:
    query = select(meeting_news).where(meeting_news.c.municipality == municipality, meeting_news.c.id == its_id)
    row = (await c.execute(query)).mappings().one_or_none()
    return _news(row) if row else None


async def newest(c: AsyncConnection, municipality: str, series: str, group: str, meant: datetime) -> MeetingNews | None:
    """What people are told last of the meeting."""
    query = select(meeting_news).where(_of_meeting(municipality, series, group, meant))
    row = (await c.execute(query.order_by(meeting_news.c.tells_at.desc()).limit(1))).mappings().one_or_none()
    return _news(row) if row else None


async def times_before(
    c: AsyncConnection, municipality: str, series: str, group: str, meant: datetime
) -> tuple[datetime, ...]:
    """The times from which the meeting has been moved away."""
    query = select(meeting_news.c.was).where(_of_meeting(municipality, series, group, meant))
    return tuple((await c.execute(query)).scalars())


async def follow(
    c: AsyncConnection, municipality: str, series: str, group: str, *, old: datetime, new: datetime
) -> None:
    """The meeting named `old` is named `new`, and keeps the news told of the meeting before."""
    await c.execute(update(meeting_news).where(_of_meeting(municipality, series, group, old)).values(meant=new))


def _of_meeting(municipality: str, series: str, group: str, meant: datetime) -> ColumnElement[bool]:
    return and_(
        meeting_news.c.municipality == municipality,
        meeting_news.c.series == series,
        meeting_news.c.group == group,
        meeting_news.c.meant == meant,
    )


def _news(row: RowMapping) -> MeetingNews:
    return MeetingNews(**row)
