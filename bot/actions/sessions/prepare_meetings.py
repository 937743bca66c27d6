"""Ahead of a meeting, coordinators of the meeting's group get a digest over all groups of the series that shared."""

from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries, recipients, schooldays
from bot.context.rights import require
from dialogs.knowledge import digest as digesting
from dialogs.model import Actor, Digest, MeetingPlan
from dialogs.permissions import Verb
from storage import digests, outbox
from storage.database import Database
from storage.meetings import due_meetings, finish_meeting
from storage.series import one_series

_AT_ONCE = 50


async def prepare_meetings(db: Database, *, actor: Actor, now: datetime) -> int:
    """The number of digests due. A digest still unsent when its meeting begins is dropped.

    A digest is due at the last opening ahead of its time. A late digest is sent at the next opening, or at once if the
    meeting begins before the next opening.
    """
    require(actor, Verb.RUN_SESSIONS)
    due = await db.read(lambda c: due_meetings(c, now=now, most=_AT_ONCE))
    await db.write_each(
        partial(_prepare, municipality=municipality, series_id=series_id, meeting=meeting, now=now)
        for municipality, series_id, meeting, _ in due
    )
    return len(due)


async def _prepare(
    c: AsyncConnection, *, municipality: str, series_id: str, meeting: MeetingPlan, now: datetime
) -> None:
    mine = await finish_meeting(c, municipality, series_id, meeting)
    series = await one_series(c, municipality, series_id)
    if not mine or series is None:
        return
    digest = Digest(
        municipality=municipality,
        id=deliveries.meeting_digest_id(municipality, series_id, meeting),
        series=series_id,
        made_at=now,
        meeting_at=meeting.at,
        meeting_group=meeting.group,
        since=await digests.last_read(c, municipality, series_id, meeting.group, before=meeting.at),
    )
    await digests.add(c, digest)
    days = await schooldays.days_of(c, municipality, meeting.group, now=now)
    due_at = digesting.send_meeting_digest_at(meeting.at, days, now=now)
    for person in await recipients.coordinators(c, municipality, meeting.group, now=now):
        await outbox.add(c, deliveries.digest_to(digest, person, due_at=due_at))
