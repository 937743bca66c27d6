"""The other presses on a prompt's card: passing, writing again, leaving it at that, taking back."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answers, cards, steps
from dialogs.answering import reflecting
from dialogs.events import AnswerLeft, AnswerLookedUp, AnswerOpened, AnswerTakenBack, PromptSkipped
from dialogs.model import Asked, Reflection
from dialogs.turn import SILENCE, Turn
from storage import inbox
from storage.database import Database

Pressed = PromptSkipped | AnswerOpened | AnswerLeft | AnswerTakenBack


_ALWAYS = (AnswerLeft, AnswerTakenBack)
"""Nothing is written by these: they are obeyed after the session has closed, and of whoever has left the group."""

Change = Callable[[Reflection], Reflection]


async def skip_prompt(db: Database, event: PromptSkipped, *, now: datetime) -> Turn:
    """Passing needs no reason. Cards sent by earlier versions offer it on an opened answer too, which then stands."""
    return await _change(db, event, reflecting.passed, now=now)


async def open_answer(db: Database, event: AnswerOpened, *, now: datetime) -> Turn:
    """The receipt becomes the prompt again, with the text in its field; what was said stands until more is sent."""
    return await _change(db, event, reflecting.opened_again, now=now)


async def leave_answer(db: Database, event: AnswerLeft, *, now: datetime) -> Turn:
    return await _change(db, event, reflecting.left, now=now)


async def show_answer(db: Database, event: AnswerLookedUp, *, now: datetime) -> Turn:
    """Pressed where the answer is not shown, or without its buttons: on a channel's card, or on a message's receipt."""

    async def work(c: AsyncConnection) -> Turn:
        met = await answers.meet(c, event.about, event.step, now=now)
        if isinstance(met, Turn):
            return met
        if event.about.kind == "message" and met.asking.step.asked is not Asked.CHANNEL:
            await cards.want_cards_of(c, met.asking.step, met.person.id, now=now)
        elif event.about.kind == "message" and steps.is_counted(met.known):
            receipt = answers.receipt(met, event.about, now=now)
            await cards.want_cards_of(c, met.asking.step, met.person.id, receipt=receipt, now=now)
            return Turn(met.language, send=((receipt.municipality, receipt.id),))
        return await answers.current(c, met, event.about, event.delivery, now=now)

    return await db.write(work, turn=event.step)


async def withdraw_answer(db: Database, event: AnswerTakenBack, *, now: datetime) -> Turn:
    return await _change(db, event, reflecting.withdrawn, now=now)


async def _change(db: Database, event: Pressed, change: Change, *, now: datetime) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        met = await answers.meet(c, event.about, event.step, now=now)
        if isinstance(met, Turn):
            return met
        if not (met.may_write or isinstance(event, _ALWAYS)):
            return await answers.current(c, met, event.about, event.delivery, now=now, say=(met.refusal,))
        if await inbox.remember(c, event.about, now=now):
            met = await _apply(c, met, event, change, now=now)
        elif event.about.kind == "message":
            return SILENCE
        return await answers.current(c, met, event.about, event.delivery, now=now)

    return await db.write(work, turn=event.step)


async def _apply(
    c: AsyncConnection, met: answers.Answerer, event: Pressed, change: Change, *, now: datetime
) -> answers.Answerer:
    # A card that has not seen what was said meanwhile, on another device or in chat, may not undo it.
    seen = met.known.version if met.known is not None else 0
    # There is nothing to open or take back where nothing was said: such a card is an old one, or was made by hand.
    possible = steps.is_counted(met.known) if isinstance(event, AnswerTakenBack) else met.known is not None
    possible = possible or isinstance(event, PromptSkipped)
    # One who leaves a form undoes nothing, whatever was said meanwhile.
    if not possible or (event.seen != seen and not isinstance(event, AnswerLeft)):
        await cards.want_cards_of(c, met.asking.step, met.person.id, now=now)
        return met
    after = change(met.known or met.reflection(rung=met.asking.series.default_rung, now=now))
    taken_back = isinstance(event, PromptSkipped | AnswerTakenBack) and not after.parts
    if taken_back:
        return await answers.take_back(c, met, after, now=now)
    return await answers.keep(c, met, after, pressed=True, now=now)
