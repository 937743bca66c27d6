"""Sign people of a municipality out of the web pages, or count the browsers that are signed in."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import lookup
from bot.context.rights import require
from dialogs.model import Actor
from dialogs.permissions import Verb
from storage import web_sessions
from storage.database import Database


async def count_signed_in(db: Database, municipality: str, *, actor: Actor, now: datetime) -> int:
    """The number of browsers, and not whose. Raises UnknownMunicipality."""
    require(actor, Verb.READ_REPORTS)

    async def work(c: AsyncConnection) -> int:
        await lookup.municipality_called(c, municipality)
        return await web_sessions.open_in(c, municipality, now=now)

    return await db.read(work)


async def sign_people_out(db: Database, municipality: str, who: str, *, actor: Actor, now: datetime) -> None:
    """Everybody of the municipality, or `who` by user name or object id; whoever is on the list may sign in again.

    Raises UnknownMunicipality and UnknownPerson.
    """
    require(actor, Verb.SIGN_PEOPLE_OUT)

    async def work(c: AsyncConnection) -> None:
        await lookup.municipality_called(c, municipality)
        person = await lookup.person_called(c, who, municipality, now=now) if who else None
        await web_sessions.end_in(c, municipality, person.id if person else None)

    await db.write(work)
