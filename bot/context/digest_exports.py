"""A digest taken out of Teams and the pages, as a file: the record tells of each."""

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
