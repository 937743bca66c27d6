"""The common shape of the presses on an answer's card."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answerers
from bot.context.answerers import Answerer
from content.presses import (
    DropKeyword,
    DropOffer,
    LeaveAnswer,
    LeaveFollowUp,
    LeaveFurther,
    LookOffer,
    NarrowAnswer,
    OfferAnswer,
    OnPrompt,
    UnsignAnswer,
    WithdrawAnswer,
    WithdrawFollowUp,
)
from dialogs.model import Actor, Happening
from dialogs.turn import SILENCE, Turn
from storage import inbox

_ALWAYS = (
    *(LeaveAnswer, WithdrawAnswer, NarrowAnswer, UnsignAnswer, DropKeyword),
    *(LeaveFollowUp, WithdrawFollowUp, LeaveFurther),
    *(LookOffer, OfferAnswer, DropOffer),
)
"""Presses that add no words: obeyed after the session has closed, and from former members of the group."""


async def meet(
    c: AsyncConnection, about: Happening, press: OnPrompt, *, actor: Actor, now: datetime
) -> Answerer | Turn:
    """The actor at a step where the press can be obeyed, or a turn with the refusal.

    An answer can be changed, and followed up, until the session closes.
    """
    answerer = await answerers.meet(c, about, press.step, actor=actor, now=now)
    if isinstance(answerer, Turn) or answerer.may_write or isinstance(press, _ALWAYS):
        return answerer
    return await answerers.current(c, answerer, about, press.delivery, now=now, say=(answerer.refusal,))


async def once(
    c: AsyncConnection,
    answerer: Answerer,
    about: Happening,
    press: OnPrompt,
    work: Callable[[], Awaitable[Answerer]],
    *,
    now: datetime,
) -> Turn:
    """The card after `work`, which is done only at the first delivery of the press."""
    if await inbox.remember(c, about, now=now):
        answerer = await work()
    elif not about.in_place:
        return SILENCE
    return await answerers.current(c, answerer, about, press.delivery, now=now)
