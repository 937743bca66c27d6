"""A chat message as an answer: in personal chat, in a prompt's thread, or after its author's choice of a prompt."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answerers, answers, chat_answers, chat_messages, given_back, undecided
from bot.context.guarded_words import Check
from bot.context.text_guard import TextGuard
from content.presses import ChoosePrompt
from content.vocabulary.conversing import NotKept, OldCard
from dialogs.answering import reflecting
from dialogs.events import TextAnswered
from dialogs.guarding.finding import OVERRIDABLE
from dialogs.guarding.stopping import Stop
from dialogs.model import Actor, Happening, Scope
from dialogs.permissions import UndecidedMessage, Verb, may
from dialogs.turn import SILENCE, Turn
from storage import inbox, undecided_messages
from storage.database import Database
from storage.inbox import Heard


async def add_text(db: Database, event: TextAnswered, *, actor: Actor, guard: TextGuard, now: datetime) -> Turn:
    check = Check(guard)

    async def work(c: AsyncConnection) -> Turn:
        answerer = await answerers.meet(c, event.about, event.step, actor=actor, now=now)
        if isinstance(answerer, Turn):
            return answerer
        words = chat_answers.Words(event.text, event.about.activity)
        weighed = await chat_answers.weighed(c, answerer, event.about, words, check=check, now=now)
        if isinstance(weighed, Stop):
            is_first = await inbox.remember_without_words(c, event.about, now=now)
            return given_back.turn(event.about, (answerer,), event.text, weighed) if is_first else SILENCE
        heard = await inbox.hear(c, event.about, now=now)
        if isinstance(weighed, Turn) and heard is not Heard.AGAIN:  # refused unread
            await inbox.remember_without_words(c, event.about, now=now)
        if heard is Heard.FIRST:
            return await chat_answers.taken(c, answerer, event.about, words, weighed, check=check, now=now)
        return await _heard_before(c, answerer, event, weighed, heard, check=check, now=now)

    return await db.write(work)


async def _heard_before(
    c: AsyncConnection,
    answerer: answerers.Answerer,
    event: TextAnswered,
    weighed: chat_answers.Weighed,
    heard: Heard,
    *,
    check: Check,
    now: datetime,
) -> Turn:
    """Silence for words stored already, or deleted after being sent; other repeated words are not lost."""
    about, text = event.about, event.text
    part = reflecting.said_before(answerer.known, text) if answerer.known is not None else None
    if answerer.known is not None and part is not None and part.source is not None:
        # Teams may name the message by its new id when it is edited or deleted.
        await chat_answers.link(c, about, about.activity, answerer.known, source=part.source)
    if heard is Heard.AGAIN or part is not None or await undecided_messages.has_text(c, about, text):
        return SILENCE
    if isinstance(weighed, Turn):
        return weighed
    said_anew = await inbox.is_said_anew(c, about, now=now)
    if said_anew is None:
        # The words were taken back, or stored elsewhere: only the author knows whether the repetition is meant.
        return await undecided.ask(c, about, (event.step,), text, actor=answerer.actor, check=check, now=now)
    words = chat_answers.Words(text, about.activity)
    return await chat_answers.taken(c, answerer, about, words, weighed, check=check, now=now) if said_anew else SILENCE


async def choose_prompt(
    db: Database, about: Happening, press: ChoosePrompt, *, actor: Actor, guard: TextGuard, now: datetime
) -> Turn:
    """The held message becomes an answer to the chosen prompt; the author has let pass what may be let pass."""
    check = Check(guard, OVERRIDABLE)

    async def work(c: AsyncConnection) -> Turn:
        answerer = await answerers.meet(c, about, press.step, actor=actor, now=now)
        if isinstance(answerer, Turn):
            return answerer
        undecided_message = await undecided_messages.find(c, about, press.message)
        if undecided_message is None:
            return await _gone(c, answerer, about, press, now=now)
        if not may(actor, Verb.HANDLE_OWN_WORDS, UndecidedMessage(undecided_message.author)):
            return Turn(answerer.language, say=(OldCard(),))
        words = chat_answers.Words(undecided_message.text, press.message)
        weighed = await chat_answers.weighed(c, answerer, about, words, check=check, now=now)
        if isinstance(weighed, Stop):
            await undecided_messages.remove(c, about, press.message)
            return given_back.turn(about, (answerer,), words.text, weighed, message=press.message)
        turn = await chat_answers.taken(c, answerer, about, words, weighed, check=check, now=now)
        if isinstance(weighed, answers.Accepted):
            # A refused message is held on: its author may mean the other prompt, or make the text shorter.
            await undecided_messages.remove(c, about, press.message)
            if not about.pressed:  # a written «ja»
                await inbox.remember(c, about, now=now)
        return turn

    return await db.write(work, lock=press.step)


async def _gone(
    c: AsyncConnection, answerer: answerers.Answerer, about: Happening, press: ChoosePrompt, *, now: datetime
) -> Turn:
    """The message is an answer already, and is shown; or is none any more."""
    behind = await chat_messages.behind(c, about, press.message, actor=answerer.actor, now=now)
    if behind is None:
        in_thread = about.place.scope is not Scope.PERSONAL
        return Turn(answerer.language, say=(OldCard(),)) if in_thread else Turn(answerer.language, show=NotKept())
    return Turn(
        answerer.language, show=await chat_answers.shown(c, behind.answerer, about, press.message, now=now) or NotKept()
    )
