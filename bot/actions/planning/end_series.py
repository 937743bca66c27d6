"""End a series from a date on: unopened sessions are removed. The series may be planned again."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import lookup
from bot.context import meetings as off
from bot.context.planned_for import planned_for
from bot.context.planned_series import Ended
from bot.context.recording import record
from bot.context.rights import require
from bot.errors import SeriesChanged
from dialogs.model import Act, Actor, MeetingPlan, Session, Stage
from dialogs.permissions import Verb
from storage.database import Database
from storage.meetings import meetings_ahead, remove_meetings
from storage.series import newest_version, one_series
from storage.sessions import remove_session, sessions_of
from storage.units import take_turn

_ASKED = frozenset({Stage.OPEN, Stage.CLOSED})


async def end_series(
    db: Database,
    wanted: str,
    *,
    actor: Actor,
    now: datetime,
    since: datetime | None = None,
    municipality: str | None = None,
    seen: int | None = None,
    dry_run: bool = False,
) -> Ended:
    """From `since` on, or everything that has not opened.

    `seen` is the version of the series that is to end, None for any. Raises UnknownSeries, UnknownMunicipality,
    NotAllowed and SeriesChanged.
    """

    async def work(c: AsyncConnection) -> Ended:
        owner = await lookup.series_called(c, wanted, municipality)
        require(actor, Verb.PLAN_SERIES, await planned_for(c, owner, await _groups(c, owner, wanted), now=now))
        await take_turn(c, owner)
        ended = _ended(owner, wanted, await sessions_of(c, owner, wanted), since=since)
        if ended.cancelled and seen not in {None, await newest_version(c, owner, wanted)}:
            raise SeriesChanged(f"{wanted} has been changed; look at the series again")
        # Sessions opened meanwhile by a tick stay.
        gone = [session for session in ended.cancelled if await remove_session(c, owner, session.id)]
        meetings = await _meetings(c, owner, wanted, since=since or now)
        await remove_meetings(c, owner, wanted, since=since or now, now=now)
        called_off = await off.call_off(c, owner, wanted, since=max(since or now, now), now=now)
        if gone or meetings or called_off:
            await record(c, actor, Act.SERIES_ENDED, owner, series=wanted, now=now)
        return replace(ended, cancelled=tuple(gone), meetings=meetings)

    return await db.write_or_try(work, dry_run=dry_run)


async def _groups(c: AsyncConnection, owner: str, series: str) -> tuple[str, ...]:
    found = await one_series(c, owner, series)
    return found.groups if found is not None else ()


def _ended(owner: str, series: str, sessions: tuple[Session, ...], *, since: datetime | None) -> Ended:
    waiting = [session for session in sessions if not session.has_begun]
    cancelled = tuple(session for session in waiting if since is None or session.opens_at >= since)
    left = tuple(session for session in waiting if session not in cancelled)
    still_open = tuple(session for session in sessions if session.stage is Stage.OPEN)
    begun = any(session.stage in _ASKED for session in sessions)
    return Ended(owner, series, cancelled, (), left, still_open, begun=begun)


async def _meetings(c: AsyncConnection, owner: str, series: str, *, since: datetime) -> tuple[MeetingPlan, ...]:
    ahead = await meetings_ahead(c, owner)
    return tuple(meeting for of, meeting, _ in ahead if of == series and meeting.at >= since)
