"""One question more after an answer: opened, answered, left, or its answer taken back."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answers, cards
from content.vocabulary.conversing import AnswerTooLong, OldCard
from content.vocabulary.prompting import EmptyFollowUp
from dialogs.answering import reflecting
from dialogs.asking import following
from dialogs.events import FollowUpLeft, FollowUpOpened, FollowUpSent, FollowUpTakenBack
from dialogs.model import Reflection
from dialogs.turn import SILENCE, Turn
from storage import inbox
from storage.database import Database

Changing = FollowUpOpened | FollowUpLeft | FollowUpTakenBack


async def open_follow_up(db: Database, event: FollowUpOpened, *, now: datetime) -> Turn:
    """The receipt becomes the question; what was said stands."""
    return await _change(db, event, lambda before: following.going_on(before, event.number), now=now)


async def leave_follow_up(db: Database, event: FollowUpLeft, *, now: datetime) -> Turn:
    """Nobody needs a reason; the receipt is back, and the question can be opened from it again."""
    return await _change(db, event, following.left, now=now)


async def withdraw_follow_up(db: Database, event: FollowUpTakenBack, *, now: datetime) -> Turn:
    return await _change(db, event, lambda before: following.taken_back(before, event.number), now=now)


async def _change(db: Database, event: Changing, change: Callable[[Reflection], Reflection], *, now: datetime) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        met = await _meet(c, event, now=now)
        if isinstance(met, Turn):
            return met
        if await inbox.remember(c, event.about, now=now):
            met = await _apply(c, met, event, change, now=now)
        elif event.about.kind == "message":
            return SILENCE
        return await answers.current(c, met, event.about, event.delivery, now=now)

    return await db.write(work, turn=event.step)


async def _apply(
    c: AsyncConnection,
    met: answers.Answerer,
    event: Changing,
    change: Callable[[Reflection], Reflection],
    *,
    now: datetime,
) -> answers.Answerer:
    before = met.known
    # A card that has not seen what was said meanwhile, on another device or in chat, first shows it.
    unseen = before is not None and event.seen != before.version and not isinstance(event, FollowUpLeft)
    if before is None or not before.parts or unseen:
        await cards.want_cards_of(c, met.asking.step, met.person.id, now=now)
        return met
    return await answers.keep(c, met, change(before), pressed=True, now=now)


async def send_follow_up(db: Database, event: FollowUpSent, *, now: datetime) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        met = await _meet(c, event, now=now)
        if isinstance(met, Turn):
            return met
        if met.known is None or not met.known.parts:
            # The answer was taken back elsewhere: nothing is there for this to follow, and the text stays in its field.
            return Turn(met.language, say=(OldCard(),))
        if not event.text.strip():
            return Turn(met.language, say=(EmptyFollowUp(),))
        after = _followed(met, met.known, event, now=now)
        if reflecting.too_long(following.answer_to(after, event.number)):
            return Turn(met.language, say=(AnswerTooLong(reflecting.LIMIT),))
        if await inbox.remember(c, event.about, now=now):
            met = await answers.keep(c, met, after, pressed=True, now=now)
        elif event.about.kind == "message":
            return SILENCE
        return await answers.current(c, met, event.about, event.delivery, now=now)

    return await db.write(work, turn=event.step)


def _followed(met: answers.Answerer, before: Reflection, event: FollowUpSent, *, now: datetime) -> Reflection:
    if event.seen == before.version:
        return following.followed(before, event.number, event.text)
    wanted = before.rung if event.rung is None else event.rung
    rung = met.choices.nearest(wanted)
    return following.followed_unseen(before, event.number, event.text, rung=rung, now=now)


async def _meet(c: AsyncConnection, event: Changing | FollowUpSent, *, now: datetime) -> answers.Answerer | Turn:
    """The one who acts, at a step that can be answered and has this follow-up; or what to answer where not.

    Whoever has answered may go on until the session closes, as they may change what they said; taking back has no end.
    """
    met = await answers.meet(c, event.about, event.step, now=now)
    if isinstance(met, Turn):
        return met
    if not (met.may_write or isinstance(event, FollowUpLeft | FollowUpTakenBack)):
        return await answers.current(c, met, event.about, event.delivery, now=now, say=(met.refusal,))
    if not following.is_there(met.asking.step.shown, event.number):
        return await answers.current(c, met, event.about, event.delivery, now=now, say=(OldCard(),))
    return met
