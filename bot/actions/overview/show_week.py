"""«Min uke»: the speaker's open questions, what is coming, pauses and days off, and nothing of anybody else."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import steps, weeks
from bot.context.catalogues import Catalogues
from content.vocabulary.conversing import NotImported
from content.vocabulary.overview import MyWeek
from dialogs.asking import pausing
from dialogs.calendar.instants import local
from dialogs.model import Actor, Happening
from dialogs.permissions import HeldOf, Verb, may
from dialogs.turn import Turn
from storage.database import Database
from storage.people import persons_behind


async def show_week(db: Database, catalogues: Catalogues, about: Happening, *, actor: Actor, now: datetime) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        mine = [one for one in actor.identities if may(actor, Verb.SEE_OWN_DATA, HeldOf(one.municipality, one.person))]
        found = [await weeks.week_in(c, catalogues, one, language, now=now) for one in mine]
        if not found:
            return Turn(language, say=(NotImported(),))
        return Turn(language, say=(MyWeek(tuple(found), await _paused(c, about, now=now)),))

    return await db.read(work)


async def _paused(c: AsyncConnection, about: Happening, *, now: datetime) -> datetime | None:
    """A pause is the same for all persons of an account."""
    found = await persons_behind(c, about.account)
    until = next((one.paused_until for one in found if pausing.is_paused(one, now=now)), None)
    return local(until) if until is not None else None
