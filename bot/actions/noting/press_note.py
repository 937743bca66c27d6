"""Presses on people's own notes: listed, opened, deleted, and used as the beginning of an answer."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answerers, card_presses, identities, notes, recalls, steps
from content.presses import DropNote, OpenNote, OwnNotes, ShowNotes, UseNote, id_in
from content.vocabulary.conversing import NotImported, OldCard
from content.vocabulary.messages import Message
from content.vocabulary.noting import NoNoteFits, NoteDropped, NoteShown, NotesListed
from content.vocabulary.prompting import PromptAsked
from dialogs.asking import noting
from dialogs.model import Actor, Happening, Language, Note, Person, Scope
from dialogs.turn import Turn, in_place
from storage import notes as stored
from storage.database import Database


async def press_note(db: Database, about: Happening, press: OwnNotes, *, actor: Actor, now: datetime) -> Turn:
    """In personal chat alone. A note is looked up among the presser's own: an id made by hand finds no other."""

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        if about.place.scope is not Scope.PERSONAL:
            return Turn(language, say=(OldCard(),))
        persons = await identities.persons_of(c, actor)
        message = await _answer(c, persons, press, language, now=now) if persons else NotImported()
        if isinstance(message, NotesListed | NoteShown):
            return in_place(about, language, message)
        return Turn(language, say=(message,))

    return await db.write(work)


async def _answer(
    c: AsyncConnection, persons: tuple[Person, ...], press: OwnNotes, language: Language, *, now: datetime
) -> Message:
    match press:
        case ShowNotes():
            return await notes.listed(c, persons)
        case OpenNote(its_id):
            found = await _found(c, persons, its_id)
            if found is None:
                return NoteDropped()
            person, note = found
            prompts = await notes.prompts_for(c, person, note, language, now=now)
            return NoteShown(notes.in_brief(note), notes.kept_until(note), prompts)
        case DropNote(its_id):
            found = await _found(c, persons, its_id)
            if found is not None:
                person, note = found
                await stored.remove(c, person.municipality, person.id, note.id)
                await recalls.drop_replies_with(c, person.municipality, person.id, note.text, now=now)
            return await notes.listed(c, persons)


async def _found(c: AsyncConnection, persons: tuple[Person, ...], its_id: str) -> tuple[Person, Note] | None:
    wanted = id_in(its_id)
    for person in persons:
        for note in await stored.of_person(c, person.municipality, person.id):
            if note.id == wanted:
                return person, note
    return None


async def use_note(db: Database, about: Happening, press: UseNote, *, actor: Actor, now: datetime) -> Turn:
    """The form of the step, filled with the notes that fit; nothing of them is an answer before its author sends it.

    A note is offered to one step alone, and to that one as often as it is asked for.
    """

    async def work(c: AsyncConnection) -> Turn:
        if about.place.scope is not Scope.PERSONAL:
            return Turn(await steps.language_for(c, about), say=(OldCard(),))
        answerer = await card_presses.meet(c, about, press, actor=actor, now=now)
        if isinstance(answerer, Turn):
            return answerer
        card = await answerers.card(c, answerer, answerer.known, delivery=press.delivery, now=now)
        if not isinstance(card, PromptAsked) or steps.is_counted(answerer.known):
            return await answerers.current(c, answerer, about, press.delivery, now=now)
        person, step = answerer.person, press.step
        known = await stored.of_person(c, person.municipality, person.id)
        found = noting.beginning(known, step, answerer.context.step.shown.area_id)
        await stored.use(c, person.municipality, person.id, [note.id for note in found], step, now=now)
        if not found:
            return await answerers.current(c, answerer, about, press.delivery, now=now, say=(NoNoteFits(),))
        form = notes.filled(card, found)
        return in_place(about, answerer.language, form)

    return await db.write(work, lock=press.step)
