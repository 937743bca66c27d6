"""A municipality's quiet hours for whoever sets them: as stored, and which sessions a change moves."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import steps
from content.vocabulary.settings import QuietMove, QuietShown
from dialogs.calendar.instants import local
from dialogs.model import QUIET, Actor, Group, Session
from dialogs.permissions import AboutMunicipality, Verb, may
from storage import school_year


async def quiet_shown(c: AsyncConnection, actor: Actor, municipality: str) -> QuietShown | None:
    """The hours as stored; None where they are not the actor's to set."""
    if actor.person_in(municipality) is None or not may(actor, Verb.SET_QUIET_HOURS, AboutMunicipality(municipality)):
        return None
    town = await steps.town(c, municipality)
    hours = await school_year.quiet_hours(c, municipality)
    is_own, since = await school_year.quiet_since(c, municipality)
    return QuietShown(
        municipality,
        town.units[municipality].name,
        str(hours),
        is_own,
        f"{hours.begins:%H:%M}",
        f"{hours.ends:%H:%M}",
        str(QUIET),
        since=local(since) if since else None,
    )


def with_moves(
    shown: QuietShown, before: Iterable[Session], after: Iterable[Session], groups: Mapping[str, Group], digests: int
) -> QuietShown:
    """The sessions that differ, those of several groups at the same times in one line."""
    was, becomes = _openings(before), _openings(after)
    together: dict[tuple[datetime | None, datetime | None], list[str]] = {}
    for id_ in dict.fromkeys([*was, *becomes]):
        (group, earlier), (same, later) = was.get(id_, ("", None)), becomes.get(id_, ("", None))
        if earlier != later:
            together.setdefault((earlier, later), []).append(groups[group or same].name)
    moves = [QuietMove(tuple(sorted(set(names))), *times) for times, names in together.items()]
    moves.sort(key=lambda one: (str(one.after or one.before), one.groups))
    found = replace(shown, moves=tuple(moves), digests=digests)
    told = repr((found.hours, found.is_own, found.wanted, found.moves, found.digests))
    return replace(found, mark=sha256(told.encode()).hexdigest()[:16])


def _openings(sessions: Iterable[Session]) -> dict[str, tuple[str, datetime]]:
    return {one.id: (one.group, local(one.opens_at)) for one in sessions}
