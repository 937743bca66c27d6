"""A chat message is edited, deleted or brought back: the reflection that holds its words follows."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answerers, answers, chat_answers, chat_messages, given_back, receipts, steps, undecided
from bot.context.chat_messages import Behind
from bot.context.guarded_words import Check
from bot.context.numbered_prompts import numbered_prompts
from bot.context.text_guard import TextGuard
from content.answer_forms import said_exactly
from content.vocabulary.conversing import (
    EditAgain,
    EditedElsewhere,
    EditedToNothing,
    NotBroughtBack,
    NotKept,
    OnlyWordsTaken,
    PrivacyNotice,
    StandsOnCard,
    StaysTakenBack,
)
from content.vocabulary.messages import Message
from dialogs.answering import numbered, plain_answers, reflecting
from dialogs.events import Along, MessageDeleted, MessageEdited, Said
from dialogs.guarding.stopping import Stop
from dialogs.model import Actor, Scope, StepRef
from dialogs.permissions import UndecidedMessage, Verb, may
from dialogs.turn import SILENCE, Turn
from storage import inbox, message_links, undecided_messages
from storage.database import Database


async def edit_message(
    db: Database, event: MessageEdited, *, actor: Actor, guard: TextGuard, now: datetime
) -> Turn | Said:
    """An edited message that was no answer is handled like a new message.

    Where the guard stops the new words, the answer keeps the old ones: a word too many shall not cost an answer.
    """
    check = Check(guard)

    async def work(c: AsyncConnection) -> Turn | Said:
        about = event.about
        undecided_message = await undecided_messages.find(c, about, about.activity)
        behind = (
            await chat_messages.behind(c, about, about.activity, actor=actor, now=now)
            if undecided_message is None
            else None
        )
        if undecided_message is None and behind is None:
            if await message_links.message_link(c, about) is not None:
                # The message went into somebody else's answer: a client made by hand may name any message.
                return SILENCE
            return Said(about, event.text, event.mentioned, event.along, anew=True)
        if await _is_repeated(c, event, now=now):
            return SILENCE
        own = replace(event, text=numbered.words_of(event.text))
        if behind is not None:
            named = await _another_named(c, behind, event, now=now)
            return await _edit(c, behind, own, named=named, check=check, now=now)
        if undecided_message is not None and may(
            actor, Verb.HANDLE_OWN_WORDS, UndecidedMessage(undecided_message.author)
        ):
            return await _hold_anew(c, own, check=check)
        return SILENCE

    return await db.write(work)


async def _hold_anew(c: AsyncConnection, event: MessageEdited, *, check: Check) -> Turn | Said:
    """A held message takes its new words. Words that are not held are answered like a new message's.

    The old words are let go with them: they stand nowhere any more.
    """
    language = await steps.language_for(c, event.about)
    checked = answers.checked(event.text, check, language=language)
    if isinstance(checked, answers.CheckedWords):
        await answers.hold_undecided(c, event.about, checked)
        return SILENCE
    await undecided_messages.remove(c, event.about, event.about.activity)
    if not isinstance(checked, Stop):
        return Turn(language, say=(checked,))
    return Said(event.about, event.text, event.mentioned, event.along)


async def _is_repeated(c: AsyncConnection, event: MessageEdited, *, now: datetime) -> bool:
    """A message may be brought back twice, unless deleted in between."""
    if not event.restored:
        return not await inbox.remember(c, event.about, now=now)
    deleted_at = await inbox.deleted_at(c, event.about)
    return deleted_at is not None and event.about.at < deleted_at


async def _edit(
    c: AsyncConnection, behind: Behind, event: MessageEdited, *, named: StepRef | None, check: Check, now: datetime
) -> Turn:
    source = behind.source
    if not source:
        refused = _not_its_own(behind, event)
        return Turn(behind.answerer.language, say=(refused,)) if refused else SILENCE
    if named is not None and behind.stands:
        return await _move(c, behind, source, event, to=named, check=check, now=now)
    if behind.answerer.may_write and behind.stands and _is_no_answer_now(behind, event.text):
        return await _doubt(c, behind, source, event, check=check, now=now)
    return await _follow(c, behind, source, event, check=check, now=now)


async def _another_named(c: AsyncConnection, behind: Behind, event: MessageEdited, *, now: datetime) -> StepRef | None:
    """The question whose number the new words begin with, if it is not the one that has the message."""
    number = numbered.number_in(event.text)
    if number is None or event.about.place.scope is not Scope.PERSONAL:
        return None
    named = (await numbered_prompts(c, event.about.account, now=now)).get(number)
    return named if named != behind.answerer.context.ref else None


async def _move(
    c: AsyncConnection,
    behind: Behind,
    source: str,
    event: MessageEdited,
    *,
    to: StepRef,
    check: Check,
    now: datetime,
) -> Turn:
    """«Svar på 1: …» has become «svar på 2: …». Where the other question takes no words, the answer stays as it was."""
    about = event.about
    answerer = await answerers.meet(c, about, to, actor=behind.answerer.actor, now=now)
    if isinstance(answerer, Turn):
        return answerer
    words = chat_answers.Words(event.text, about.activity)
    weighed = await chat_answers.weighed(c, answerer, about, words, check=check, now=now)
    if isinstance(weighed, Stop):
        await inbox.remember_without_words(c, about, now=now)
        return given_back.turn(about, (answerer,), event.text, weighed)
    if isinstance(weighed, answers.Accepted):
        after = reflecting.without(behind.reflection, source)
        await answers.change(c, behind.answerer, after, pressed=not after.parts, now=now)
    return await chat_answers.taken(c, answerer, about, words, weighed, check=check, now=now)


async def _doubt(
    c: AsyncConnection, behind: Behind, source: str, event: MessageEdited, *, check: Check, now: datetime
) -> Turn:
    """The old words are taken out; the author is asked whether the new words are an answer."""
    answerer = await answers.change(c, behind.answerer, reflecting.without(behind.reflection, source), now=now)
    if not answerer.context.is_open:
        return Turn(answerer.language, say=(NotKept(),))
    steps_asked = (answerer.context.ref,)
    return await undecided.ask(c, event.about, steps_asked, event.text, actor=answerer.actor, check=check, now=now)


async def _follow(
    c: AsyncConnection, behind: Behind, source: str, event: MessageEdited, *, check: Check, now: datetime
) -> Turn:
    answerer, before = behind.answerer, behind.reflection
    gone = not event.text.strip()
    if gone and event.along is not None:
        return Turn(answerer.language, say=(EditedToNothing(),))
    text, choice = chat_answers.as_taken(behind.answerer, event.text)
    after = reflecting.without(before, source) if gone else reflecting.edited(before, source, text, choice=choice)
    if (allowed := answerer.allowed(after)) is None:
        return Turn(answerer.language, say=(NotBroughtBack() if event.restored else answerer.refusal,))
    accepted = await answers.accept(c, answerer, allowed, check=check, now=now)
    if not isinstance(accepted, answers.Accepted):
        return await _refused(c, behind, event, why=accepted, now=now)
    turn = Turn(answerer.language, say=_beside(event))
    done = given_back.tell_of_staying(event.about, turn, answerer, accepted)
    if behind.stands or gone:
        if after.parts != before.parts:
            await answers.keep(c, answerer, accepted, now=now)
        return done
    receipt = receipts.receipt(answerer, event.about, after=accepted.reflection, message=source, now=now)
    await answers.keep(c, answerer, accepted, receipt=receipt, now=now)
    return replace(done, send=((receipt.municipality, receipt.id),))


async def _refused(
    c: AsyncConnection, behind: Behind, event: MessageEdited, *, why: Message | Stop, now: datetime
) -> Turn:
    """The answer stands as it was."""
    if isinstance(why, Stop):
        await inbox.remember_without_words(c, event.about, now=now)
        return given_back.turn(event.about, (behind.answerer,), event.text, why, stands=behind.stands)
    also = (EditAgain(),) if isinstance(why, PrivacyNotice) else ()
    return Turn(behind.answerer.language, say=(why, *also))


def _beside(event: MessageEdited) -> tuple[Message, ...]:
    """The remark that only words are accepted, for a message with something beside its words."""
    return (OnlyWordsTaken(event.along),) if event.along not in (None, Along.QUOTATION) else ()


def _not_its_own(behind: Behind, event: MessageEdited) -> Message | None:
    """Why the message changes nothing: its words were taken back by a press, or a card has rewritten them."""
    if behind.source == "":
        return StaysTakenBack()
    if event.restored:
        return None
    return EditedElsewhere() if behind.answerer.may_write else behind.answerer.refusal


def _is_no_answer_now(behind: Behind, text: str) -> bool:
    """Whether a plain answer has become, say, a greeting; a message confirmed as an answer is not questioned again."""
    before = next(part.text for part in behind.reflection.own_parts if part.source == behind.source)
    is_answer = (
        plain_answers.is_plain(text) or said_exactly(behind.answerer.context.step.shown.answer, text) is not None
    )
    return bool(text.strip()) and plain_answers.is_plain(before) and not is_answer


async def delete_message(db: Database, event: MessageDeleted, *, actor: Actor, now: datetime) -> Turn:
    """Also after the step has closed: authors may take their words back at any time.

    The part is removed and the link stays: when the message is brought back, Teams sends the words again.
    """

    async def work(c: AsyncConnection) -> Turn:
        first = await inbox.remember(c, event.about, now=now)
        undecided_message = await undecided_messages.find(c, event.about, event.about.activity)
        if undecided_message is not None and may(
            actor, Verb.HANDLE_OWN_WORDS, UndecidedMessage(undecided_message.author)
        ):
            await undecided_messages.remove(c, event.about, event.about.activity)
        behind = await chat_messages.behind(c, event.about, event.about.activity, actor=actor, now=now)
        if behind is None:
            return SILENCE
        if behind.source and behind.stands:
            after = reflecting.without(behind.reflection, behind.source)
            # An answer without words has no receipt: the card reports the deletion.
            await answers.change(c, behind.answerer, after, pressed=not after.parts, now=now)
        if behind.source is None and behind.reflection.parts and first:
            return Turn(behind.answerer.language, say=(StandsOnCard(),))
        return SILENCE

    return await db.write(work)
