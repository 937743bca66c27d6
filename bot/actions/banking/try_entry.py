"""«Vi prøver dette»: a group's try of an entry of the sharing bank, said for the group; and its words told on."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answers, bank, entry_tries, promises, promising, trying
from bot.context.guarded_words import Check
from bot.context.pressed_alone import press_alone
from bot.context.promises import Reader
from bot.context.text_guard import TextGuard
from bot.context.trying import Written
from content.cards.committing import LONGEST_TRY
from content.presses import AskTellOn, KeepEntryTry, TellOn, TryEntry, id_in
from content.vocabulary.bank import BankEntry, BankGone
from content.vocabulary.committing import Place, TryGone
from content.vocabulary.conversing import OldCard
from content.vocabulary.entry_tries import EntryTryForm, NoSchoolToTryFor, OwnEntry
from content.vocabulary.messages import Message
from dialogs.events import Form
from dialogs.guarding.stopping import Stop
from dialogs.knowledge import commitments as rules
from dialogs.model import Actor, Commitment, Happening, Language, Promiser
from dialogs.turn import Turn
from storage.database import Database
from storage.units import take_turn


async def open_entry_try(db: Database, about: Happening, press: TryEntry, *, actor: Actor, now: datetime) -> Turn:
    async def work(c: AsyncConnection, reader: Reader, language: Language) -> Message:
        entry = await _entry(c, reader, press.entry, language)
        if entry is None:
            return BankGone()
        form = await entry_tries.blank_form(c, reader, entry, now=now)
        return form or await _none_left(c, reader, entry, now=now)

    return await press_alone(db, about, press.municipality, work, actor=actor, now=now)


async def keep_entry_try(
    db: Database, about: Happening, press: KeepEntryTry, form: Form, *, actor: Actor, guard: TextGuard, now: datetime
) -> Turn:
    """Said twice for one group, it is the same try."""

    async def work(c: AsyncConnection, reader: Reader, language: Language) -> Message:
        await take_turn(c, press.municipality)
        entry = await _entry(c, reader, press.entry, language)
        if entry is None:
            return BankGone()
        known = await entry_tries.known_try(c, reader, UUID(entry.id), form.whose)
        if known is not None:
            return await promises.kept(c, reader, known, now=now)
        blank = await entry_tries.blank_form(c, reader, entry, now=now)
        if blank is None:
            return await _none_left(c, reader, entry, now=now)
        return await _kept(c, reader, blank, Written(form, Check(guard), language), now=now)

    return await press_alone(db, about, press.municipality, work, actor=actor, now=now)


async def ask_tell_on(db: Database, about: Happening, press: AskTellOn, *, actor: Actor, now: datetime) -> Turn:
    async def work(c: AsyncConnection, reader: Reader, _: Language) -> Message:
        one = await _seen(c, reader, press.commitment)
        return (await entry_tries.to_tell_on(c, reader, one, now=now) if one is not None else None) or TryGone()

    return await press_alone(db, about, press.municipality, work, actor=actor, now=now)


async def tell_on(db: Database, about: Happening, press: TellOn, *, actor: Actor, now: datetime) -> Turn:
    """Exactly the words that the card showed; told otherwise meanwhile, the newest are shown first."""

    async def work(c: AsyncConnection, reader: Reader, _: Language) -> Message:
        one = await _seen(c, reader, press.commitment)
        shown = await entry_tries.to_tell_on(c, reader, one, now=now) if one is not None else None
        if one is None or shown is None or one.version != press.seen:
            return shown or TryGone()
        done = await entry_tries.tell_on(c, reader, one, entry_tries.readers_in(press.readers), now=now)
        around = await promises.around(c, reader, one)
        return around if around.asked else done or TryGone()

    return await press_alone(db, about, press.municipality, work, actor=actor, now=now)


async def _seen(c: AsyncConnection, reader: Reader, its_id: str) -> Commitment | None:
    known = id_in(its_id)
    return await promises.seen(c, reader, known) if known is not None else None


async def _entry(c: AsyncConnection, reader: Reader, its_id: str, language: Language) -> BankEntry | None:
    """As the reader may read it, in the language of the form."""
    known = id_in(its_id)
    reading = replace(promises.bank_reader(reader), language=language)
    return await bank.entry_for(c, reading, known) if known is not None else None


async def _none_left(c: AsyncConnection, reader: Reader, entry: BankEntry, *, now: datetime) -> Message:
    """Why no group of the reader's can try it: shared by the reader, tried already, or no group of a school."""
    if entry.quote.own:
        return OwnEntry()
    for group in reader.groups:
        known = await entry_tries.known_try(c, reader, UUID(entry.id), group)
        if known is not None:
            return await promises.kept(c, reader, known, now=now)
    return NoSchoolToTryFor()


async def _kept(c: AsyncConnection, reader: Reader, blank: EntryTryForm, written: Written, *, now: datetime) -> Message:
    """The receipt; else the form with what stands in the way, and with everything that was written."""
    form = written.form
    chosen = next((one for one in blank.groups if form.whose == one.group or len(blank.groups) == 1), None)
    if chosen is None:
        return OldCard()
    day = rules.day_in(form.day, now=now)
    shown = replace(blank, text=form.text, day=form.day if day else blank.day, group=chosen.group)
    wrong = trying.wrong_with((form.text,), day, longest=LONGEST_TRY)
    if wrong or day is None:
        return replace(shown, wrong=wrong)
    words = trying.checked((form.text, ""), written.check, written.language)
    if isinstance(words, Stop):
        return replace(shown, text=words.given_back(form.text), stopped=words.told.kinds_only)
    if not isinstance(words, tuple):
        return words
    place = Place(blank.municipality, chosen.group, chosen.name)
    if (many := await promising.too_many(c, reader, place, Promiser.GROUP)) is not None:
        return many
    commitment = await promising.new_commitment(c, reader, place, Promiser.GROUP, look_on=day, now=now)
    await answers.keep_commitment(c, commitment, words[0], words[1], is_new=True)
    await entry_tries.said(c, entry_tries.new_try(reader, commitment, UUID(blank.entry)), now=now)
    await promising.ask_second_yes(c, reader, commitment, now=now)
    worded = replace(commitment, text=words[0].text, entry=UUID(blank.entry))
    return await promises.kept(c, reader, worded, now=now)
