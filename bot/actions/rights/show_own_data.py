"""«Hva vet du om meg»: all data held about the speaker, in chat, page by page; the answers on separate cards."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import own_data, steps
from content.presses import ShowOwnData
from content.vocabulary.conversing import OldCard
from dialogs.model import Actor, Happening, Scope
from dialogs.turn import Turn, in_place
from storage.database import Database


async def show_own_data(db: Database, about: Happening, *, actor: Actor, now: datetime) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        known = await own_data.held_of(c, actor, language, now=now)
        return Turn(language, say=(own_data.without_answers(known),))

    return await db.read(work)


async def turn_own_data(db: Database, about: Happening, press: ShowOwnData, *, actor: Actor, now: datetime) -> Turn:
    """The pressed card becomes another page, in personal chat alone: elsewhere others would read along."""

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        if about.place.scope is not Scope.PERSONAL:
            return Turn(language, say=(OldCard(),))
        page = own_data.without_answers(await own_data.held_of(c, actor, language, now=now), press.start)
        return in_place(about, language, page)

    return await db.read(work)
