"""«Slett mine data»: the question before an erasure, naming data to erase, data to keep, and the reasons."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import erasure_questions, steps
from content.vocabulary.conversing import OldCard
from dialogs.model import Actor, Happening, Scope
from dialogs.turn import Turn, in_place
from storage.database import Database


async def ask_erasure(db: Database, about: Happening, *, actor: Actor, now: datetime) -> Turn:
    """By a command or a press."""

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        if about.place.scope is not Scope.PERSONAL:
            return Turn(language, say=(OldCard(),))
        asked = await erasure_questions.ask(c, about, actor, now=now)
        return in_place(about, language, asked)

    return await db.write(work)
