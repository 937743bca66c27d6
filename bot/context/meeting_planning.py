"""A series stored with its meetings changed by hand: the sessions ahead of meetings, the packs and due times follow."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import meetings, replanning, schooldays, steps
from dialogs.calendar.schooldays import SchoolDays
from dialogs.knowledge.digest import meeting_digest_due_at, meeting_draft_due_at
from dialogs.model import Series
from dialogs.planning.planning import PlanningFault
from storage.meetings import put_meetings
from storage.series import put_series


async def store(c: AsyncConnection, series: Series, *, now: datetime) -> Series:
    """The series as stored; a series without sessions to come goes on without them."""
    town = await steps.town(c, series.municipality)
    wanted = dict.fromkeys((*series.groups, *(one.group for one in series.meetings)))
    groups = [town.groups[one] for one in wanted]
    days = await schooldays.days_of_groups(c, series.municipality, groups)
    try:
        found = await replanning.replanned(c, series, groups[: len(series.groups)], days, now=now)
        await replanning.store(c, found)
        series = found.series
    except PlanningFault:
        await put_series(c, series)
    due = [
        (meeting_digest_due_at(one, days[one.group]), meeting_draft_due_at(one, days[one.group]))
        for one in series.meetings
    ]
    await put_meetings(c, series, due, now=now)
    await meetings.hold(c, series, now=now)
    return series


async def days_of(c: AsyncConnection, series: Series, group: str) -> SchoolDays:
    town = await steps.town(c, series.municipality)
    return (await schooldays.days_of_groups(c, series.municipality, [town.groups[group]]))[group]
