"""A chat message as an answer: in personal chat, in a prompt's thread, or after its author's choice of a prompt."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answerers, answers, cards, chat_messages, deliveries, given_back, receipts, undecided
from bot.context.text_guard import TextGuard
from content.presses import ChoosePrompt, DropWords, SendWords
from content.vocabulary.conversing import EmptyAnswer, NotKept, OldCard, PrivacyNotice, PromptOver
from content.vocabulary.guarding import StaysInGroup, WordsTakenOff
from content.vocabulary.messages import Message
from dialogs.answering import reflecting
from dialogs.events import Form, TextAnswered
from dialogs.guarding.finding import OVERRIDABLE
from dialogs.guarding.stopping import Stop
from dialogs.model import Actor, Happening, Reflection, Rung, Scope
from dialogs.permissions import UndecidedMessage, Verb, may
from dialogs.turn import SILENCE, Turn
from storage import inbox, message_links, outbox, undecided_messages
from storage.database import Database
from storage.inbox import Heard

_Weighed = answers.Accepted | PrivacyNotice | Turn


@dataclass(frozen=True)
class _Words:
    """Words for an answer, as the part of `message`, in place of the part of `replaces` ("" for none)."""

    text: str
    message: str
    replaces: str = ""


async def add_text(db: Database, event: TextAnswered, *, actor: Actor, guard: TextGuard, now: datetime) -> Turn:
    check = answers.Check(guard)

    async def work(c: AsyncConnection) -> Turn:
        answerer = await answerers.meet(c, event.about, event.step, actor=actor, now=now)
        if isinstance(answerer, Turn):
            return answerer
        words = _Words(event.text, event.about.activity)
        weighed = await _weighed(c, answerer, event.about, words, check=check, now=now)
        if isinstance(weighed, Stop):
            is_first = await inbox.remember_without_words(c, event.about, now=now)
            return given_back.turn(event.about, (answerer,), event.text, weighed) if is_first else SILENCE
        heard = await inbox.hear(c, event.about, now=now)
        if heard is Heard.FIRST:
            return await _taken(c, answerer, event.about, words, weighed, check=check, now=now)
        return await _heard_before(c, answerer, event, weighed, heard, check=check, now=now)

    return await db.write(work)


async def _heard_before(
    c: AsyncConnection,
    answerer: answerers.Answerer,
    event: TextAnswered,
    weighed: _Weighed,
    heard: Heard,
    *,
    check: answers.Check,
    now: datetime,
) -> Turn:
    """Silence for words stored already, or deleted after being sent; other repeated words are not lost."""
    about, text = event.about, event.text
    part = reflecting.said_before(answerer.known, text) if answerer.known is not None else None
    if answerer.known is not None and part is not None and part.source is not None:
        # Teams may name the message by its new id when it is edited or deleted.
        await _link(c, about, about.activity, answerer.known, source=part.source)
    if heard is Heard.AGAIN or part is not None or await undecided_messages.has_text(c, about, text):
        return SILENCE
    if isinstance(weighed, Turn):
        return weighed
    said_anew = await inbox.is_said_anew(c, about, now=now)
    if said_anew is None:
        # The words were taken back, or stored elsewhere: only the author knows whether the repetition is meant.
        return await undecided.ask(c, about, (event.step,), text, actor=answerer.actor, check=check, now=now)
    words = _Words(text, about.activity)
    return await _taken(c, answerer, about, words, weighed, check=check, now=now) if said_anew else SILENCE


async def choose_prompt(
    db: Database, about: Happening, press: ChoosePrompt, *, actor: Actor, guard: TextGuard, now: datetime
) -> Turn:
    """The held message becomes an answer to the chosen prompt; the author has let pass what may be let pass."""
    check = answers.Check(guard, OVERRIDABLE)

    async def work(c: AsyncConnection) -> Turn:
        answerer = await answerers.meet(c, about, press.step, actor=actor, now=now)
        if isinstance(answerer, Turn):
            return answerer
        undecided_message = await undecided_messages.find(c, about, press.message)
        if undecided_message is None:
            return await _gone(c, answerer, about, press, now=now)
        if not may(actor, Verb.HANDLE_OWN_WORDS, UndecidedMessage(undecided_message.author)):
            return Turn(answerer.language, say=(OldCard(),))
        words = _Words(undecided_message.text, press.message)
        weighed = await _weighed(c, answerer, about, words, check=check, now=now)
        if isinstance(weighed, Stop):
            await undecided_messages.remove(c, about, press.message)
            return given_back.turn(about, (answerer,), words.text, weighed, message=press.message)
        turn = await _taken(c, answerer, about, words, weighed, check=check, now=now)
        if isinstance(weighed, answers.Accepted):
            # A refused message is held on: its author may mean the other prompt, or make the text shorter.
            await undecided_messages.remove(c, about, press.message)
        return turn

    return await db.write(work, lock=press.step)


async def send_words(
    db: Database, about: Happening, press: SendWords, form: Form, *, actor: Actor, guard: TextGuard, now: datetime
) -> Turn:
    """Words that were given back come again, changed or let pass; the pressed card becomes the receipt."""
    check = answers.Check(guard, form.passes)

    async def work(c: AsyncConnection) -> Turn:
        answerer = await answerers.meet(c, about, form.step or press.step, actor=actor, now=now)
        if isinstance(answerer, Turn):
            return answerer
        words = await _again(c, answerer, about, press, form, now=now)
        if answerer.known is not None and reflecting.said_before(answerer.known, form.text) is not None:
            return Turn(answerer.language, show=await _shown(c, answerer, about, words.message, now=now) or NotKept())
        weighed = await _weighed(c, answerer, about, words, check=check, now=now)
        if isinstance(weighed, Stop):
            return given_back.turn(
                about, (answerer,), form.text, weighed, message=press.message, stands=bool(words.replaces)
            )
        if isinstance(weighed, answers.Accepted) and words.replaces != words.message and words.replaces:
            await _link(c, about, words.replaces, weighed.reflection, source="")
        if isinstance(weighed, answers.Accepted):  # the card becomes the receipt
            going = deliveries.words_taken_off_id(about.place, about.pressed)
            await outbox.take_back_replies(c, press.step.municipality, [going], now=now)
        return await _taken(c, answerer, about, words, weighed, check=check, now=now)

    return await db.write(work, lock=press.step)


async def _again(
    c: AsyncConnection, answerer: answerers.Answerer, about: Happening, press: SendWords, form: Form, *, now: datetime
) -> _Words:
    """Words let pass are the chat message's own, and follow its edits; changed words stand apart from the message.

    The author has been told to delete a message whose words are changed, and the answer shall not go with it.
    """
    if not press.message:
        return _Words(form.text, about.activity)
    message = press.message if form.passes else about.activity
    behind = await chat_messages.behind(c, about, press.message, actor=answerer.actor, now=now)
    stands = behind is not None and behind.stands and behind.reflection == answerer.known
    return _Words(form.text, message, press.message if stands else "")


async def drop_words(db: Database, about: Happening, press: DropWords, *, actor: Actor, now: datetime) -> Turn:
    """Nothing of the words is stored; the card that gave them back loses them now, and not only after a while."""

    async def work(c: AsyncConnection) -> Turn:
        answerer = await answerers.meet(c, about, press.step, actor=actor, now=now)
        if isinstance(answerer, Turn):
            return answerer
        going = deliveries.words_taken_off_id(about.place, about.pressed)
        await outbox.hasten(c, press.step.municipality, going, now=now)
        return Turn(answerer.language, show=WordsTakenOff(), send=((press.step.municipality, going),))

    return await db.write(work)


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


async def _weighed(
    c: AsyncConnection,
    answerer: answerers.Answerer,
    about: Happening,
    words: _Words,
    *,
    check: answers.Check,
    now: datetime,
) -> _Weighed | Stop:
    """The answer with these words, ready to be stored, or why it is not."""
    if (refused := _refused(answerer, words.text)) is not None:
        return refused
    rung = _rung(answerer, about)
    before = answerer.reflection(rung=rung, now=now)
    if words.replaces and before.parts:
        after = reflecting.edited(before, words.replaces, words.text, source=words.message)
    else:
        after = reflecting.added(before, words.text, source=words.message, rung=rung, now=now)
    accepted = await answers.accept(c, answerer, after, check=check, now=now)
    if isinstance(accepted, answers.Accepted | Stop | PrivacyNotice):
        return accepted
    return Turn(answerer.language, say=(accepted,))


async def _taken(
    c: AsyncConnection,
    answerer: answerers.Answerer,
    about: Happening,
    words: _Words,
    weighed: _Weighed,
    *,
    check: answers.Check,
    now: datetime,
) -> Turn:
    if isinstance(weighed, Turn):
        return weighed
    message = words.message
    if isinstance(weighed, PrivacyNotice):
        return await _informed(c, answerer, about, words, notice=weighed, check=check)
    receipt = receipts.receipt(answerer, about, after=weighed.reflection, message=message, now=now)
    answerer = await answers.keep(c, answerer, weighed, receipt=receipt, now=now)
    await _link(c, about, message, weighed.reflection, source=message)
    show = await _shown(c, answerer, about, message, now=now) if about.pressed else None
    told = (StaysInGroup(answerer.context.group.name),) if weighed.stays_in_group else ()
    send = () if receipt.activity else ((receipt.municipality, receipt.id),)
    return given_back.for_author(about, Turn(answerer.language, show=show, send=send), told)


async def _informed(
    c: AsyncConnection,
    answerer: answerers.Answerer,
    about: Happening,
    words: _Words,
    notice: PrivacyNotice,
    *,
    check: answers.Check,
) -> Turn:
    """The notice, and the message held until its author says once more that it is an answer."""
    question = undecided.question_of(answerer, words.message)
    checked = answers.checked(words.text, check, language=answerer.language)
    if isinstance(checked, answers.CheckedWords):
        await answers.hold_undecided(c, replace(about, activity=words.message), checked)
    if about.pressed:
        return Turn(answerer.language, say=(notice,), show=question)
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
