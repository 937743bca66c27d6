"""«Del videre»: the author looks at what more readers would read, says yes to exactly that, or leaves it."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answerers, answers, card_presses, further
from content.presses import FurtherPress, LeaveFurther, LookFurther, ShareFurther
from content.vocabulary.prompting import FurtherChanged
from dialogs.answering import reflecting
from dialogs.model import Actor, Happening, Reflection, Rung
from dialogs.turn import Turn
from storage import inbox
from storage.database import Database


async def look_further(db: Database, about: Happening, press: LookFurther, *, actor: Actor, now: datetime) -> Turn:
    """The receipt becomes the preview of the next wider rung; nobody reads more for that."""

    async def work(c: AsyncConnection, answerer: answerers.Answerer, known: Reflection) -> Turn:
        wider = answerer.choices.wider_than(known.rung)
        after = reflecting.looked_further(known, wider)
        changed = partial(answers.change, c, answerer, after, pressed=True, now=now)
        return await card_presses.once(c, answerer, about, press, changed, now=now)

    return await _on_own_answer(db, about, press, work, actor=actor, now=now)


async def leave_further(db: Database, about: Happening, press: LeaveFurther, *, actor: Actor, now: datetime) -> Turn:
    async def work(c: AsyncConnection, answerer: answerers.Answerer, known: Reflection) -> Turn:
        after = reflecting.further_left(known) if known.lifting is not None else known
        changed = partial(answers.change, c, answerer, after, pressed=True, now=now)
        return await card_presses.once(c, answerer, about, press, changed, now=now)

    return await _on_own_answer(db, about, press, work, actor=actor, now=now)


async def share_further(db: Database, about: Happening, press: ShareFurther, *, actor: Actor, now: datetime) -> Turn:
    """Yes is obeyed for the words and the readers that were shown; for any others the preview is shown anew."""

    async def work(c: AsyncConnection, answerer: answerers.Answerer, known: Reflection) -> Turn:
        if not await inbox.remember(c, about, now=now):
            return await answerers.current(c, answerer, about, press.delivery, now=now)
        rung = further.looked_at(answerer.context, known, answerer.choices)
        if rung is not None and await _is_as_shown(c, answerer, known, rung, press, now=now):
            after = reflecting.lifted(known, rung, now=now)
            answerer = await answers.change(c, answerer, after, pressed=True, now=now)
            return await answerers.current(c, answerer, about, press.delivery, now=now)
        answerer = await _looking_anew(c, answerer, known, press, now=now)
        return await answerers.current(c, answerer, about, press.delivery, now=now, say=(FurtherChanged(),))

    return await _on_own_answer(db, about, press, work, actor=actor, now=now)


async def _is_as_shown(
    c: AsyncConnection,
    answerer: answerers.Answerer,
    known: Reflection,
    rung: Rung,
    press: ShareFurther,
    *,
    now: datetime,
) -> bool:
    readers = await further.circle(c, answerer.context, answerer.choices, rung, now=now)
    return (press.seen, press.rung, press.mark) == (known.version, rung.name.lower(), readers.mark)


async def _looking_anew(
    c: AsyncConnection, answerer: answerers.Answerer, known: Reflection, press: ShareFurther, *, now: datetime
) -> answerers.Answerer:
    """The preview as it is now, of the rung that the press names if offered, else of the next wider rung."""
    named = next((rung for rung in Rung if rung.name.lower() == press.rung), known.rung)
    wanted = answerer.lift_to(named) or answerer.choices.wider_than(known.rung)
    return await answers.change(c, answerer, reflecting.looked_further(known, wanted), pressed=True, now=now)


Work = Callable[[AsyncConnection, answerers.Answerer, Reflection], Awaitable[Turn]]


async def _on_own_answer(
    db: Database, about: Happening, press: FurtherPress, work: Work, *, actor: Actor, now: datetime
) -> Turn:
    """`work` on the author's answer; the current card where nothing may be shared further, or no answer is left."""

    async def met(c: AsyncConnection) -> Turn:
        answerer = await card_presses.meet(c, about, press, actor=actor, now=now)
        if isinstance(answerer, Turn):
            return answerer
        if answerer.known is None or not answerer.known.parts:
            return await answerers.current(c, answerer, about, press.delivery, now=now)
        return await work(c, answerer, answerer.known)

    return await db.write(met, lock=press.step)
