"""A message that may answer any of several open prompts, or none, waits until the author chooses."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import undecided
from bot.context.guarded_words import Check
from bot.context.text_guard import TextGuard
from dialogs.events import ChoiceNeeded
from dialogs.model import Actor
from dialogs.turn import SILENCE, Turn
from storage import inbox, undecided_messages
from storage.database import Database


async def ask_which(db: Database, event: ChoiceNeeded, *, actor: Actor, guard: TextGuard, now: datetime) -> Turn:
    check = Check(guard)

    async def work(c: AsyncConnection) -> Turn:
        heard = await inbox.hear(c, event.about, now=now)
        asked_already = heard is inbox.Heard.ALIKE and await undecided_messages.has_text(c, event.about, event.text)
        if heard is inbox.Heard.AGAIN or asked_already:
            return SILENCE
        return await undecided.ask(
            c, event.about, event.steps, event.text, actor=actor, check=check, to_skip=event.to_skip, now=now
        )

    return await db.write(work)
