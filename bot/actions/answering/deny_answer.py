"""«Dette var ikke et svar»: a message's words are taken out of the answer, or were never in one."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answerers, answers, cards, chat_messages, deliveries, from_others
from bot.context.chat_messages import Behind
from content.presses import NotAnAnswer
from content.vocabulary.conversing import NotKept, OldCard, StandsOnCard
from dialogs.answering import reflecting
from dialogs.model import Actor, Delivery, Happening, Scope
from dialogs.permissions import UndecidedMessage, Verb, may
from dialogs.turn import Turn
from storage import inbox, message_links, outbox, undecided_messages
from storage.database import Database


async def deny_answer(db: Database, about: Happening, press: NotAnAnswer, *, actor: Actor, now: datetime) -> Turn:
    """Also after the step has closed, and at every press."""

    async def work(c: AsyncConnection) -> Turn:
        undecided_message = await undecided_messages.find(c, about, press.message)
        if undecided_message is not None and may(
            actor, Verb.HANDLE_OWN_WORDS, UndecidedMessage(undecided_message.author)
        ):
            return await _let_go(c, about, press, actor=actor, now=now)
        behind = await chat_messages.behind(c, about, press.message, actor=actor, now=now)
        if behind is None:
            return await _nothing_there(c, about, press, actor=actor, now=now)
        if behind.source is None:
            return Turn(behind.answerer.language, say=(StandsOnCard(),))
        return await _take_out(c, about, press, behind, now=now)

    return await db.write(work, lock=press.step)


async def _nothing_there(
    c: AsyncConnection, about: Happening, press: NotAnAnswer, *, actor: Actor, now: datetime
) -> Turn:
    answerer = await answerers.meet(c, about, press.step, actor=actor, now=now)
    if isinstance(answerer, Turn):
        return answerer
    if about.place.scope is Scope.PERSONAL:
        return Turn(answerer.language, show=NotKept())
    # In a thread anybody may press, but only the author may take words out.
    return Turn(answerer.language, say=(OldCard(),))


async def _let_go(c: AsyncConnection, about: Happening, press: NotAnAnswer, *, actor: Actor, now: datetime) -> Turn:
    await undecided_messages.remove(c, about, press.message)
    answerer = await answerers.meet(c, about, press.step, actor=actor, now=now)
    if isinstance(answerer, Turn):
        return answerer
    if not about.pressed:  # a written «nei»
        await inbox.remember(c, about, now=now)
        return Turn(answerer.language, say=(NotKept(),))
    await outbox.want_again(c, _no_answer(answerer, about, press, now=now))
    return Turn(answerer.language, show=NotKept())


async def _take_out(c: AsyncConnection, about: Happening, press: NotAnAnswer, behind: Behind, *, now: datetime) -> Turn:
    answerer, before = behind.answerer, behind.reflection
    if behind.source and behind.stands:
        after = reflecting.without(before, behind.source)
        pressed = _no_answer(answerer, about, press, now=now)
        receipt = deliveries.of_no_message(pressed) if after.parts else pressed
        answerer = await answers.change(c, answerer, after, receipt=receipt, now=now)
    await message_links.link_message(
        c, about, press.message, municipality=before.municipality, reflection=before.id, source=""
    )
    kept = await cards.text_kept(
        c, answerer.context, answerer.person.id, now=now, language=answerer.language, anew=True
    )
    if kept is None:
        return Turn(answerer.language, show=NotKept())
    step, person = answerer.context.step, answerer.person.id
    return Turn(answerer.language, show=await from_others.seen_at(c, about, step, person, kept))


def _no_answer(answerer: answerers.Answerer, about: Happening, press: NotAnAnswer, *, now: datetime) -> Delivery:
    """The pressed card, as a receipt saying that nothing of the message is stored."""
    group = answerer.context.group.id if about.place.scope is not Scope.PERSONAL else None
    receipt = deliveries.receipt(
        answerer.context.step, answerer.person, about, group=group, message=press.message, now=now
    )
    return deliveries.of_no_answer(receipt)
