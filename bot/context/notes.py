"""People's own notes: kept, listed, found for a question, and filled into the question's form."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answers, open_questions
from bot.context.catalogues import Catalogues
from content.vocabulary.noting import NoteInBrief, NotesListed
from content.vocabulary.prompting import PromptAsked
from dialogs.asking import noting
from dialogs.calendar.instants import local
from dialogs.model import (
    NOTE_KEPT,
    Language,
    Note,
    Person,
    StepRef,
)
from storage import notes


async def keep(
    c: AsyncConnection, catalogues: Catalogues, person: Person, words: answers.CheckedWords, *, now: datetime
) -> Note | None:
    """The note, kept once however often the same words are said; None where the person has as many as can be kept."""
    known = await notes.of_person(c, person.municipality, person.id)
    same = next((one for one in known if one.text == words.text and one.used_for is None), None)
    if same is not None or len(known) >= noting.MOST:
        return same
    catalogue = await catalogues.at(c, person.municipality, now)
    areas = noting.areas_named(words.text, catalogue.areas.values())
    note = Note(uuid4(), words.text, areas, now, now + NOTE_KEPT)
    await answers.keep_note(c, person, note, words)
    return note


def filled(card: PromptAsked, found: Iterable[Note]) -> PromptAsked:
    """The form with the notes in its field; nothing of it is stored before it is sent."""
    return replace(card, text=noting.joined(found), note="filled")


async def prompts_for(
    c: AsyncConnection, person: Person, note: Note, language: Language, *, now: datetime
) -> tuple[tuple[str, StepRef], ...]:
    """(question, step) of each open prompt of the person's without an answer that the note could begin."""
    found = []
    for one in await open_questions.sent_to(c, person.municipality, person.id, now=now):
        shown, step = one.context.step.shown, one.context.ref
        is_free = note.used_for in (None, step) and noting.fits(note.areas, shown.area_id)
        if is_free and not one.answered:
            found.append((shown.question.to(language), step))
    return tuple(found)


async def listed(c: AsyncConnection, persons: Iterable[Person]) -> NotesListed:
    """The notes of all persons behind an account."""
    found = [note for one in persons for note in await notes.of_person(c, one.municipality, one.id)]
    found.sort(key=lambda note: note.noted_at, reverse=True)
    return NotesListed(tuple(map(in_brief, found)))


def in_brief(note: Note) -> NoteInBrief:
    return NoteInBrief(str(note.id), note.text, local(note.noted_at), used=note.used_for is not None)


def kept_until(note: Note) -> datetime:
    """In local time."""
    return local(note.goes_at)
