"""Ahead of a meeting, its coordinators get a pack over all groups of the series, and whoever takes part a short one.

Where the series says so, coordinators have the pack as a draft some days before that, which is then brought up to date.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import audiences, deliveries, dilemmas, recipients, schooldays, steps, webhooks
from bot.context.catalogues import Catalogues
from bot.context.pack_making import digest_ahead
from bot.context.rights import require
from dialogs.knowledge import digest as digesting
from dialogs.model import Actor, Digest, MeetingPlan
from dialogs.permissions import Verb
from storage import digests, outbox, outbox_queries
from storage.database import Database
from storage.meetings import due_meetings, finish_meeting
from storage.series import one_series

_AT_ONCE = 50


async def prepare_meetings(db: Database, catalogues: Catalogues, *, actor: Actor, now: datetime) -> int:
    """The number of digests and drafts due. A digest still unsent when its meeting begins is dropped.

    A digest is due at the last opening ahead of its time. A late digest is sent at the next opening, or at once if the
    meeting begins before the next opening.
    """
    require(actor, Verb.RUN_SESSIONS)
    due = await db.read(lambda c: due_meetings(c, now=now, most=_AT_ONCE))
    await db.write_each(
        partial(
            _prepare,
            catalogues=catalogues,
            municipality=municipality,
            series_id=series_id,
            meeting=meeting,
            is_draft=digest_at > now,
            now=now,
        )
        for municipality, series_id, meeting, digest_at in due
    )
    return len(due)


async def _prepare(
    c: AsyncConnection,
    *,
    catalogues: Catalogues,
    municipality: str,
    series_id: str,
    meeting: MeetingPlan,
    is_draft: bool,
    now: datetime,
) -> None:
    mine = await finish_meeting(c, municipality, series_id, meeting, draft_only=is_draft)
    series = await one_series(c, municipality, series_id)
    if not mine or series is None:
        return
    digest = await digest_ahead(c, catalogues, series, meeting, is_draft=is_draft, now=now)
    await digests.bring_up_to_date(c, digest)
    await _take_up(c, digest, now=now)
    await _send(c, digest, meeting, now=now)


async def _take_up(c: AsyncConnection, digest: Digest, *, now: datetime) -> None:
    """A dilemma for the meeting, as whoever coordinates it reads them."""
    leading = await recipients.coordinators(c, digest.municipality, digest.meeting_group or "", now=now)
    if leading:
        town = await steps.town(c, digest.municipality)
        reading = await audiences.reading(c, town, leading[0], now=now)
        await dilemmas.prepare(c, digest, replace(reading, author=None))


async def _send(c: AsyncConnection, digest: Digest, meeting: MeetingPlan, *, now: datetime) -> None:
    """A draft's card becomes the pack; whoever coordinates by now and had no draft gets the pack."""
    municipality, series_id = digest.municipality, digest.series
    days = await schooldays.days_of(c, municipality, meeting.group, now=now)
    due_at = digesting.send_meeting_digest_at(meeting.at, days, now=now)
    leading = await recipients.coordinators(c, municipality, meeting.group, now=now)
    # Whoever has lost the role since the draft keeps its card, which follows like every other.
    stands = await outbox_queries.digests_shown(c, municipality, [digest.id])
    packs = [deliveries.digest_to(digest, person, due_at=due_at) for person in leading]
    if not digest.is_draft:
        await webhooks.tell_programs(c, digest, now=now)
        taking_part = await recipients.taking_part(c, municipality, series_id, meeting.group, now=now)
        packs += [deliveries.digest_to(digest, person, due_at=due_at) for person in taking_part]
        ends_at = meeting.at + timedelta(minutes=meeting.minutes)
        asked = [deliveries.decisions_asked(digest, person, due_at=ends_at) for person in leading]
        await outbox.want_again(c, *asked)
    mine = {one.id for one in packs}
    opened = [replace(one, due_at=due_at) for one in stands if one.id not in mine]
    await outbox.want_again(c, *packs, *opened)
