"""Lookup of the pack ahead of a meeting by the meeting's id: SERIES.GROUP.DATE, with its hour where a day has two."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.lookup import town_of
from bot.errors import UnknownSession
from dialogs.calendar.instants import local
from dialogs.model import Digest
from storage import digests
from storage.meetings import every_meeting


async def pack_called(c: AsyncConnection, wanted: str, municipality: str | None) -> Digest | None:
    """None where no meeting with a pack has the id. Raises UnknownSession and UnknownMunicipality."""
    named = [one for one in await digests.ahead_of_meetings(c) if wanted in _ids_of(one)]
    if not any(municipality in (None, one.municipality) for one in named):
        return None
    town = await town_of(c, wanted, _each(one.municipality for one in named), municipality, error=UnknownSession)
    found = [one for one in named if one.municipality == town]
    if len(found) > 1:
        ids = " or ".join(sorted(_ids_of(one)[1] for one in found))
        raise UnknownSession(f"{wanted} is {len(found)} meetings; name one of them: {ids}")
    return found[0]


async def require_no_meeting(c: AsyncConnection, wanted: str, municipality: str | None) -> None:
    """Raises UnknownSession, which tells why the meeting has no pack, for the id of any planned meeting."""
    planned = [one for one in await every_meeting(c) if wanted in _ids(one.series, one.meeting.group, one.meeting.at)]
    if not planned:
        return
    town = await town_of(c, wanted, _each(one.municipality for one in planned), municipality, error=UnknownSession)
    one = next(one for one in planned if one.municipality == town)
    when = f"it is made {local(one.digest_at):%Y-%m-%d %H:%M}"
    raise UnknownSession(f"{wanted} is a meeting whose pack {'is deleted' if one.done else f'is not made yet: {when}'}")


def _each(towns: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(towns))


def _ids_of(digest: Digest) -> tuple[str, ...]:
    if digest.meeting_at is None:
        return ()
    return _ids(digest.series, digest.meeting_group or "", digest.meeting_at)


def _ids(series: str, group: str, at: datetime) -> tuple[str, str]:
    """As a session's id: the meeting's series, its group and its local day; and the same with the hour."""
    return f"{series}.{group}.{local(at):%Y-%m-%d}", f"{series}.{group}.{local(at):%Y-%m-%dT%H:%M}"
