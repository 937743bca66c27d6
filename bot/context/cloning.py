"""What would be planned for another group from a series, or why nothing can be."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.planned_for import groups_planned_by, planned_for
from content.vocabulary.steered import NotSteered
from dialogs.asking import prompting
from dialogs.model import Actor
from dialogs.permissions import Verb, may
from dialogs.planning.cloning import clone_id, clone_of
from dialogs.planning.planning import SeriesFile, known_timing
from storage.memberships import members_of
from storage.series import one_series
from storage.sessions import sessions_of


async def cloned(
    c: AsyncConnection, actor: Actor, municipality: str, series_id: str, group: str, *, now: datetime
) -> SeriesFile | NotSteered:
    """Led by the actor, who may plan both for the series' groups and for the other."""
    series = await one_series(c, municipality, series_id)
    if series is None or actor.account is None:
        return NotSteered("gone")
    if not may(actor, Verb.PLAN_SERIES, await planned_for(c, municipality, series.groups, now=now)):
        return NotSteered("not_allowed")
    theirs = {one.id for one in await groups_planned_by(c, actor, municipality, now=now)}
    if group not in theirs or group in series.groups:
        return NotSteered("no_group")
    if not prompting.writing(await members_of(c, municipality, [group], now=now), leading_only=False):
        return NotSteered("nobody")
    if await one_series(c, municipality, clone_id(series, group)) is not None:
        return NotSteered("known")
    sessions = await sessions_of(c, municipality, series_id)
    timing = (series.timing, series.wall_time) if series.timing is not None else known_timing(sessions)
    return clone_of(series, group, actor.account.object_id, timing, now=now) or NotSteered("nothing_waits")
