"""Reads a digest for a page: fresh from the database each time, with themes that the child process found before."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports import FindThemes
from dialogs.knowledge.recalling import Found, Recalling
from dialogs.knowledge.themes.values import ThemeFinder
from storage import overlays
from storage.database import Database

log = structlog.get_logger()

_T = TypeVar("_T")
_MOST = 512  # answers of the engine that are kept, of every page that was read lately
_ROUNDS = 4  # themes first, then the quotes outside them; a change meanwhile costs one more


class PageThemes:
    """Keeps what the engine answered, by a hash of what it was asked: a word changed or withdrawn asks anew."""

    def __init__(self, db: Database, find: FindThemes) -> None:
        self._db = db
        self._find = find
        self._known: dict[bytes, Found] = {}

    async def read(
        self, municipality: str, work: Callable[[AsyncConnection, ThemeFinder], Awaitable[_T]], *, now: datetime
    ) -> _T:
        """The result of `work`; without themes where the engine cannot be asked."""

        async def reading(c: AsyncConnection) -> tuple[_T, Recalling]:
            overlay = await overlays.in_force(c, municipality, at=now)
            # The engine's lexicon is the municipality's own, and another one with another overlay.
            finder = Recalling(self._known, of=(municipality, overlay.version if overlay else 0))
            return await work(c, finder), finder

        for _ in range(_ROUNDS):
            result, finder = await self._db.read(reading)
            if not finder.missing or not await self._learn(municipality, finder, now=now):
                break
        return result

    async def _learn(self, municipality: str, finder: Recalling, *, now: datetime) -> bool:
        """Whether the engine answered."""
        found = await self._find(municipality, list(finder.missing.values()), now=now)
        if found is None:
            log.warning("a page is shown without themes")
            return False
        self._known |= dict(zip(finder.missing, found, strict=True))
        for oldest in list(self._known)[: max(0, len(self._known) - _MOST)]:
            del self._known[oldest]
        return True
