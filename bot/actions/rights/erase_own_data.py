"""Erasure of the speaker's own data after one question, and of a person's by the operator, asked by post."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import erasing, erasure_questions, steps
from bot.context.rights import require
from content.presses import EraseOwnData, UnknownPress, decode
from content.vocabulary.conversing import OldCard
from content.vocabulary.knowing import Erased, ErasureAsked, NothingToErase
from dialogs.model import Actor, Happening, Person, Scope
from dialogs.permissions import HeldOf, Verb
from dialogs.turn import Turn, in_place
from storage import erasing as stored
from storage import pending_questions, undecided_messages
from storage.database import Database

WORDS = ("go", "stay")


async def erase_own_data(db: Database, about: Happening, press: EraseOwnData, *, actor: Actor, now: datetime) -> Turn:
    """A press or a yes counts once; a later or a late one is answered with a new question, or finds nothing."""

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        if about.place.scope is not Scope.PERSONAL or press.words not in WORDS:
            return Turn(language, say=(OldCard(),))
        said = await _erased(c, about, actor, keeps=press.words == "stay", now=now)
        return in_place(about, language, said)

    return await db.write(work)


async def _erased(
    c: AsyncConnection, about: Happening, actor: Actor, *, keeps: bool, now: datetime
) -> Erased | ErasureAsked | NothingToErase:
    if not await _was_asked(c, about, now=now):
        return await erasure_questions.ask(c, about, actor, now=now)
    persons = await erasure_questions.erasable_persons(c, actor)
    on_roster = await erasure_questions.places(c, persons, now=now)
    gone = erasing.together([await erasing.erase_person(c, person, keeps=keeps, now=now) for person in persons])
    await undecided_messages.remove_all(c, about.account)
    await stored.forget_chat(c, about.account)
    return Erased(gone.answers, gone.nameless, on_roster)


async def _was_asked(c: AsyncConnection, about: Happening, *, now: datetime) -> bool:
    """Whether the newest question to the account is of an erasure, and still open; closes the question."""
    question = await pending_questions.waiting(c, about, now=now)
    if question is None or not _is_of_erasure(question.press):
        return False
    return await pending_questions.take(c, about, now=now) is not None


def _is_of_erasure(press: object) -> bool:
    try:
        return isinstance(decode(press), EraseOwnData)
    except UnknownPress:
        return False


async def forget_person(
    db: Database, person: Person, *, actor: Actor, keeps: bool, dry_run: bool = False, now: datetime
) -> erasing.Gone:
    """By the operator, on the person's behalf. Raises NotAllowed."""
    require(actor, Verb.ERASE_OWN_DATA, HeldOf(person.municipality, person.id))

    async def work(c: AsyncConnection) -> erasing.Gone:
        if not dry_run:
            return await erasing.erase_person(c, person, keeps=keeps, now=now)
        found = await erasing.erasable(c, person, now=now)
        stay = found.given_back if keeps else 0
        return erasing.Gone(found.answers - stay, stay)

    return await (db.read(work) if dry_run else db.write(work))
