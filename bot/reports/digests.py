"""A session's digest as a reader may read it."""

from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import lookup
from bot.context.identities import identity_of
from bot.context.recording import record
from bot.context.rights import require
from bot.errors import UnknownReader, UnknownSession
from bot.ports import ReadDigest
from content.language import Language
from content.vocabulary.digesting import Digesting
from dialogs.model import Act, Actor, Digest, Person
from dialogs.permissions import Verb
from storage import digests
from storage.database import Database
from storage.people import person_named


async def digest_of(
    db: Database,
    read: ReadDigest,
    session_id: str,
    reader: str,
    *,
    actor: Actor,
    now: datetime,
    municipality: str | None = None,
) -> tuple[Digesting, Language]:
    """Raises UnknownSession and UnknownReader."""
    require(actor, Verb.READ_AS_READER)

    async def work(c: AsyncConnection) -> tuple[Digest, Person]:
        session = await lookup.session_called(c, session_id, municipality)
        digest = await digests.of_session(c, session.municipality, session.id)
        if digest is None:
            raise UnknownSession(f"{session_id} has no digest: it is {session.stage.value}; one is made when it closes")
        person = await person_named(c, session.municipality, reader, now=now)
        if person is None:
            raise UnknownReader(f"--reader: {reader} is not among the people of {session.municipality}")
        if not (await identity_of(c, session.municipality, person.id, now=now)).roles:
            raise UnknownReader(f"--reader: {reader} is in no group of {session.municipality} any more")
        return digest, person

    digest, person = await db.read(work)
    await db.write(partial(_record, session_id=session_id, actor=actor, municipality=municipality, now=now))
    return await read(digest, person, now=now)


async def _record(
    c: AsyncConnection, *, session_id: str, actor: Actor, municipality: str | None, now: datetime
) -> None:
    """Before anything is shown; the reader is not named."""
    session = await lookup.session_called(c, session_id, municipality)
    await record(c, actor, Act.DIGEST_EXPORTED, session.municipality, session=session.id, now=now)
