"""Words given back in chat: sent again, changed or let pass, or taken off the card."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answerers, answers, chat_answers, chat_messages, deliveries, given_back
from bot.context.guarded_words import Check
from bot.context.text_guard import TextGuard
from content.presses import DropWords, SendWords
from content.vocabulary.conversing import NotKept
from content.vocabulary.guarding import WordsTakenOff
from dialogs.answering import reflecting
from dialogs.events import Form
from dialogs.guarding.stopping import Stop
from dialogs.model import Actor, Happening, Scope
from dialogs.turn import Turn
from storage import outbox
from storage.database import Database


async def send_words(
    db: Database, about: Happening, press: SendWords, form: Form, *, actor: Actor, guard: TextGuard, now: datetime
) -> Turn:
    """Words given back come again, changed or let pass; the pressed card becomes the receipt."""
    check = Check(guard, form.passes)

    async def work(c: AsyncConnection) -> Turn:
        answerer = await answerers.meet(c, about, form.step or press.step, actor=actor, now=now)
        if isinstance(answerer, Turn):
            return answerer
        words = await _again(c, answerer, about, press, form, now=now)
        if answerer.known is not None and reflecting.said_before(answerer.known, form.text) is not None:
            return Turn(
                answerer.language,
                show=await chat_answers.shown(c, answerer, about, words.message, now=now) or NotKept(),
            )
        weighed = await chat_answers.weighed(c, answerer, about, words, check=check, now=now)
        if isinstance(weighed, Stop):
            return given_back.turn(
                about, (answerer,), form.text, weighed, message=press.message, stands=bool(words.replaces)
            )
        if isinstance(weighed, answers.Accepted) and words.replaces != words.message and words.replaces:
            await chat_answers.link(c, about, words.replaces, weighed.reflection, source="")
        if isinstance(weighed, answers.Accepted):  # the card becomes the receipt
            going = deliveries.words_taken_off_id(about.place, about.pressed)
            await outbox.take_back_replies(c, press.step.municipality, [going], now=now)
        return await chat_answers.taken(c, answerer, about, words, weighed, check=check, now=now)

    return await db.write(work, lock=press.step)


async def _again(
    c: AsyncConnection, answerer: answerers.Answerer, about: Happening, press: SendWords, form: Form, *, now: datetime
) -> chat_answers.Words:
    """Words let pass are the chat message's own, and follow its edits; changed words stand apart from the message.

    The author has been told to delete a message whose words are changed, and the answer shall not go with it. Words are
    given back in the author's own chat alone: a press from a channel is made by hand, and may name anybody's message.
    """
    if not press.message or about.place.scope is not Scope.PERSONAL:
        return chat_answers.Words(form.text, about.activity)
    message = press.message if form.passes else about.activity
    behind = await chat_messages.behind(c, about, press.message, actor=answerer.actor, now=now)
    stands = behind is not None and behind.stands and behind.reflection == answerer.known
    return chat_answers.Words(form.text, message, press.message if stands else "")


async def drop_words(db: Database, about: Happening, press: DropWords, *, actor: Actor, now: datetime) -> Turn:
    """Nothing of the words is stored; the card loses the words now, and not only after a quarter of an hour."""

    async def work(c: AsyncConnection) -> Turn:
        answerer = await answerers.meet(c, about, press.step, actor=actor, now=now)
        if isinstance(answerer, Turn):
            return answerer
        going = deliveries.words_taken_off_id(about.place, about.pressed)
        await outbox.hasten(c, press.step.municipality, going, now=now)
        return Turn(answerer.language, show=WordsTakenOff(), send=((press.step.municipality, going),))

    return await db.write(work)
