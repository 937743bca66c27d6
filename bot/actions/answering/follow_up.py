"""One question more after an answer: opened, answered, left, or its answer taken back."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answers, card_updates
from content.presses import FollowUpPress, LeaveFollowUp, OpenFollowUp, SendFollowUp, WithdrawFollowUp
from content.vocabulary.conversing import AnswerTooLong, OldCard
from content.vocabulary.prompting import EmptyFollowUp
from dialogs.answering import reflecting
from dialogs.asking import following
from dialogs.events import Form
from dialogs.model import Happening, Reflection
from dialogs.turn import SILENCE, Turn
from storage import inbox
from storage.database import Database

Changing = OpenFollowUp | LeaveFollowUp | WithdrawFollowUp


async def open_follow_up(db: Database, about: Happening, press: OpenFollowUp, *, now: datetime) -> Turn:
    """The receipt becomes the question; what was said stands."""
    return await _change(db, about, press, lambda before: following.going_on(before, press.number), now=now)


async def leave_follow_up(db: Database, about: Happening, press: LeaveFollowUp, *, now: datetime) -> Turn:
    """Nobody needs a reason; the receipt is back, and the question can be opened from it again."""
    return await _change(db, about, press, following.left, now=now)


async def withdraw_follow_up(db: Database, about: Happening, press: WithdrawFollowUp, *, now: datetime) -> Turn:
    return await _change(db, about, press, lambda before: following.taken_back(before, press.number), now=now)


async def _change(
    db: Database, about: Happening, press: Changing, change: Callable[[Reflection], Reflection], *, now: datetime
) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        met = await _meet(c, about, press, now=now)
        if isinstance(met, Turn):
            return met
        if await inbox.remember(c, about, now=now):
            met = await _apply(c, met, press, change, now=now)
        elif about.kind == "message":
            return SILENCE
        return await answers.current(c, met, about, press.delivery, now=now)

    return await db.write(work, lock=press.step)


async def _apply(
    c: AsyncConnection,
    met: answers.Answerer,
    press: Changing,
    change: Callable[[Reflection], Reflection],
    *,
    now: datetime,
) -> answers.Answerer:
    before = met.known
    # A card that has not seen what was said meanwhile, on another device or in chat, first shows it.
    unseen = before is not None and press.seen != before.version and not isinstance(press, LeaveFollowUp)
    if before is None or not before.parts or unseen:
        await card_updates.want_cards_of(c, met.asking.step, met.person.id, due_at=met.updates_due_at(now=now))
        return met
    return await answers.keep(c, met, change(before), pressed=True, now=now)


async def send_follow_up(db: Database, about: Happening, press: SendFollowUp, form: Form, *, now: datetime) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        met = await _meet(c, about, press, now=now)
        if isinstance(met, Turn):
            return met
        if met.known is None or not met.known.parts:
            # The answer was taken back elsewhere: nothing is there for this to follow, and the text stays in its field.
            return Turn(met.language, say=(OldCard(),))
        if not form.text.strip():
            return Turn(met.language, say=(EmptyFollowUp(),))
        after = _followed(met, met.known, press, form, now=now)
        if reflecting.too_long(following.answer_to(after, press.number)):
            return Turn(met.language, say=(AnswerTooLong(reflecting.LIMIT),))
        if await inbox.remember(c, about, now=now):
            met = await answers.keep(c, met, after, pressed=True, now=now)
        elif about.kind == "message":
            return SILENCE
        return await answers.current(c, met, about, press.delivery, now=now)

    return await db.write(work, lock=press.step)


def _followed(
    met: answers.Answerer, before: Reflection, press: SendFollowUp, form: Form, *, now: datetime
) -> Reflection:
    if press.seen == before.version:
        return following.followed(before, press.number, form.text)
    wanted = before.rung if form.rung is None else form.rung
    rung = met.choices.nearest(wanted)
    return following.followed_unseen(before, press.number, form.text, rung=rung, now=now)


async def _meet(
    c: AsyncConnection, about: Happening, press: FollowUpPress, *, now: datetime
) -> answers.Answerer | Turn:
    """The one who acts, at a step that can be answered and has this follow-up; or what to answer where not.

    Whoever has answered may go on until the session closes, as they may change what they said; taking back has no end.
    """
    met = await answers.meet(c, about, press.step, now=now)
    if isinstance(met, Turn):
        return met
    if not (met.may_write or isinstance(press, LeaveFollowUp | WithdrawFollowUp)):
        return await answers.current(c, met, about, press.delivery, now=now, say=(met.refusal,))
    if not following.is_there(met.asking.step.shown, press.number):
        return await answers.current(c, met, about, press.delivery, now=now, say=(OldCard(),))
    return met
