"""A press on a card about what its presser tries, or needs: obeyed in the presser's own chat alone."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import steps
from bot.context.promises import Reader, reader_for
from bot.context.standing import note_shown
from bot.context.trying import notice_first
from content.render import PlainLine
from content.vocabulary.conversing import NotImported, OldCard
from content.vocabulary.messages import Message
from dialogs.model import Actor, Happening, Language, Scope
from dialogs.turn import Turn, in_place
from storage.database import Database

Work = Callable[[AsyncConnection, Reader, Language], Awaitable[Message]]


async def press_alone(
    db: Database, about: Happening, municipality: str, work: Work, *, actor: Actor, now: datetime
) -> Turn:
    """The pressed card becomes what `work` answers; a plain line is said, and the card stays.

    The presser is looked up in the municipality that the card names: a card made by hand may name any.
    """

    async def in_language(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        if about.place.scope is not Scope.PERSONAL:
            return Turn(language, say=(OldCard(),))
        reader = await reader_for(c, actor, municipality, now=now)
        if reader is None:
            return Turn(language, say=(OldCard() if actor.identities else NotImported(),))
        told = await notice_first(c, reader, now=now)
        message = await work(c, reader, language)
        if isinstance(message, PlainLine):
            return Turn(language, say=(*told, message))
        await note_shown(c, reader, about, message, now=now)
        shown = in_place(about, language, message)
        return Turn(language, say=(*told, *shown.say), show=shown.show)

    return await db.write(in_language)
