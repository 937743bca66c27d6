"""The concept lexicon of a municipality: the program's own, with what the municipality's overlay adds."""

import asyncio
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.catalogues import Catalogues
from content.catalogue import load
from content.concepts import Lexicon
from dialogs.knowledge.concepts import concept_reader
from dialogs.model import Step
from storage import overlays
from storage.database import Database
from storage.prepared import cache_of


async def of_step(c: AsyncConnection, step: Step) -> Lexicon:
    """As when the step opened, like all of the step's words; looked up once per step and process."""

    async def work() -> tuple[Lexicon, datetime | None]:
        return await _at(c, municipality=step.municipality, instant=step.opens_at), None

    return await cache_of(c).get(("lexicon", step.municipality, step.opens_at), work, version="")


class ReadAhead:
    """Makes what reads with a municipality's own concepts, half a second's work, before anybody's answer needs it."""

    def __init__(self) -> None:
        self._known: frozenset[tuple[str, int]] = frozenset()

    async def look(self, db: Database, *, now: datetime) -> None:
        """Make what the layers laid since the last look need, in a thread: turns go on meanwhile."""
        in_force = await db.read(partial(overlays.all_in_force, at=now))
        for municipality, _ in sorted(in_force - self._known):
            lexicon = await db.read(partial(_at, municipality=municipality, instant=now))
            await asyncio.to_thread(concept_reader, lexicon)
        self._known = in_force


async def _at(c: AsyncConnection, *, municipality: str, instant: datetime) -> Lexicon:
    catalogues = await cache_of(c).get("catalogues", _catalogues, version="")
    return (await catalogues.at(c, municipality, instant)).lexicon


async def _catalogues() -> tuple[Catalogues, datetime | None]:
    """One of each database, so that an overlay's lexicon is one object, and its reader is made once."""
    return Catalogues(load()), None
