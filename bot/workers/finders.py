"""The engine of themes, with the program's own lexicon or with what a municipality's overlay adds to it."""

from datetime import datetime
from functools import lru_cache

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.catalogues import Catalogues
from content.catalogue import load
from content.concepts import Lexicon
from dialogs.knowledge.remembering import Remembering
from dialogs.knowledge.themes.finding import Finder

_LEXICONS = 8  # of which the engines are kept; most municipalities share the program's own


class Finders:
    """The engines of the municipalities of one database."""

    def __init__(self) -> None:
        self._catalogues = Catalogues(load())

    async def of(self, c: AsyncConnection, municipality: str, *, now: datetime) -> Remembering:
        return finder((await self._catalogues.at(c, municipality, now)).lexicon)


@lru_cache(maxsize=_LEXICONS)
def finder(lexicon: Lexicon) -> Remembering:
    return Remembering(Finder(lexicon))
