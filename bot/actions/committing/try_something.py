"""«Dette prøver jeg/vi»: a form, or words in chat, become a commitment; changed, agreed on, and taken away again."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import (
    answers,
    entry_tries,
    promise_cards,
    promises,
    promising,
    standing,
    steps,
    support_asking,
    trying,
)
from bot.context.guarded_words import Check
from bot.context.pressed_alone import press_alone
from bot.context.promises import Reader
from bot.context.recording import record
from bot.context.text_guard import TextGuard
from bot.context.trying import Written
from content.cards.committing import LONGEST_TRY
from content.presses import AgreeTry, ChangeTry, KeepTry, OpenTry, RemoveTry, id_in
from content.vocabulary.committing import (
    NoGroupToTryWith,
    NotForTheMunicipality,
    Place,
    TryForm,
    TryGone,
    TryRemoved,
    TryStopped,
)
from content.vocabulary.conversing import NotImported, OldCard
from content.vocabulary.messages import Message
from dialogs.events import Commanded, Form
from dialogs.guarding.stopping import Stop
from dialogs.knowledge import commitments as rules
from dialogs.model import Act, Actor, Commitment, Happening, Language, Promiser, Rung
from dialogs.permissions import AboutMunicipality, Verb, may
from dialogs.sharing.committing import circle_of
from dialogs.turn import SILENCE, Turn
from storage import commitments, inbox
from storage.database import Database
from storage.units import take_turn


async def say_try(
    db: Database, event: Commanded, promiser: Promiser, *, actor: Actor, guard: TextGuard, now: datetime
) -> Turn:
    """A person's own is kept at once, for the person alone; a group's and the municipality's are shown first."""
    text = event.argument.strip()

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, event.about)
        reader = await promises.reader_for(c, actor, now=now)
        if reader is None:
            return Turn(language, say=(NotImported(),))
        # Teams may send the message again; no guess of its words can be checked.
        if text and not await inbox.remember_without_words(c, event.about, now=now):
            return SILENCE
        if text:
            await take_turn(c, reader.town.id)
        told = await trying.notice_first(c, reader, now=now)
        written = Written(Form(text=text), Check(guard), language)
        message = await _said(c, reader, promiser, written, now=now)
        return await standing.said(c, reader, event.about, language, *told, message, now=now)

    return await db.write(work)


async def _said(c: AsyncConnection, reader: Reader, promiser: Promiser, written: Written, *, now: datetime) -> Message:
    refused = _refused(reader, promiser)
    place = await trying.place_now(c, reader, promiser)
    if refused is not None or place is None:
        return refused or NoGroupToTryWith()
    text = written.form.text
    found = trying.checked((text,), written.check, written.language)
    if isinstance(found, Stop):
        return TryStopped(found.told.kinds_only)
    form = await trying.blank_form(c, reader, place, promiser, text=text, now=now)
    if not isinstance(found, tuple):
        return found
    if promiser is Promiser.PERSON and 0 < len(text) <= LONGEST_TRY:
        return await _kept(c, reader, place, promiser, replace(written, form=Form(text=text, day=form.day)), now=now)
    return replace(form, wrong=trying.wrong_with((text,), now.date(), longest=LONGEST_TRY)) if text else form


async def open_try(db: Database, about: Happening, press: OpenTry, *, actor: Actor, now: datetime) -> Turn:
    async def work(c: AsyncConnection, reader: Reader, _: Language) -> Message:
        place = await trying.place_in(c, reader, press.group, press.session)
        if place is None:
            return OldCard()
        if press.whose == "need":
            return await support_asking.blank_form(c, reader, place, now=now)
        promiser = _promiser(press.whose)
        if promiser is None or (refused := _refused(reader, promiser)) is not None:
            return OldCard() if promiser is None else refused or OldCard()
        return await promising.too_many(c, reader, place, promiser) or await trying.blank_form(
            c, reader, place, promiser, now=now
        )

    return await press_alone(db, about, press.municipality, work, actor=actor, now=now)


async def keep_try(
    db: Database, about: Happening, press: KeepTry, form: Form, *, actor: Actor, guard: TextGuard, now: datetime
) -> Turn:
    async def work(c: AsyncConnection, reader: Reader, language: Language) -> Message:
        await take_turn(c, press.municipality)
        promiser = _promiser(press.whose)
        place = await trying.place_in(c, reader, press.group, press.session)
        is_elsewhere = promiser is Promiser.MUNICIPALITY and place is None
        if is_elsewhere:
            place = await trying.place_now(c, reader, Promiser.MUNICIPALITY)
        if promiser is None or place is None:
            return OldCard()
        if (refused := _refused(reader, promiser)) is not None:
            return refused
        if press.commitment:
            return await _changed(c, reader, press, Written(form, Check(guard), language), now=now)
        return await _kept(c, reader, place, promiser, Written(form, Check(guard), language), now=now)

    return await press_alone(db, about, press.municipality, work, actor=actor, now=now)


async def change_try(db: Database, about: Happening, press: ChangeTry, *, actor: Actor, now: datetime) -> Turn:
    async def work(c: AsyncConnection, reader: Reader, _: Language) -> Message:
        one = await _own(c, reader, press.commitment)
        return await trying.form_of(c, reader, one, now=now) if one is not None and one.is_open else TryGone()

    return await press_alone(db, about, press.municipality, work, actor=actor, now=now)


