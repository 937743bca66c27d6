"""Digests and lists taken out of Teams and the pages, as files: the record tells of each."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.recording import record
from dialogs.calendar.instants import local
from dialogs.model import Act, Actor, Digest


async def record_export(c: AsyncConnection, *, digest: Digest, actor: Actor, now: datetime) -> None:
    """Before anything is shown; the reader is not named."""
    if digest.session is not None:
        await record(c, actor, Act.DIGEST_EXPORTED, digest.municipality, session=digest.session, now=now)
    elif digest.meeting_at is not None:
        day, group = local(digest.meeting_at).date(), digest.meeting_group or ""
        await record(c, actor, Act.PACK_EXPORTED, digest.municipality, group=group, day=day, now=now)


async def record_list(c: AsyncConnection, *, actor: Actor, name: str, place: str = "", now: datetime) -> None:
    """In the municipality `place`, or in all those of the actor's that the list tells of; `name` is the list's."""
    for one in (place,) if place else tuple(each.municipality for each in actor.identities):
        await record(c, actor, Act.LIST_EXPORTED, one, kind=f"list_{name}", now=now)
