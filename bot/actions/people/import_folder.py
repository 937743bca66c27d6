"""Import a municipality's folder: only differences are stored, and nothing is deleted."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.rights import require
from bot.context.roster_import import carry_out, compared
from dialogs.model import Actor
from dialogs.people.roster import Changes, RosterFile
from dialogs.permissions import AboutMunicipality, Verb
from storage.database import Database
from storage.units import put_municipality


async def import_folder(
    db: Database, wanted: RosterFile, *, actor: Actor, tenant: str, now: datetime, dry_run: bool = False
) -> Changes:
    """The changes made, or in a dry run the changes to make; all or nothing. Raises WrongFolder."""
    require(actor, Verb.IMPORT_PEOPLE, AboutMunicipality(wanted.municipality))

    async def look(c: AsyncConnection) -> Changes:
        return (await compared(c, wanted, tenant=tenant, now=now)).changes

    async def work(c: AsyncConnection) -> Changes:
        # Locks the municipality's row until commit: a concurrent import compares with this import's result.
        name = next(unit.name for unit in wanted.units if unit.id == wanted.municipality)
        await put_municipality(c, municipality=wanted.municipality, name=name)
        changes = (await compared(c, wanted, tenant=tenant, now=now)).changes
        await carry_out(c, actor, wanted, changes, now=now)
        return changes

    return await (db.read(look) if dry_run else db.write(work))
