"""The digest ahead of a meeting, as the clock makes it, or as it would be made now."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries, steps
from bot.context.asked_groups import asked_as
from bot.context.catalogues import Catalogues
from dialogs.asking.suiting import suitable, unlimited
from dialogs.calendar.instants import local
from dialogs.calendar.seasons import season
from dialogs.knowledge.meeting_plan import plan_of_pack
from dialogs.model import Digest, MeetingPlan, PackPlan, Series
from storage import digests
from storage.steps import steps_of


async def digest_ahead(
    c: AsyncConnection,
    catalogues: Catalogues,
    series: Series,
    meeting: MeetingPlan,
    *,
    is_draft: bool,
    now: datetime,
) -> Digest:
    """Of what has been given back since the meeting before; nothing is stored."""
    since = await digests.last_read(c, series.municipality, series.id, meeting.group, before=meeting.at)
    return Digest(
        municipality=series.municipality,
        id=deliveries.meeting_digest_id(series.municipality, series.id, meeting),
        series=series.id,
        made_at=now,
        meeting_at=meeting.at,
        meeting_group=meeting.group,
        since=since,
        is_draft=is_draft,
        pack=await _plan(c, catalogues, series, meeting, since=since, now=now),
    )


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
    catalogue = await catalogues.at(c, series.municipality, now)
    # Questions, also where the series asks by statements: a meeting talks about what a statement divides.
    asking = replace(unlimited(series), protocol="", school_types=series.school_types)
    fit = suitable(asking, await asked_as(c, town.groups[meeting.group], town, now=now), catalogue)
    now_in = season(local(meeting.at).date())
    fit = tuple(prompt for prompt in fit if not prompt.seasons or now_in in prompt.seasons)
    return plan_of_pack(meeting.minutes, asked, fit, catalogue)
