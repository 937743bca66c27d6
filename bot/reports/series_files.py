"""A series exported as the file that plans the same."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import lookup
from bot.context.rights import require
from bot.context.series_files import file_of
from bot.exports.series_file import series_file
from dialogs.model import Actor
from dialogs.permissions import Verb
from storage.database import Database
from storage.series import one_series


async def exported(db: Database, wanted: str, *, actor: Actor, municipality: str | None = None) -> str:
    """The file's text. Raises UnknownSeries and UnknownMunicipality."""
    require(actor, Verb.READ_REPORTS)

    async def work(c: AsyncConnection) -> str:
        owner = await lookup.series_called(c, wanted, municipality)
        found = await one_series(c, owner, wanted)
        if found is None:
            raise LookupError(wanted)
        return series_file(await file_of(c, found))

    return await db.read(work)
