"""A message could answer several open prompts: it is held until its author has said which."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import asking
from content.presses import StepRef
from content.vocabulary.conversing import WhichPrompt
from dialogs.events import ChoiceNeeded
from dialogs.turn import SILENCE, Turn
from storage import places
from storage import series as series_store
from storage.database import Database


async def ask_which(db: Database, event: ChoiceNeeded, *, now: datetime) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        if not await places.remember(c, event.about, now=now):
            return SILENCE
        await places.hold(c, event.about, event.text)
        language = await asking.language_for(c, event.about)
        prompts: list[tuple[str, StepRef]] = []
        for ref in event.steps:
            step = await series_store.step(c, ref.municipality, ref.session, ref.position)
            if step is not None:
                prompts.append((step.shown.question.to(language), ref))
        return Turn(language, say=(WhichPrompt(tuple(prompts), event.about.activity),))

    return await db.write(work)
