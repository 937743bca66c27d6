"""Plan a series from its file; planned again, only unopened sessions change."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import meetings, planned_series, renamed_meetings, replanning, series_checks
from bot.context.catalogues import Catalogues
from bot.context.planned_series import Planned
from bot.context.recording import record
from bot.errors import SeriesChanged
from dialogs.model import Act, Actor
from dialogs.planning.planning import SeriesFile
from storage import staffing as staffing_store
from storage.database import Database
from storage.meetings import put_meetings
from storage.series import newest_version, one_series
from storage.units import take_turn


async def plan_series(
    db: Database,
    catalogues: Catalogues,
    wanted: SeriesFile,
    *,
    actor: Actor,
    now: datetime,
    municipality: str | None = None,
    seen: int | None = None,
    dry_run: bool = False,
) -> Planned:
    """`seen` is the series' newest version known to the planner, 0 for none; None plans over any version.

    Raises WrongPlan, which names every faulty key, NotAllowed, and SeriesChanged where another version is the newest.
    """

    async def work(c: AsyncConnection) -> Planned:
        owner = await series_checks.municipality_of(c, wanted, municipality)
        if not dry_run:
            await take_turn(c, owner)
        await planned_series.require_right(c, actor, wanted, owner, now=now)
        if seen is not None and await newest_version(c, owner, wanted.id) != seen:
            raise SeriesChanged(f"{wanted.id} has just been planned by somebody else")
        catalogue = await catalogues.at(c, owner, now)
        planned = await planned_series.planned(c, catalogue, wanted, owner, now=now)
        if not dry_run:
            before = await one_series(c, owner, planned.series.id)
            await _record(c, actor, planned, now=now)
            await _apply(c, planned, now=now)
            if before is not None:
                await renamed_meetings.follow(c, before, planned.series, now=now)
        return planned

    return await (db.read(work) if dry_run else db.write(work))


async def _record(c: AsyncConnection, actor: Actor, planned: Planned, *, now: datetime) -> None:
    """A plan that changes nothing leaves no entry."""
    series, moved = planned.series, planned.difference
    is_new = await one_series(c, series.municipality, series.id) is None
    if is_new or planned.changed or moved.add or moved.move or moved.cancel:
        act = Act.SERIES_PLANNED if is_new else Act.SERIES_CHANGED
        await record(c, actor, act, series.municipality, series=series.id, now=now)


async def _apply(c: AsyncConnection, planned: Planned, *, now: datetime) -> None:
    await replanning.store(c, replanning.Replanned(planned.series, planned.sessions, planned.difference))
    await staffing_store.look_again(c, planned.series.municipality)
    due = tuple(zip(planned.digests_at, planned.drafts_at, strict=True))
    await put_meetings(c, planned.series, due, now=now)
    await meetings.hold(c, planned.series, now=now)
