"""«Husk: …»: a note of one's own is kept; «husk» alone lists the notes."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answers, identities, notes, privacy, steps
from bot.context.catalogues import Catalogues
from bot.context.guarded_words import Check
from bot.context.several_municipalities import named_or_only, only_asked, which
from bot.context.text_guard import TextGuard
from content.vocabulary.conversing import NotImported
from content.vocabulary.messages import Message
from content.vocabulary.noting import NoteKept, NoteStopped, NoteTooLong, TooManyNotes
from dialogs.asking import noting
from dialogs.events import Commanded
from dialogs.guarding.stopping import Stop
from dialogs.model import Actor, Language, Person
from dialogs.turn import SILENCE, Turn
from storage import inbox
from storage.database import Database


async def take_note(
    db: Database, catalogues: Catalogues, event: Commanded, *, actor: Actor, guard: TextGuard, now: datetime
) -> Turn:
    """In personal chat alone, as the table of commands has it: nothing of a note stands where others read."""
    text = event.argument.strip()

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, event.about)
        persons = await identities.persons_of(c, actor)
        if not persons:
            return Turn(language, say=(NotImported(),))
        if not text:
            return Turn(language, say=(await notes.listed(c, persons),))
        # Teams may send the message again; no guess of its words can be checked.
        if not await inbox.remember_without_words(c, event.about, now=now):
            return SILENCE
        return Turn(language, say=await _kept(c, persons, language))

    async def _kept(c: AsyncConnection, persons: tuple[Person, ...], language: Language) -> tuple[Message, ...]:
        checked = _checked(text, guard, language)
        if not isinstance(checked, answers.CheckedWords):
            return (checked,)
        person = named_or_only(persons, event.municipality) or await only_asked(c, persons, now=now)
        if person is None:
            return (await which(c, persons, "note", checked.text),)
        note = await notes.keep(c, catalogues, person, checked, now=now)
        if note is None:
            return (TooManyNotes(noting.MOST),)
        prompts = await notes.prompts_for(c, person, note, language, now=now)
        told = () if privacy.is_informed(person) else (await privacy.notice_for(c, person, now=now),)
        return (*told, NoteKept(note.text, notes.kept_until(note), prompts))

    return await db.write(work)


def _checked(text: str, guard: TextGuard, language: Language) -> answers.CheckedWords | Message:
    """The words, or why they are not kept."""
    if len(text) > noting.LONGEST:
        return NoteTooLong(noting.LONGEST)
    checked = answers.checked(text, Check(guard), language=language)
    return NoteStopped(checked.told.kinds_only) if isinstance(checked, Stop) else checked