async def remove_try(db: Database, about: Happening, press: RemoveTry, *, actor: Actor, now: datetime) -> Turn:
    """Its author's alone: what a group wants to let go of, it tells as let go."""

    async def work(c: AsyncConnection, reader: Reader, _: Language) -> Message:
        one = await _own(c, reader, press.commitment)
        if one is not None:
            await entry_tries.removed(c, one, now=now)
            await commitments.remove(c, one.municipality, one.id)
            await promise_cards.words_differ(c, one, now=now)
        return TryRemoved()

    return await press_alone(db, about, press.municipality, work, actor=actor, now=now)


async def agree_try(db: Database, about: Happening, press: AgreeTry, *, actor: Actor, now: datetime) -> Turn:
    """Anybody of the group but the author; who says yes second finds it agreed on."""

    async def work(c: AsyncConnection, reader: Reader, _: Language) -> Message:
        its_id = id_in(press.commitment)
        one = await promises.seen(c, reader, its_id) if its_id else None
        if one is None or not reader.may_tell(one):
            return TryGone()
        if not one.agreed and not reader.wrote(one):
            await commitments.agree(c, one)
            await entry_tries.agreed(c, one, now=now)
            await promise_cards.want_cards(c, one, now=now)
        current = await promises.seen(c, reader, one.id)
        return await promises.kept(c, reader, current or one, now=now)

    return await press_alone(db, about, press.municipality, work, actor=actor, now=now)


async def _kept(
    c: AsyncConnection, reader: Reader, place: Place, promiser: Promiser, written: Written, *, now: datetime
) -> Message:
    """A new commitment; the same words of the same promiser once more are the same commitment."""
    form, known = written.form, await promising.open_ones(c, reader, place, promiser)
    same = next((one for one in known if one.text == form.text.strip()), None)
    if same is not None:
        return await promises.kept(c, reader, same, now=now)
    if (many := await promising.too_many(c, reader, place, promiser)) is not None:
        return many
    blank = await trying.blank_form(c, reader, place, promiser, now=now)
    words = _words(blank, written, now=now)
    if not isinstance(words, tuple):
        return words
    look_on = rules.day_in(form.day, now=now) or now.date()
    one = await promising.new_commitment(c, reader, place, promiser, look_on=look_on, in_group=form.in_group, now=now)
    await answers.keep_commitment(c, one, *words, is_new=True)
    if promiser is Promiser.MUNICIPALITY:
        await record(c, reader.actor, Act.PROMISE_MADE, one.municipality, now=now)
    await promising.ask_second_yes(c, reader, one, now=now)
    one = replace(one, text=words[0].text, sign=words[1].text)
    return await promises.kept(c, reader, one, now=now)


async def _changed(c: AsyncConnection, reader: Reader, press: KeepTry, written: Written, *, now: datetime) -> Message:
    """In new words, on another day, or for other readers; who was shown an older version is shown the newest first."""
    one = await _own(c, reader, press.commitment)
    if one is None or not one.is_open:
        return TryGone()
    shown = await trying.form_of(c, reader, one, now=now)
    if one.version != press.seen:
        return shown
    form, words = written.form, _words(shown, written, now=now)
    if not isinstance(words, tuple):
        return words
    look_on = rules.day_in(form.day, now=now) or one.look_on
    changed = replace(one, look_on=look_on, goes_at=rules.goes_at(look_on, now=now))
    if look_on != one.look_on:
        changed = replace(changed, wakes_at=rules.wakes_at(look_on), met_in=None)
    if one.promiser is Promiser.PERSON and form.in_group != (one.circle.rung >= Rung.GROUP):
        group = reader.town.groups[one.circle.group]
        circle = circle_of(one.promiser, reader.town, group, in_group=form.in_group, now=now)
        # Narrower readers keep their moment: whoever has joined since reads nothing of it.
        changed = replace(changed, circle=circle if form.in_group else replace(one.circle, rung=circle.rung))
    if not await answers.keep_commitment(c, changed, *words, is_new=False):
        return TryGone()
    await promise_cards.words_differ(c, one, now=now)
    current = await promises.seen(c, reader, one.id)
    return await promises.kept(c, reader, current or changed, now=now)


Words = tuple[answers.CheckedWords, answers.CheckedWords]


def _words(shown: TryForm, given: Written, *, now: datetime) -> Words | Message:
    """The checked words and sign; else the form with what stands in the way, and with everything that was written."""
    form = given.form
    written = replace(shown, text=form.text, sign=form.sign, in_group=form.in_group)
    day = rules.day_in(form.day, now=now)
    if day is not None:
        written = replace(written, day=form.day)
    wrong = trying.wrong_with((form.text, form.sign), day, longest=LONGEST_TRY)
    if wrong:
        return replace(written, wrong=wrong)
    found = trying.checked((form.text, form.sign), given.check, given.language)
    if isinstance(found, Stop):
        return replace(written, text=found.given_back(form.text), sign="", stopped=found.told.kinds_only)
    return (found[0], found[1]) if isinstance(found, tuple) else found


async def _own(c: AsyncConnection, reader: Reader, its_id: str) -> Commitment | None:
    """Among those that the presser wrote: an id made by hand finds no other."""
    wanted = id_in(its_id)
    mine = await commitments.of_author(c, reader.person.municipality, reader.person.id)
    return next((one for one in mine if one.id == wanted and reader.wrote(one)), None)


def _refused(reader: Reader, promiser: Promiser) -> Message | None:
    if promiser is Promiser.MUNICIPALITY:
        on = AboutMunicipality(reader.person.municipality)
        return None if may(reader.actor, Verb.PROMISE_FOR_MUNICIPALITY, on) else NotForTheMunicipality()
    return None if reader.groups else NoGroupToTryWith()


def _promiser(whose: str) -> Promiser | None:
    return Promiser(whose) if whose in {one.value for one in Promiser} else None
