"""The start page: what is due for its reader, and the newest of what the reader may read."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import weeks
from bot.context.catalogues import Catalogues
from bot.context.pages import digests
from content.vocabulary.pages import StartPage
from dialogs.model import Actor, Language

_NEWEST = 5  # digests


async def start_page(
    c: AsyncConnection, catalogues: Catalogues, actor: Actor, language: Language, *, now: datetime
) -> StartPage:
    return StartPage(
        weeks=tuple([await weeks.week_in(c, catalogues, one, language, now=now) for one in actor.identities]),
        digests=tuple(await digests.newest(c, actor, most=_NEWEST, now=now)),
    )
