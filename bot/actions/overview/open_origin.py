"""A press on a quote in a summary: its question, its day and its group, for whoever may read it there now."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import digests, steps
from bot.context.origins import origins_of
from content.presses import OpenOrigin, id_in
from content.vocabulary.conversing import OldCard
from content.vocabulary.overview import DigestGone, OriginGone, QuoteOrigin
from dialogs.model import Actor, Happening, Scope
from dialogs.turn import Turn
from storage import digests as stored
from storage.database import Database
from storage.people import one_person


async def open_origin(db: Database, about: Happening, press: OpenOrigin, *, actor: Actor, now: datetime) -> Turn:
    """In personal chat alone; the summary's card stays as it is."""

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        if about.place.scope is not Scope.PERSONAL:
            return Turn(language, say=(OldCard(),))
        wanted, reader = id_in(press.digest), actor.person_in(press.municipality)
        digest = await stored.one(c, press.municipality, wanted) if wanted else None
        if digest is None or reader is None or not await digests.may_read(c, digest, actor, now=now):
            return Turn(language, say=(DigestGone(),))
        person = await one_person(c, digest.municipality, reader)
        origins = await origins_of(c, digest, person, press.mark, now=now) if person is not None else ()
        if not origins:
            return Turn(language, say=(OriginGone(),))
        return Turn(language, say=(QuoteOrigin(origins),), aloud=True)  # in the chat: a line beside the card is brief

    return await db.read(work)
