"""What came of a commitment: on the card that a session opens with, or as «tiltak 1: gjort, fordi …»; and the list."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answers, entry_tries, promise_cards, promises, standing, steps, trying
from bot.context.guarded_words import Check
from bot.context.pressed_alone import press_alone
from bot.context.promises import Reader
from bot.context.recording import record
from bot.context.text_guard import TextGuard
from bot.context.trying import Written
from content.cards.committing import LONGEST_TOLD
from content.presses import ShowTries, ShowTry, TellTry, id_in
from content.vocabulary.committing import LookBack, NoSuchTry, TryGone, TryStopped
from content.vocabulary.conversing import AnswerTooLong, NotImported, OldCard
from content.vocabulary.entry_tries import TellOnAsked
from content.vocabulary.messages import Message
from dialogs.answering.told_outcomes import told_outcome
from dialogs.events import Commanded, Form
from dialogs.guarding.stopping import Stop
from dialogs.knowledge import commitments as rules
from dialogs.model import Act, Actor, Commitment, Found, Happening, Language, Outcome, Promiser
from dialogs.turn import SILENCE, Turn
from storage import inbox
from storage.database import Database


async def show_tries(db: Database, event: Commanded, *, actor: Actor, guard: TextGuard, now: datetime) -> Turn:
    """The list; with a number and an outcome, what came of the commitment with that number in the list."""

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, event.about)
        reader = await promises.reader_for(c, actor, now=now)
        if reader is None:
            return Turn(language, say=(NotImported(),))
        if not event.argument.strip():
            listed = await promises.listed(c, reader, now=now)
            return await standing.said(c, reader, event.about, language, listed, now=now)
        if not await inbox.remember_without_words(c, event.about, now=now):
            return SILENCE
        message = await _said(c, reader, event.argument, Check(guard), language, now=now)
        return await standing.said(c, reader, event.about, language, message, now=now)

    return await db.write(work)


async def _said(
    c: AsyncConnection, reader: Reader, argument: str, check: Check, language: Language, *, now: datetime
) -> Message:
    told = told_outcome(argument)
    numbered = (await promises.listed(c, reader, now=now)).numbered
    if told is None or not 1 <= told.number <= len(numbered):
        return NoSuchTry()
    its_id = id_in(numbered[told.number - 1].commitment)
    one = await promises.seen(c, reader, its_id) if its_id else None
    if one is None:
        return TryGone()
    written = Written(Form(because=told.because), check, language)
    found = await _told(c, reader, one, told.outcome, written, now=now)
    if not isinstance(found, LookBack | TellOnAsked):
        return found
    if isinstance(found, LookBack) and found.stopped is not None:
        return TryStopped(found.stopped)
    current = await promises.seen(c, reader, one.id)
    return await promises.kept(c, reader, current or one, now=now)


async def press_tries(
    db: Database, about: Happening, press: ShowTry | ShowTries, *, actor: Actor, now: datetime
) -> Turn:
    """The list, or one of its commitments as the card of a session's opening shows it."""
    place = press.municipality if isinstance(press, ShowTry) else promises.first_municipality(actor)

    async def work(c: AsyncConnection, reader: Reader, _: Language) -> Message:
        if isinstance(press, ShowTries):
            return await promises.listed(c, reader, now=now)
        its_id = id_in(press.commitment)
        one = await promises.seen(c, reader, its_id) if its_id else None
        if one is None:
            return TryGone()
        if not one.is_open or not reader.may_tell(one):
            return await promises.kept(c, reader, one, now=now)
        return await promises.around(c, reader, one, at=one.id)

    return await press_alone(db, about, place, work, actor=actor, now=now)


async def tell_try(
    db: Database, about: Happening, press: TellTry, form: Form, *, actor: Actor, guard: TextGuard, now: datetime
) -> Turn:
    async def work(c: AsyncConnection, reader: Reader, language: Language) -> Message:
        its_id = id_in(press.commitment)
        one = await promises.seen(c, reader, its_id) if its_id else None
        if one is None or not reader.may_tell(one) or press.outcome not in {"", *(each.value for each in Outcome)}:
            return OldCard() if one is not None and not reader.may_tell(one) else TryGone()
        if one.version != press.seen:
            # Somebody else of the group has told of it, or its words are others now: shown first.
            return await _meanwhile(c, reader, one, form)
        if not press.outcome:
            return await _told_anew(c, reader, one, now=now)
        return await _told(c, reader, one, Outcome(press.outcome), Written(form, Check(guard), language), now=now)

    return await press_alone(db, about, press.municipality, work, actor=actor, now=now)


async def _meanwhile(c: AsyncConnection, reader: Reader, one: Commitment, form: Form) -> Message:
    """What stands now; what somebody wrote about it too late is given back in its fields."""
    found = one.found
    said = (form.because.strip(), form.learnt.strip())
    if not any(said) or (found is not None and said == (found.because, found.learnt)):
        return await promises.around(c, reader, one, at=one.id)
    back = await promises.asked_again(c, reader, one)
    return replace(back, because=form.because, learnt=form.learnt)


async def _told_anew(c: AsyncConnection, reader: Reader, one: Commitment, *, now: datetime) -> Message:
    """What was told is taken back, and asked about once more on this card alone."""
    if one.found is not None and await answers.take_back_told(c, one):
        await entry_tries.untold(c, one, now=now)
        await promise_cards.want_cards(c, one, now=now)
    return await promises.around(c, reader, one, at=one.id)


async def _told(
    c: AsyncConnection, reader: Reader, one: Commitment, outcome: Outcome, written: Written, *, now: datetime
) -> Message:
    """The card with the next commitment, or with thanks; a group's that is told of is agreed on by that."""
    form = written.form
    if max(len(form.because), len(form.learnt)) > LONGEST_TOLD:
        return AnswerTooLong(LONGEST_TOLD)
    words = trying.checked((form.because, form.learnt), written.check, written.language)
    if isinstance(words, Stop):
        back = await promises.around(c, reader, one, at=one.id)
        because, learnt = (words.given_back(text) for text in (form.because, form.learnt))
        return replace(back, stopped=words.told.kinds_only, because=because, learnt=learnt)
    if not isinstance(words, tuple):
        return words
    found = Found(outcome, "", "", reader.person.id, now)
    told = replace(one, agreed=True, wakes_at=None, goes_at=rules.goes_at(one.look_on, now=now))
    if not await answers.tell_what_came(c, told, found, words[0], words[1]):
        # Two pressed at one moment: the other came first.
        current = await promises.seen(c, reader, one.id)
        return await _meanwhile(c, reader, current, form) if current is not None else TryGone()
    if one.promiser is Promiser.MUNICIPALITY:
        await record(c, reader.actor, Act.PROMISE_TOLD, one.municipality, now=now)
    await entry_tries.told(c, one, outcome, now=now)
    await promise_cards.want_cards(c, one, now=now)
    current = await promises.seen(c, reader, one.id) or one
    return await entry_tries.to_tell_on(c, reader, current, now=now) or await promises.around(c, reader, current)
