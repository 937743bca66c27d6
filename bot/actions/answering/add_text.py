"""A chat message as an answer: in personal chat, in a prompt's thread, or after its author's choice of a prompt."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answerers, answers, cards, chat_messages, receipts, undecided
from content.presses import ChoosePrompt
from content.vocabulary.conversing import EmptyAnswer, NotKept, OldCard, PrivacyNotice, PromptOver
from content.vocabulary.messages import Message
from dialogs.answering import reflecting
from dialogs.events import TextAnswered
from dialogs.model import Actor, Happening, Reflection, Rung, Scope
from dialogs.permissions import UndecidedMessage, Verb, may
from dialogs.turn import SILENCE, Turn
from storage import inbox, message_links, undecided_messages
from storage.database import Database
from storage.inbox import Heard


async def add_text(db: Database, event: TextAnswered, *, actor: Actor, now: datetime) -> Turn:
    async def work(c: AsyncConnection) -> Turn:
        answerer = await answerers.meet(c, event.about, event.step, actor=actor, now=now)
        if isinstance(answerer, Turn):
            return answerer
        heard = await inbox.hear(c, event.about, now=now)
        if heard is Heard.FIRST:
            return await _taken(c, answerer, event.about, event.text, message=event.about.activity, now=now)
        return await _heard_before(c, answerer, event, heard, now=now)

    return await db.write(work)


async def _heard_before(
    c: AsyncConnection, answerer: answerers.Answerer, event: TextAnswered, heard: Heard, *, now: datetime
) -> Turn:
    """Silence for words stored already, or deleted after being sent; other repeated words are not lost."""
    about, text = event.about, event.text
    part = reflecting.said_before(answerer.known, text) if answerer.known is not None else None
    if answerer.known is not None and part is not None and part.source is not None:
        # Teams may name the message by its new id when it is edited or deleted.
        await _link(c, about, about.activity, answerer.known, source=part.source)
    if heard is Heard.AGAIN or part is not None or await undecided_messages.has_text(c, about, text):
        return SILENCE
    if (refused := _refused(answerer, text)) is not None:
        return refused
    said_anew = await inbox.is_said_anew(c, about, now=now)
    if said_anew is None:
        # The words were taken back, or stored elsewhere: only the author knows whether the repetition is meant.
        return await undecided.ask(c, about, (event.step,), text, actor=answerer.actor, now=now)
    return await _taken(c, answerer, about, text, message=about.activity, now=now) if said_anew else SILENCE


async def choose_prompt(db: Database, about: Happening, press: ChoosePrompt, *, actor: Actor, now: datetime) -> Turn:
    """The held message becomes an answer to the chosen prompt."""

    async def work(c: AsyncConnection) -> Turn:
        answerer = await answerers.meet(c, about, press.step, actor=actor, now=now)
        if isinstance(answerer, Turn):
            return answerer
        undecided_message = await undecided_messages.find(c, about, press.message)
        if undecided_message is None:
            return await _gone(c, answerer, about, press, now=now)
        if not may(actor, Verb.HANDLE_OWN_WORDS, UndecidedMessage(undecided_message.author)):
            return Turn(answerer.language, say=(OldCard(),))
        turn = await _taken(c, answerer, about, undecided_message.text, message=press.message, now=now)
        if not turn.say:
            # A refused message is held on: its author may mean the other prompt, or make the text shorter.
            await undecided_messages.remove(c, about, press.message)
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
    return Turn(answerer.language, show=await _shown(c, behind.answerer, about, press.message, now=now) or NotKept())


def _refused(answerer: answerers.Answerer, text: str) -> Turn | None:
    if not answerer.context.is_open:
        return Turn(answerer.language, say=(PromptOver(),))
    if not answerer.may_write:
        return Turn(answerer.language, say=(answerer.refusal,))
    if (too_long := answers.refusal_of((text,))) is not None:
        return Turn(answerer.language, say=(too_long,))
    return None if text.strip() else Turn(answerer.language, say=(EmptyAnswer(),))


async def _taken(
    c: AsyncConnection, answerer: answerers.Answerer, about: Happening, text: str, *, message: str, now: datetime
) -> Turn:
    if (refused := _refused(answerer, text)) is not None:
        return refused
    rung = _rung(answerer, about)
    after = reflecting.added(answerer.reflection(rung=rung, now=now), text, source=message, rung=rung, now=now)
    accepted = await answers.accept(c, answerer, after, now=now)
    if isinstance(accepted, PrivacyNotice):
        return await _informed(c, answerer, about, text, notice=accepted, message=message)
    if not isinstance(accepted, answers.Accepted):
        return Turn(answerer.language, say=(accepted,))
    receipt = receipts.receipt(answerer, about, after=after, message=message, now=now)
    answerer = await answers.keep(c, answerer, accepted, receipt=receipt, now=now)
    await _link(c, about, message, after, source=message)
    show = await _shown(c, answerer, about, message, now=now) if about.pressed else None
    return Turn(answerer.language, show=show, send=() if receipt.activity else ((receipt.municipality, receipt.id),))


async def _informed(
    c: AsyncConnection,
    answerer: answerers.Answerer,
    about: Happening,
    text: str,
    notice: PrivacyNotice,
    *,
    message: str,
) -> Turn:
    """The notice, and the message held until its author says once more that it is an answer."""
    question = undecided.question_of(answerer, message)
    if about.pressed:  # held already, and the pressed card asks again
        return Turn(answerer.language, say=(notice,), show=question)
    await answers.hold_undecided(c, about, text)
    return Turn(answerer.language, say=(notice, question))


async def _shown(
    c: AsyncConnection, answerer: answerers.Answerer, about: Happening, message: str, *, now: datetime
) -> Message | None:
    """The card that replaces the bot's question, for the person who pressed."""
    kept = await cards.text_kept(
        c, answerer.context, answerer.person.id, message=message, now=now, language=answerer.language
    )
    if kept is not None and answerer.known is not None and receipts.goes_in_thread(answerer, about, answerer.known):
        return receipts.in_thread(answerer.context, kept)
    return kept


async def _link(c: AsyncConnection, about: Happening, message: str, reflection: Reflection, *, source: str) -> None:
    await message_links.link_message(
        c, about, message, municipality=reflection.municipality, reflection=reflection.id, source=source
    )


def _rung(answerer: answerers.Answerer, about: Happening) -> Rung:
    """The rung of a first message: `group` or wider in a thread, which everybody in the channel reads.

    An existing answer keeps its rung: a message in a thread does not lift the answer.
    """
    default = answerer.context.series.default_rung
    wanted = default if about.place.scope is Scope.PERSONAL else max(default, Rung.GROUP)
    return answerer.choices.nearest(wanted)
