"""Digests for operators, worked out in the test's own process as the child process works them out."""

from datetime import datetime

from bot.context.digest_reading import digest_for
from bot.reports import digests
from content.catalogue import load
from content.vocabulary.digesting import Digesting
from dialogs.knowledge.themes.finding import Finder
from dialogs.model import Actor, Digest, Language, Person
from storage.database import Database


async def digest_of(
    db: Database, session: str, reader: str, *, actor: Actor, now: datetime, municipality: str | None = None
) -> tuple[Digesting, Language]:
    """As `bot.reports.digests.digest_of`."""

    async def read(digest: Digest, person: Person, *, now: datetime) -> tuple[Digesting, Language]:
        return await db.read(lambda c: digest_for(c, digest, person, finder=Finder(load().lexicon), now=now))

    return await digests.digest_of(db, read, session, reader, actor=actor, now=now, municipality=municipality)
