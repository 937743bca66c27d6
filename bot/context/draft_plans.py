"""Plans in which a draft keeps a session's answers out of a meeting's pack, or has nobody to approve its digest."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import recipients, schooldays
from dialogs.calendar.instants import local
from dialogs.calendar.schooldays import SchoolDays
from dialogs.knowledge import drafting
from dialogs.model import MeetingPlan, Series, Session, Stage
from storage.meetings import meetings_ahead
from storage.series import all_series, one_series
from storage.sessions import sessions_of
from storage.units import all_groups

Ahead = tuple[MeetingPlan, datetime]
"""A meeting, and when its pack is made."""


async def warnings_of(c: AsyncConnection, municipality: str, *, now: datetime) -> tuple[str, ...]:
    """Of all that is planned."""
    days = await schooldays.days_of_groups(c, municipality, await all_groups(c, municipality))
    ahead = await meetings_ahead(c, municipality)
    found: list[str] = []
    for its_id in await all_series(c, municipality):
        series = await one_series(c, municipality, its_id)
        if series is not None and series.draft_ahead:
            packs = [(meeting, made_at) for of, meeting, made_at in ahead if of == its_id]
            found += warnings(series, await sessions_of(c, municipality, its_id), packs, days)
            found += await _unapproved(c, series, now=now)
    return tuple(found)


async def _unapproved(c: AsyncConnection, series: Series, *, now: datetime) -> list[str]:
    """Groups where nobody may approve: each of their digests goes out as a draft."""
    left = [group for group in series.groups if not await recipients.approvers(c, series.municipality, group, now=now)]
    return [
        f"{series.id}: nobody in {group} can approve a draft, so each digest goes out marked as one; give the group a "
        "facilitator or a coordinator, or take draft_ahead out"
        for group in left
    ]


def warnings(
    series: Series, sessions: Iterable[Session], packs: Iterable[Ahead], days: Mapping[str, SchoolDays]
) -> Iterator[str]:
    if not series.draft_ahead:
        return
    packs = list(packs)
    for session in (one for one in sessions if one.stage is Stage.PLANNED):
        closes_at, given_back_at = drafting.given_back_at(session, series, days[session.group])
        for meeting, made_at in packs:
            if closes_at < made_at <= given_back_at:
                yield (
                    f"{session.id} is given back {_at(given_back_at)}, since authors check its draft first, and the "
                    f"pack for {meeting.group}'s meeting is made {_at(made_at)}: without these answers; open the "
                    "session earlier, or make digest_days_ahead smaller"
                )


def _at(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}"
