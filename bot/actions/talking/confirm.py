"""«Ja» and «nei» in place of the pending question's button: the button counts as pressed, once, or nothing is done."""

from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import steps
from content.presses import UnknownPress, decode
from content.vocabulary.conversing import LeftUndone
from dialogs.events import Confirmed, Declined, Pressed
from dialogs.turn import SILENCE, Turn
from storage import inbox, pending_questions
from storage.database import Database


async def confirm(db: Database, event: Confirmed, *, now: datetime) -> Pressed | None:
    """The press that the yes stands for; None if the question is answered already, or of another version.

    The press's action takes the question, in the transaction of its work: where the action fails, a yes said once more
    still counts.
    """
    question = await db.read(partial(pending_questions.waiting, about=event.about, now=now))
    if question is None:
        return None
    try:
        return Pressed(event.about, decode(question.press))
    except UnknownPress:
        return None


async def decline(db: Database, event: Declined, *, now: datetime) -> Turn:
    """The question is over: a later yes does nothing, and the card's button asks anew."""

    async def work(c: AsyncConnection) -> Turn:
        is_new = await inbox.remember_without_words(c, event.about, now=now)
        if not is_new or await pending_questions.take(c, event.about, now=now) is None:
            return SILENCE
        return Turn(await steps.language_for(c, event.about), say=(LeftUndone(),))

    return await db.write(work)
