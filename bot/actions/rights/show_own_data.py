"""«Hva vet du om meg»: all data held about the speaker, in chat; the answers on separate cards."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import own_data, steps
from dialogs.model import Actor, Happening
from dialogs.turn import Turn
from storage.database import Database


async def show_own_data(db: Database, about: Happening, *, actor: Actor, now: datetime) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        known = await own_data.held_of(c, actor, language, now=now)
        return Turn(language, say=(own_data.without_answers(known),))

    return await db.read(work)
