"""The other presses on a prompt's card: skip, open, leave, withdraw, show."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answerers, answers, card_presses, card_updates, receipts, steps
from content.presses import LeaveAnswer, OpenAnswer, ShowAnswer, SkipPrompt, WithdrawAnswer
from dialogs.answering import reflecting
from dialogs.model import Actor, AskedIn, Happening, Reflection
from dialogs.turn import Turn
from storage.database import Database

Changing = SkipPrompt | OpenAnswer | LeaveAnswer | WithdrawAnswer

Change = Callable[[Reflection], Reflection]


async def skip_prompt(db: Database, about: Happening, press: SkipPrompt, *, actor: Actor, now: datetime) -> Turn:
    """No reason is needed. Earlier versions' cards offer a skip on an opened answer too: the answer then stands."""
    return await _change(db, about, press, reflecting.passed, actor=actor, now=now)


async def open_answer(db: Database, about: Happening, press: OpenAnswer, *, actor: Actor, now: datetime) -> Turn:
    """The receipt becomes the prompt again, with the text in its field; the answer stands until a new one is sent."""
    return await _change(db, about, press, reflecting.form_opened, actor=actor, now=now)


async def leave_answer(db: Database, about: Happening, press: LeaveAnswer, *, actor: Actor, now: datetime) -> Turn:
    return await _change(db, about, press, reflecting.form_closed, actor=actor, now=now)


async def show_answer(db: Database, about: Happening, press: ShowAnswer, *, actor: Actor, now: datetime) -> Turn:
    """A press on a channel's card, which shows nobody's answer, or on a message's receipt, which has no buttons."""

    async def work(c: AsyncConnection) -> Turn:
        answerer = await answerers.meet(c, about, press.step, actor=actor, now=now)
        if isinstance(answerer, Turn):
            return answerer
        if not about.in_place and answerer.context.step.asked is not AskedIn.CHANNEL:
            await card_updates.want_cards_of(
                c, answerer.context.step, answerer.person.id, due_at=answerer.updates_due_at(now=now), now=now
            )
        elif not about.in_place and steps.is_counted(answerer.known):
            receipt = receipts.receipt(answerer, about, now=now)
            due_at = answerer.updates_due_at(now=now)
            await card_updates.want_cards_of(
                c, answerer.context.step, answerer.person.id, receipt=receipt, due_at=due_at, now=now
            )
            return Turn(answerer.language, send=((receipt.municipality, receipt.id),))
        return await answerers.current(c, answerer, about, press.delivery, now=now)

    return await db.write(work, lock=press.step)


async def withdraw_answer(
    db: Database, about: Happening, press: WithdrawAnswer, *, actor: Actor, now: datetime
) -> Turn:
    return await _change(db, about, press, reflecting.withdrawn, actor=actor, now=now)


async def _change(
    db: Database, about: Happening, press: Changing, change: Change, *, actor: Actor, now: datetime
) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        answerer = await card_presses.meet(c, about, press, actor=actor, now=now)
        if isinstance(answerer, Turn):
            return answerer
        applied = partial(_apply, c, answerer, press, change, now=now)
        return await card_presses.once(c, answerer, about, press, applied, now=now)

    return await db.write(work, lock=press.step)


async def _apply(
    c: AsyncConnection, answerer: answerers.Answerer, press: Changing, change: Change, *, now: datetime
) -> answerers.Answerer:
    # A card without the latest words, written on another device or in chat, may not undo these words.
    seen = answerer.known.version if answerer.known is not None else 0
    # Without an answer nothing can be opened or taken back: the card is old, or was made by hand.
    possible = steps.is_counted(answerer.known) if isinstance(press, WithdrawAnswer) else answerer.known is not None
    possible = possible or isinstance(press, SkipPrompt)
    # Leaving a form undoes nothing, also where words were said meanwhile.
    if not possible or (press.seen != seen and not isinstance(press, LeaveAnswer)):
        await card_updates.want_cards_of(
            c, answerer.context.step, answerer.person.id, due_at=answerer.updates_due_at(now=now), now=now
        )
        return answerer
    after = change(answerer.known or answerer.reflection(rung=answerer.context.series.default_rung, now=now))
    taken_back = isinstance(press, SkipPrompt | WithdrawAnswer) and not after.parts
    if taken_back:
        return await answers.take_back(c, answerer, after, now=now)
    return await answers.change(c, answerer, after, pressed=True, now=now)
