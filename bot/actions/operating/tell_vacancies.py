"""Tell coordinators, once, of posts vacant now or soon: leaders, readers, coordinators, answering groups."""

from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import deliveries, vacancies
from bot.context.rights import require
from bot.context.staffing import staffing
from dialogs.model import Actor
from dialogs.permissions import Verb
from storage import outbox
from storage import staffing as staffing_store
from storage.database import Database


async def tell_vacancies(db: Database, *, actor: Actor, now: datetime) -> int:
    """The number of municipalities checked."""
    require(actor, Verb.TELL_COORDINATORS)
    due = await db.read(partial(staffing_store.to_look_at, now=now))
    await db.write_each(partial(_tell, municipality=municipality, now=now) for municipality in due)
    return len(due)


async def _tell(c: AsyncConnection, *, municipality: str, now: datetime) -> None:
    if not await staffing_store.look_at(c, municipality, now=now):
        return
    found = await staffing(c, municipality, now=now)
    soon = {vacancy.key: vacancy for vacancy in found.vacancies if vacancy.since <= now + vacancies.TOLD_AHEAD}
    told = await staffing_store.told(c, municipality)
    new = {key: vacancy for key, vacancy in soon.items() if key not in told}
    gone = told.keys() - {vacancy.key for vacancy in found.vacancies}
    to = await vacancies.readers(c, municipality, found, new.values(), now=now)
    # Without a coordinator to tell, a vacancy stays untold.
    known = [key for key, vacancy in new.items() if any(vacancy in theirs for theirs in to.values())]
    await staffing_store.keep_told(c, municipality, known, gone, now=now)
    await outbox.add_all(c, (deliveries.vacancies_notice(municipality, person, now=now) for person in to))
