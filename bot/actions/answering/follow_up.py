"""A follow-up to an answer: opened, answered, left, or taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answerers, answers, card_presses, card_updates, given_back
from bot.context.guarded_words import Check
from bot.context.text_guard import TextGuard
from content.presses import FollowUpPress, LeaveFollowUp, OpenFollowUp, SendFollowUp, WithdrawFollowUp
from content.vocabulary.conversing import OldCard, PrivacyNotice
from content.vocabulary.messages import Message
from content.vocabulary.prompting import EmptyFollowUp, FollowUpAsked
from dialogs.asking import following
from dialogs.events import Form
from dialogs.guarding.stopping import Stop
from dialogs.model import Actor, Happening, Reflection
from dialogs.turn import Turn
from storage.database import Database

Changing = OpenFollowUp | LeaveFollowUp | WithdrawFollowUp


async def open_follow_up(db: Database, about: Happening, press: OpenFollowUp, *, actor: Actor, now: datetime) -> Turn:
    """The receipt becomes the question; the answer stands."""
    return await _change(
        db, about, press, lambda before: following.form_opened(before, press.number), actor=actor, now=now
    )


async def leave_follow_up(db: Database, about: Happening, press: LeaveFollowUp, *, actor: Actor, now: datetime) -> Turn:
    """The receipt is back, without a reason being asked, and offers the question again."""
    return await _change(db, about, press, following.form_closed, actor=actor, now=now)


async def withdraw_follow_up(
    db: Database, about: Happening, press: WithdrawFollowUp, *, actor: Actor, now: datetime
) -> Turn:
    return await _change(
        db, about, press, lambda before: following.without_answer(before, press.number), actor=actor, now=now
    )


async def _change(
    db: Database,
    about: Happening,
    press: Changing,
    change: Callable[[Reflection], Reflection],
    *,
    actor: Actor,
    now: datetime,
) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        answerer = await _meet(c, about, press, actor=actor, now=now)
        if isinstance(answerer, Turn):
            return answerer
        applied = partial(_apply, c, answerer, press, change, now=now)
        return await card_presses.once(c, answerer, about, press, applied, now=now)

    return await db.write(work, lock=press.step)


async def _apply(
    c: AsyncConnection,
    answerer: answerers.Answerer,
    press: Changing,
    change: Callable[[Reflection], Reflection],
    *,
    now: datetime,
) -> answerers.Answerer:
    before = answerer.known
    # A card that does not show the latest words, said on another device or in chat, is updated first.
    unseen = before is not None and press.seen != before.version and not isinstance(press, LeaveFollowUp)
    if before is None or not before.parts or unseen:
        await card_updates.want_cards_of(
            c, answerer.context.step, answerer.person.id, due_at=answerer.updates_due_at(now=now), now=now
        )
        return answerer
    return await answers.change(c, answerer, change(before), pressed=True, now=now)


async def send_follow_up(
    db: Database, about: Happening, press: SendFollowUp, form: Form, *, actor: Actor, guard: TextGuard, now: datetime
) -> Turn:
    check = Check(guard, form.passes)

    async def work(c: AsyncConnection) -> Turn:
        answerer = await _meet(c, about, press, actor=actor, now=now)
        if isinstance(answerer, Turn):
            return answerer
        if answerer.known is None or not answerer.known.parts:
            # The answer was taken back elsewhere: without an answer nothing is stored, and the text stays in its field.
            return Turn(answerer.language, say=(OldCard(),))
        if not form.text.strip():
            return Turn(answerer.language, say=(EmptyFollowUp(),))
        followed = _followed(answerer, answerer.known, press, form)
        accepted = await answers.accept(c, answerer, followed, check=check, now=now)
        if not isinstance(accepted, answers.Accepted):
            return await _refused(c, answerer, about, press, form, why=accepted, now=now)
        kept = partial(answers.keep, c, answerer, accepted, pressed=True, now=now)
        turn = await card_presses.once(c, answerer, about, press, kept, now=now)
        return given_back.tell_of_staying(about, turn, answerer, accepted)

    return await db.write(work, lock=press.step)


async def _refused(
    c: AsyncConnection,
    answerer: answerers.Answerer,
    about: Happening,
    press: SendFollowUp,
    form: Form,
    *,
    why: Message | Stop,
    now: datetime,
) -> Turn:
    if isinstance(why, Stop):
        return await _stopped(c, answerer, about, press, form, stop=why, now=now)
    if isinstance(why, PrivacyNotice):
        return await _given_back(c, answerer, about, press, text=form.text, notice=why, now=now)
    return Turn(answerer.language, say=(why,))


async def _stopped(
    c: AsyncConnection,
    answerer: answerers.Answerer,
    about: Happening,
    press: SendFollowUp,
    form: Form,
    *,
    stop: Stop,
    now: datetime,
) -> Turn:
    """The form with the words in its field, also where it has been left on another device meanwhile."""
    opened = following.form_opened(answerer.known, press.number) if answerer.known is not None else None
    shown = await answerers.card(c, answerer, opened, delivery=press.delivery, now=now)
    if isinstance(shown, FollowUpAsked):
        shown = replace(shown, text=stop.given_back(form.text), stopped=stop.told)
    return given_back.shown(about, answerer, shown)


async def _given_back(
    c: AsyncConnection,
    answerer: answerers.Answerer,
    about: Happening,
    press: SendFollowUp,
    *,
    text: str,
    notice: PrivacyNotice,
    now: datetime,
) -> Turn:
    """The notice, and the form with the words in its field."""
    turn = await answerers.current(c, answerer, about, press.delivery, now=now, say=(notice,))
    if isinstance(turn.show, FollowUpAsked):
        return replace(turn, show=replace(turn.show, text=text))
    return turn


def _followed(answerer: answerers.Answerer, before: Reflection, press: SendFollowUp, form: Form) -> Reflection:
    if press.seen == before.version:
        return following.followed(before, press.number, form.text)
    wanted = before.rung if form.rung is None else form.rung
    rung = answerer.choices.nearest(wanted)
    return following.followed_unseen(before, press.number, form.text, rung=rung)


async def _meet(
    c: AsyncConnection, about: Happening, press: FollowUpPress, *, actor: Actor, now: datetime
) -> answerers.Answerer | Turn:
    """The actor at a step with this follow-up, or a turn with the refusal."""
    answerer = await card_presses.meet(c, about, press, actor=actor, now=now)
    if isinstance(answerer, Turn):
        return answerer
    if not following.has_follow_up(answerer.context.step.shown, press.number):
        return await answerers.current(c, answerer, about, press.delivery, now=now, say=(OldCard(),))
    return answerer
