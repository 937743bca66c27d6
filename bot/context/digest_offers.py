"""The latest digests that somebody may read, and how each is offered."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import recipients, steps
from bot.context.digests import may_read
from content.presses import OpenDigest
from content.vocabulary.overview import DigestOffered
from dialogs.calendar.instants import local
from dialogs.model import Actor, Digest, Identity
from storage import digests
from storage.series import all_series, one_series
from storage.sessions import one_session

_LOOKED_AT = 10  # of a municipality for each that is offered: some may be for others


async def latest(c: AsyncConnection, actor: Actor, one: Identity, *, most: int, now: datetime) -> list[Digest]:
    """Of the person's own groups, of series whose digests the person reads, and ahead of meetings."""
    place = one.municipality
    town = await steps.town(c, place)
    mine = sorted({group for group, _ in one.roles})
    looked_at = await digests.latest(
        c,
        place,
        groups=mine,
        series=await _read_series(c, one),
        meeting_groups=[
            group
            for group in town.groups
            if group in mine or await recipients.coordinates(c, place, group, one.person, now=now)
        ],
        most=most * _LOOKED_AT,
    )
    return [digest for digest in looked_at if await may_read(c, digest, actor, now=now)][:most]


async def _read_series(c: AsyncConnection, one: Identity) -> list[str]:
    found = []
    for name in await all_series(c, one.municipality):
        series = await one_series(c, one.municipality, name)
        if series is not None and one.person in series.digest_readers:
            found.append(name)
    return found


async def offered(c: AsyncConnection, digest: Digest) -> DigestOffered:
    town = await steps.town(c, digest.municipality)
    session = await one_session(c, digest.municipality, digest.session) if digest.session else None
    group = session.group if session is not None else digest.meeting_group or ""
    at = session.opens_at if session is not None else digest.meeting_at or digest.made_at
    press = OpenDigest(digest.municipality, str(digest.id))
    return DigestOffered(town.groups[group].name, local(at), press, is_meeting=session is None)
