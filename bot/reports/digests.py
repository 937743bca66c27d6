"""A session's digest, or the pack ahead of a meeting, as a reader may read it."""

from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import lookup, packs_called, recipients
from bot.context.digest_exports import record_export
from bot.context.identities import identity_of
from bot.context.rights import require
from bot.errors import UnknownReader, UnknownSession
from bot.ports import ReadDigest
from content.language import Language
from content.vocabulary.digesting import Digesting
from dialogs.calendar.instants import local
from dialogs.model import Actor, Digest, Person, Session, Stage
from dialogs.permissions import Verb
from storage import digests, drafts
from storage.database import Database
from storage.people import one_person, person_named
from storage.sessions import one_session, sessions_called


async def digest_of(
    db: Database,
    read: ReadDigest,
    wanted: str,
    reader: str,
    *,
    actor: Actor,
    now: datetime,
    municipality: str | None = None,
) -> tuple[Digesting, Language]:
    """`wanted` is a session's id, or a meeting's, SERIES.GROUP.DATE; `reader` a UPN, "" for whoever coordinates.

    Raises UnknownSession and UnknownReader.
    """
    require(actor, Verb.READ_AS_READER)

    async def work(c: AsyncConnection) -> tuple[Digest, Person]:
        digest = await _digest(c, wanted, municipality)
        return digest, await _reader(c, digest, reader, now=now)

    digest, person = await db.read(work)
    await db.write(partial(record_export, digest=digest, actor=actor, now=now))
    return await read(digest, person, now=now)


async def _digest(c: AsyncConnection, wanted: str, municipality: str | None) -> Digest:
    pack = await packs_called.pack_called(c, wanted, municipality)
    if pack is not None:
        return pack
    if not await sessions_called(c, wanted):
        await packs_called.require_no_meeting(c, wanted, municipality)
    session = await lookup.session_called(c, wanted, municipality)
    digest = await digests.of_session(c, session.municipality, session.id)
    if digest is None:
        raise UnknownSession(await _why_none(c, session))
    return digest


async def _why_none(c: AsyncConnection, session: Session) -> str:
    """A draft is for its authors, and for whoever approves it: nobody else reads it before its time."""
    draft = await drafts.one(c, session.municipality, session.id)
    if draft is not None:
        until = f"{local(draft.publish_at):%Y-%m-%d %H:%M}"
        return f"{session.id} has no digest yet: authors are checking its draft until {until}, when it is given back"
    is_over = session.stage in {Stage.CLOSED, Stage.CANCELLED, Stage.MISSED, Stage.SKIPPED}
    why = "and none was made of it, or it is deleted" if is_over else "one is made when it closes"
    return f"{session.id} has no digest: it is {session.stage.value}; {why}"


async def _reader(c: AsyncConnection, digest: Digest, reader: str, *, now: datetime) -> Person:
    place = digest.municipality
    if not reader:
        return await _coordinator(c, digest, now=now)
    person = await person_named(c, place, reader, now=now)
    if person is None:
        raise UnknownReader(f"--reader: {reader} is not among the people of {place}")
    if not (await identity_of(c, place, person.id, now=now)).roles:
        raise UnknownReader(f"--reader: {reader} is in no group of {place} any more")
    return person


async def _coordinator(c: AsyncConnection, digest: Digest, *, now: datetime) -> Person:
    session = await one_session(c, digest.municipality, digest.session) if digest.session else None
    group = session.group if session is not None else digest.meeting_group or ""
    for its_id in await recipients.coordinators(c, digest.municipality, group, now=now):
        person = await one_person(c, digest.municipality, its_id)
        if person is not None:
            return person
    raise UnknownReader(f"nobody coordinates {group}; name who reads with --reader UPN")
