"""«Del med færre», «Ta bort navn eller rolle»: less is told in one press, at any time."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answerers, answers, card_presses, recalls
from content.presses import NarrowAnswer, UnsignAnswer
from dialogs.answering import reflecting
from dialogs.events import Form
from dialogs.model import Actor, Happening, Signature
from dialogs.turn import Turn
from storage.database import Database


async def narrow_answer(
    db: Database, about: Happening, press: NarrowAnswer, form: Form, *, actor: Actor, now: datetime
) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        answerer = await card_presses.meet(c, about, press, actor=actor, now=now)
        if isinstance(answerer, Turn):
            return answerer
        known, wanted = answerer.known, form.rung
        if known is None or not known.parts or wanted is None or wanted >= known.rung:
            return await answerers.current(c, answerer, about, press.delivery, now=now)
        after = reflecting.lowered(known, answerer.choices.nearest(wanted))
        told = await recalls.told_of_readers(c, answerer.context, known, after)
        changed = partial(answers.change, c, answerer, after, pressed=True, now=now)
        return replace(await card_presses.once(c, answerer, about, press, changed, now=now), say=told)

    return await db.write(work, lock=press.step)


async def unsign_answer(db: Database, about: Happening, press: UnsignAnswer, *, actor: Actor, now: datetime) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        answerer = await card_presses.meet(c, about, press, actor=actor, now=now)
        if isinstance(answerer, Turn):
            return answerer
        if answerer.known is None or answerer.known.signature is Signature.NONE:
            return await answerers.current(c, answerer, about, press.delivery, now=now)
        changed = partial(answers.change, c, answerer, reflecting.unsigned(answerer.known), pressed=True, now=now)
        return await card_presses.once(c, answerer, about, press, changed, now=now)

    return await db.write(work, lock=press.step)
