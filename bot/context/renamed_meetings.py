"""Meetings that a file has on another day: agenda items, earlier news and the choice of a dilemma go along."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import DECISION_KEPT, Series
from dialogs.planning.meetings import Renamed, renamed
from storage import agenda_items, meeting_news
from storage.meeting_news import MeetingNews


async def follow(c: AsyncConnection, before: Series, after: Series, *, now: datetime) -> None:
    for one in renamed(before, after, now=now):
        await _follow(c, after, one, now=now)


async def _follow(c: AsyncConnection, series: Series, one: Renamed, *, now: datetime) -> None:
    """The old time is remembered as news that nobody is sent: by the old time the choice of the old pack is found."""
    place, old, new = series.municipality, one.old, one.new
    goes_at = new + DECISION_KEPT
    await agenda_items.follow(c, place, series.id, one.group, old=old, new=new, goes_at=goes_at)
    await meeting_news.follow(c, place, series.id, one.group, old=old, new=new)
    await meeting_news.add(c, MeetingNews(place, uuid4(), series.id, one.group, new, one.was, now), now=now)
