"""«Ikke lagre»: a form, or a question, is put away; nothing is read or kept, and nobody is told."""

from bot.context import steps
from content.vocabulary.committing import NotKeptTry
from dialogs.model import Happening
from dialogs.turn import Turn, in_place
from storage.database import Database


async def leave_try(db: Database, about: Happening) -> Turn:
    language = await db.read(lambda c: steps.language_for(c, about))
    return in_place(about, language, NotKeptTry())
