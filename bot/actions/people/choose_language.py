"""«Språk»: the language that a person wants, in place of that of the municipality's list and of the school.

An account with persons in several municipalities chooses for all persons at once.
"""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import identities, steps
from content.vocabulary.conversing import NotImported
from content.vocabulary.rhythm import LanguageAsked, LanguageChosen
from dialogs.answering.written_languages import Named, read_language
from dialogs.events import Commanded
from dialogs.model import Actor, Happening, Identity
from dialogs.turn import Turn
from storage import own_rhythm
from storage.database import Database
from storage.people import persons_behind


async def choose_language(db: Database, event: Commanded, *, actor: Actor) -> Turn:
    """«Språk nynorsk» chooses, «språk auto» takes the choice back; else the choice is asked."""
    mine = identities.may_choose_for(actor)
    named = read_language(event.argument)
    if not mine:
        return await db.read(lambda c: _not_imported(c, event.about))
    if named is None:
        return await db.read(lambda c: _asked(c, event))

    async def work(c: AsyncConnection) -> Turn:
        return await _chosen(c, event.about, mine, named)

    return await db.write(work)


async def _not_imported(c: AsyncConnection, about: Happening) -> Turn:
    return Turn(await steps.language_for(c, about), say=(NotImported(),))


async def _asked(c: AsyncConnection, event: Commanded) -> Turn:
    language = await steps.language_for(c, event.about)
    persons = await persons_behind(c, event.about.account)
    is_own = any(person.own_language is not None for person in persons)
    return Turn(language, say=(LanguageAsked(language.value, is_own, unknown=bool(event.argument)),))


async def _chosen(c: AsyncConnection, about: Happening, mine: list[Identity], named: Named) -> Turn:
    for one in mine:
        await own_rhythm.choose_language(c, one.municipality, one.person, named.language)
    language = await steps.language_for(c, about)
    return Turn(language, say=(LanguageChosen(language.value, named.language is not None),))
