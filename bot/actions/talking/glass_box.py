"""«Glassboks»: anybody of a municipality reads its record, its rules and announced deletions."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import steps
from bot.context.glass_box import glass_box
from content.presses import ShowRecords
from content.vocabulary.conversing import NotImported, OldCard
from dialogs.model import Actor, Happening, Scope
from dialogs.permissions import RecordOf, Verb, may
from dialogs.turn import Turn
from storage.database import Database


async def show_glass_box(db: Database, about: Happening, *, actor: Actor, now: datetime) -> Turn:
    """A card for each municipality of the person."""

    async def work(c: AsyncConnection) -> Turn:
        mine = [one.municipality for one in actor.identities if _may_read(actor, one.municipality)]
        cards = [await glass_box(c, municipality, now=now) for municipality in mine]
        return Turn(await steps.language_for(c, about), say=tuple(cards) or (NotImported(),))

    return await db.read(work)


async def turn_page(db: Database, about: Happening, press: ShowRecords, *, actor: Actor, now: datetime) -> Turn:
    """The pressed card becomes another page."""

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        if about.place.scope is not Scope.PERSONAL or not _may_read(actor, press.municipality):
            return Turn(language, show=OldCard())
        return Turn(language, show=await glass_box(c, press.municipality, first=max(press.number, 0), now=now))

    return await db.read(work)


def _may_read(actor: Actor, municipality: str) -> bool:
    return may(actor, Verb.READ_RECORD, RecordOf(municipality))
