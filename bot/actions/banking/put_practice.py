"""«Del praksis»: a form, a preview, and a yes put a practice into the sharing bank; its author changes or removes it.

Nothing is stored before the yes: the words wait on the card, and are checked once more.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answers, bank_indexing, own_practices, practice_writing, promise_cards, promises, steps, trying
from bot.context.catalogues import Catalogues
from bot.context.guarded_words import Check
from bot.context.own_practices import Writer
from bot.context.practice_writing import Written
from bot.context.pressed_alone import press_alone
from bot.context.promises import Reader
from bot.context.recording import record
from bot.context.text_guard import TextGuard
from content.presses import (
    EditPractice,
    LeavePractice,
    LookPractice,
    OnPractice,
    OpenPractice,
    PracticeFields,
    PutPractice,
    RemovePractice,
    fields_of_value,
    id_in,
)
from content.vocabulary.conversing import NotImported, OldCard
from content.vocabulary.messages import Message
from content.vocabulary.practicing import (
    NobodyToShareWith,
    PracticeAsked,
    PracticeForm,
    PracticeGone,
    PracticeNotPut,
    PracticeTakenOut,
)
from dialogs.events import Commanded, Form
from dialogs.model import Act, Actor, Happening, Language, Practice
from dialogs.permissions import InGroup, Verb, may
from dialogs.turn import Turn
from storage import bank_search, practices
from storage.database import Database


async def say_practice(db: Database, catalogues: Catalogues, event: Commanded, *, actor: Actor, now: datetime) -> Turn:
    """The form, with what was written after the command in its first text: nothing is stored."""

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, event.about)
        reader = await promises.reader_for(c, actor, now=now)
        if reader is None:
            return Turn(language, say=(NotImported(),))
        told = await trying.notice_first(c, reader, now=now)
        writer = Writer(reader, await catalogues.at(c, reader.town.id, now), language)
        filled = own_practices.blank(writer, did=event.argument.strip())
        return Turn(language, say=(*told, await practice_writing.form(c, writer, filled, now=now)))

    return await db.write(work)


async def press_practice(
    db: Database,
    catalogues: Catalogues,
    about: Happening,
    press: OnPractice,
    form: Form,
    *,
    actor: Actor,
    guard: TextGuard,
    now: datetime,
) -> Turn:
    place = "" if isinstance(press, LeavePractice) else press.municipality

    async def work(c: AsyncConnection, reader: Reader, language: Language) -> Message:
        writer = Writer(reader, await catalogues.at(c, reader.town.id, now), language)
        match press:
            case OpenPractice():
                return await _opened(c, writer, press, now=now)
            case LookPractice():
                found = await _looked_at(c, writer, press, form.practice, Check(guard), now=now)
                return _as_seen(found, press.seen)
            case EditPractice():
                return _as_seen(await _form_again(c, writer, press, now=now), press.seen)
            case PutPractice():
                return await _put(c, writer, press, Check(guard), now=now)
            case LeavePractice():
                return PracticeNotPut()
            case RemovePractice():
                return await _taken_out(c, reader, press, now=now)

    return await press_alone(db, about, place, work, actor=actor, now=now)


def _as_seen(message: Message, seen: int) -> Message:
    """A form that was filled with an older version stays one of that version, until its author is told."""
    return replace(message, seen=seen) if isinstance(message, PracticeForm | PracticeAsked) else message


async def _opened(c: AsyncConnection, writer: Writer, press: OpenPractice, *, now: datetime) -> Message:
    if not press.entry:
        return await practice_writing.form(c, writer, own_practices.blank(writer), now=now)
    one = await _own_entry(c, writer.reader, press.entry)
    if one is None:
        return PracticeGone()
    return await practice_writing.form(c, replace(writer, known=one), own_practices.filled_of(one), now=now)


async def _own_entry(c: AsyncConnection, reader: Reader, entry: str) -> Practice | None:
    its_id = id_in(entry)
    found = await bank_search.one_entry(c, reader.reading, None, its_id) if its_id is not None else None
    return await own_practices.one_of_author(c, reader, found.source) if found is not None else None


async def _of(c: AsyncConnection, writer: Writer, practice: str, seen: int) -> Writer | PracticeGone:
    """The writer with the practice to be changed: one that has gone meanwhile comes back only as a new one."""
    if not seen:
        return writer
    one = await own_practices.one_of_author(c, writer.reader, id_in(practice))
    return replace(writer, known=one) if one is not None else PracticeGone()


async def _looked_at(
    c: AsyncConnection, writer: Writer, press: LookPractice, filled: PracticeFields, check: Check, *, now: datetime
) -> Message:
    of = await _of(c, writer, press.practice, press.seen)
    if isinstance(of, PracticeGone):
        return of
    found = await practice_writing.written(c, of, filled, None, check, now=now)
    if not isinstance(found, Written):
        return found
    return found.preview


async def _form_again(c: AsyncConnection, writer: Writer, press: EditPractice, *, now: datetime) -> Message:
    of, filled = await _of(c, writer, press.practice, press.seen), fields_of_value(press.fields)
    if isinstance(of, PracticeGone) or filled is None:
        return OldCard() if filled is None else PracticeGone()
    return await practice_writing.form(c, of, filled, now=now)


async def _put(c: AsyncConnection, writer: Writer, press: PutPractice, check: Check, *, now: datetime) -> Message:
    """Yes is obeyed for the words and the readers that were shown; for any others the preview is shown anew."""
    of = await _of(c, writer, press.practice, press.seen)
    filled, its_id = fields_of_value(press.fields), id_in(press.practice)
    if filled is None or its_id is None:
        return OldCard()
    if isinstance(of, PracticeGone):
        return of
    found = await practice_writing.written(c, of, filled, its_id, check, now=now)
    if not isinstance(found, Written):
        return _as_seen(found, press.seen)
    if not _may_share(of, found.practice):
        return NobodyToShareWith()
    if found.preview.mark != press.mark:
        return _as_seen(replace(found.preview, anew=True), press.seen)
    return await _stored(c, of, found, press, now=now)


async def _stored(c: AsyncConnection, writer: Writer, found: Written, press: PutPractice, *, now: datetime) -> Message:
    is_new = writer.known is None
    if await answers.keep_practice(c, replace(found.practice, version=max(press.seen, 1)), found.words, is_new=is_new):
        act = Act.PRACTICE_PUT if is_new else Act.PRACTICE_CHANGED
        await record(c, writer.reader.actor, act, writer.reader.town.id, now=now)
    current = await own_practices.one_of_author(c, writer.reader, found.practice.id)
    if current is None:
        return PracticeGone()
    if current.words != found.words.words:
        # Somebody else's words, their own on another screen: nothing of either is lost.
        form = await practice_writing.form(c, replace(writer, known=current), found.preview.filled, now=now)
        return replace(form, wrong=("changed_meanwhile",)) if isinstance(form, PracticeForm) else form
    return await own_practices.kept(c, writer.reader, current, writer.language, now=now)


def _may_share(writer: Writer, one: Practice) -> bool:
    """Whoever has left may still word it otherwise, for the same readers or fewer: `offered` sees to that."""
    return writer.known is not None or may(
        writer.reader.actor, Verb.SHARE_PRACTICE, InGroup(one.municipality, one.circle.group)
    )


async def _taken_out(c: AsyncConnection, reader: Reader, press: RemovePractice, *, now: datetime) -> Message:
    one = await _own_entry(c, reader, press.entry)
    if one is not None:
        await promise_cards.want_cards_of_entry(c, one.municipality, one.id, now=now)
        await bank_indexing.remove_practices(c, one.municipality, [one.id])
        await practices.remove(c, one.municipality, one.id)
        await record(c, reader.actor, Act.PRACTICE_TAKEN_OUT, one.municipality, now=now)
    return PracticeTakenOut()
