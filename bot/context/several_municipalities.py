"""The municipality of a note or a proposal by a person of several municipalities, and the question for it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import open_questions
from content.presses import SayCommand
from content.vocabulary.conversing import WhichMunicipality
from dialogs.model import Person
from storage.own_data import known_of


def named_or_only(persons: Sequence[Person], municipality: str) -> Person | None:
    """The person in the municipality of the id, maybe an id made by hand; without an id, the only person."""
    if municipality:
        return next((one for one in persons if one.municipality == municipality), None)
    return persons[0] if len(persons) == 1 else None


async def only_asked(c: AsyncConnection, persons: Sequence[Person], *, now: datetime) -> Person | None:
    """The person with an unanswered open question, where the others have none."""
    found = []
    for one in persons:
        questions = await open_questions.sent_to(c, one.municipality, one.id, now=now)
        found += [one] if any(not each.answered for each in questions) else []
    return found[0] if len(found) == 1 else None


async def which(c: AsyncConnection, persons: Sequence[Person], command: str, text: str) -> WhichMunicipality:
    """The question; the words wait on its buttons, and are stored nowhere."""
    names = [(await known_of(c, one.municipality, one.id)).municipality for one in persons]
    offered = [(name, SayCommand(command, text, one.municipality)) for name, one in zip(names, persons, strict=True)]
    return WhichMunicipality(text, tuple(offered))
