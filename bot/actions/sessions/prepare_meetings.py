"""Ahead of a meeting, its coordinators get a pack over all groups of the series, and whoever takes part a short one."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries, recipients, schooldays, steps
from bot.context.catalogues import Catalogues
from bot.context.rights import require
from dialogs.asking.suiting import suitable, unlimited
from dialogs.knowledge import digest as digesting
from dialogs.knowledge.meeting_plan import plan_of_pack
from dialogs.model import Actor, Digest, MeetingPlan, PackPlan, Series
from dialogs.permissions import Verb
from storage import digests, outbox
from storage.database import Database
from storage.meetings import due_meetings, finish_meeting
from storage.series import one_series
from storage.steps import steps_of

_AT_ONCE = 50


async def prepare_meetings(db: Database, catalogues: Catalogues, *, actor: Actor, now: datetime) -> int:
    """The number of digests due. A digest still unsent when its meeting begins is dropped.

    A digest is due at the last opening ahead of its time. A late digest is sent at the next opening, or at once if the
    meeting begins before the next opening.
    """
    require(actor, Verb.RUN_SESSIONS)
    due = await db.read(lambda c: due_meetings(c, now=now, most=_AT_ONCE))
    await db.write_each(
        partial(
            _prepare, catalogues=catalogues, municipality=municipality, series_id=series_id, meeting=meeting, now=now
        )
        for municipality, series_id, meeting, _ in due
    )
    return len(due)


async def _prepare(
    c: AsyncConnection,
    *,
    catalogues: Catalogues,
    municipality: str,
    series_id: str,
    meeting: MeetingPlan,
    now: datetime,
) -> None:
    mine = await finish_meeting(c, municipality, series_id, meeting)
    series = await one_series(c, municipality, series_id)
    if not mine or series is None:
        return
    since = await digests.last_read(c, municipality, series_id, meeting.group, before=meeting.at)
    digest = Digest(
        municipality=municipality,
        id=deliveries.meeting_digest_id(municipality, series_id, meeting),
        series=series_id,
        made_at=now,
        meeting_at=meeting.at,
        meeting_group=meeting.group,
        since=since,
        pack=await _plan(c, catalogues, series, meeting, since=since, now=now),
    )
    await digests.add(c, digest)
    days = await schooldays.days_of(c, municipality, meeting.group, now=now)
    due_at = digesting.send_meeting_digest_at(meeting.at, days, now=now)
    for person in await recipients.coordinators(c, municipality, meeting.group, now=now):
        await outbox.add(c, deliveries.digest_to(digest, person, due_at=due_at))
        ends_at = meeting.at + timedelta(minutes=meeting.minutes)
        await outbox.add(c, deliveries.decisions_asked(digest, person, due_at=ends_at))
    taking_part = await recipients.taking_part(c, municipality, series_id, meeting.group, now=now)
    await outbox.add_all(c, (deliveries.digest_to(digest, person, due_at=due_at) for person in taking_part))


async def _plan(
    c: AsyncConnection,
    catalogues: Catalogues,
    series: Series,
    meeting: MeetingPlan,
    *,
    since: datetime | None,
    now: datetime,
) -> PackPlan:
    """What the catalogue has for the meeting, about what has been asked since the one before."""
    made = await digests.of_series(c, series.municipality, series.id, since=since, until=now)
    asked = [step for one in made for step in await steps_of(c, series.municipality, one.session or "")]
    town = await steps.town(c, series.municipality)
    group = town.groups[meeting.group]
    catalogue = await catalogues.at(c, series.municipality, now)
    fit = suitable(unlimited(series), group, town.units[group.unit], catalogue)
    return plan_of_pack(meeting.minutes, asked, fit, catalogue)
