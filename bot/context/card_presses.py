"""What the presses on an answer's card have in common."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answerers
from bot.context.answerers import Answerer
from content.presses import LeaveAnswer, LeaveFollowUp, OnPrompt, WithdrawAnswer, WithdrawFollowUp
from dialogs.model import Happening
from dialogs.permissions import Actor
from dialogs.turn import SILENCE, Turn
from storage import inbox

_ALWAYS = (LeaveAnswer, WithdrawAnswer, LeaveFollowUp, WithdrawFollowUp)
"""Nothing is written by these: they are obeyed after the session has closed, and of whoever has left the group."""


async def meet(
    c: AsyncConnection, about: Happening, press: OnPrompt, *, actor: Actor, now: datetime
) -> Answerer | Turn:
    """The one who presses, at a step where the press can be obeyed; or what to answer where it cannot.

    Whoever has answered may go on until the session closes, as they may change what they said.
    """
    met = await answerers.meet(c, about, press.step, actor=actor, now=now)
    if isinstance(met, Turn) or met.may_write or isinstance(press, _ALWAYS):
        return met
    return await answerers.current(c, met, about, press.delivery, now=now, say=(met.refusal,))


async def once(
    c: AsyncConnection,
    met: Answerer,
    about: Happening,
    press: OnPrompt,
    work: Callable[[], Awaitable[Answerer]],
    *,
    now: datetime,
) -> Turn:
    """The card after `work`, which is done the first time that Teams tells of the press."""
    if await inbox.remember(c, about, now=now):
        met = await work()
    elif not about.in_place:
        return SILENCE
    return await answerers.current(c, met, about, press.delivery, now=now)
