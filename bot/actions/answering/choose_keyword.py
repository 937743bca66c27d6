"""A keyword for an answer, tapped or written on the receipt; and the keyword taken off again."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answerers, answers, card_presses, chat_answers, keywords, steps
from bot.context.answerers import Answerer
from bot.context.guarded_words import Check
from bot.context.text_guard import TextGuard
from content.presses import ChooseKeyword, DropKeyword, KeywordPress
from content.vocabulary.messages import Message
from content.vocabulary.tagging import NothingToTag
from dialogs.events import Form
from dialogs.model import Actor, Happening
from dialogs.turn import SILENCE, Turn
from storage import inbox
from storage.database import Database


async def choose_keyword(
    db: Database, about: Happening, press: ChooseKeyword, form: Form, *, actor: Actor, guard: TextGuard, now: datetime
) -> Turn:
    """The word on the button, else the field's. A card of an earlier version of the answer is obeyed too."""

    async def work(c: AsyncConnection) -> Turn:
        answerer = await card_presses.meet(c, about, press, actor=actor, now=now)
        if isinstance(answerer, Turn):
            return answerer
        if not steps.is_counted(answerer.known):
            return await _shown(c, answerer, about, press, NothingToTag(), now=now)
        accepted = await keywords.accept(c, answerer, press.keyword or form.word, check=Check(guard), now=now)
        if not isinstance(accepted, answers.Accepted):
            return await _shown(c, answerer, about, press, accepted, now=now)
        if await inbox.remember(c, about, now=now):
            answerer = await answers.keep(c, answerer, accepted, pressed=True, now=now)
        elif not about.in_place:
            return SILENCE
        return await _shown(c, answerer, about, press, now=now)

    return await db.write(work, lock=press.step)


async def drop_keyword(db: Database, about: Happening, press: DropKeyword, *, actor: Actor, now: datetime) -> Turn:
    """At any time, as withdrawing: also after the session has closed."""

    async def work(c: AsyncConnection) -> Turn:
        answerer = await card_presses.meet(c, about, press, actor=actor, now=now)
        if isinstance(answerer, Turn):
            return answerer
        if await inbox.remember(c, about, now=now):
            answerer = await keywords.drop(c, answerer, pressed=True, now=now)
        elif not about.in_place:
            return SILENCE
        return await _shown(c, answerer, about, press, now=now)

    return await db.write(work, lock=press.step)


async def _shown(
    c: AsyncConnection, answerer: Answerer, about: Happening, press: KeywordPress, *say: Message, now: datetime
) -> Turn:
    """The pressed card as it stands now: the question's own card, or the receipt of a message, which names none."""
    if press.delivery:
        return await answerers.current(c, answerer, about, press.delivery, now=now, say=say)
    receipt = await chat_answers.shown(c, answerer, about, press.message, now=now)
    if receipt is None:
        return await answerers.current(c, answerer, about, "", now=now, say=say)
    return Turn(answerer.language, say=say, show=receipt)
