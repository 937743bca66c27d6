"""The concept lexicon of a municipality: the program's own, with what the municipality's overlay adds."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.catalogues import Catalogues
from content.catalogue import load
from content.concepts import Lexicon
from dialogs.model import Step
from storage.prepared import cache_of


async def of_step(c: AsyncConnection, step: Step) -> Lexicon:
    """As when the step opened, like all of the step's words; looked up once per step and process."""
    catalogues = await cache_of(c).get("catalogues", _catalogues, version="")

    async def work() -> tuple[Lexicon, datetime | None]:
        return (await catalogues.at(c, step.municipality, step.opens_at)).lexicon, None

    return await cache_of(c).get(("lexicon", step.municipality, step.opens_at), work, version="")


async def _catalogues() -> tuple[Catalogues, datetime | None]:
    """One of each database, so that an overlay's lexicon is one object, and its reader is made once."""
    return Catalogues(load()), None
