"""A municipality's overlay on the catalogue: imported as a draft, put in force, or removed."""

from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import lookup
from bot.context.catalogues import Catalogues, with_version
from bot.context.overlay_laying import Laid, difference, lay
from bot.context.recording import record
from bot.context.rights import require
from bot.errors import WrongOverlay
from content.overlay_changes import change_lines
from content.overlays import Overlay, apply_overlay
from dialogs.model import Act, Actor, limits
from dialogs.model.limits import too_long
from dialogs.permissions import AboutMunicipality, Verb
from storage import overlays
from storage.database import Database
from storage.units import all_municipalities, take_turn


async def lay_overlay(
    db: Database, catalogues: Catalogues, overlay: Overlay, text: str,
    *, actor: Actor, by: str, now: datetime, draft: bool = False, dry_run: bool = False,
) -> Laid:  # fmt: skip
    """Store a version, and put the version in force unless `draft`. Raises WrongOverlay, with all faults."""
    owner = overlay.municipality
    require(actor, Verb.LAY_OVERLAY, AboutMunicipality(owner))

    async def work(c: AsyncConnection) -> Laid:
        if why := too_long(by, limits.NAME) or ("" if by.strip() else "this is empty; say who decided it"):
            raise WrongOverlay(f"--by: {why}")
        if owner not in await all_municipalities(c):
            raise WrongOverlay(f"{overlay.file}: municipality: {owner} has not been imported; python -m bot import")
        if dry_run:
            return Laid(
                None,
                await difference(c, catalogues, owner, partial(apply_overlay, catalogues.base, overlay), text, now=now),
            )
        return await lay(c, catalogues, overlay, text, why=overlay.why, by=by, actor=actor, draft=draft, now=now)

    return await (db.read(work) if dry_run else db.write(work))


async def adopt_overlay(
    db: Database,
    catalogues: Catalogues,
    municipality: str,
    version: int,
    *,
    actor: Actor,
    now: datetime,
    dry_run: bool = False,
) -> Laid:
    """Put a draft in force. Raises WrongOverlay for an unknown draft, or a draft that no longer fits the catalogue.

    Raises UnknownMunicipality.
    """
    require(actor, Verb.LAY_OVERLAY, AboutMunicipality(municipality))

    async def work(c: AsyncConnection) -> Laid:
        await lookup.municipality_called(c, municipality)
        await take_turn(c, municipality)
        known = {each.version: each for each in await overlays.versions(c, municipality)}
        if version not in known:
            has = ", ".join(str(number) for number in known) or "none"
            raise WrongOverlay(f"{municipality} has no version {version}; it has {has}")
        kept = partial(with_version, catalogues.base, known[version])
        told = await difference(c, catalogues, municipality, kept, known[version].text, now=now)
        if not await overlays.put_in_force(c, municipality, version, now=now):
            raise WrongOverlay(
                f"version {version} of {municipality} is {known[version].state}, and not a draft; python -m bot "
                f"overlay show {municipality} {version} prints its file, and overlay import brings that in anew"
            )
        await record(c, actor, Act.OVERLAY_LAID, municipality, version=version, now=now)
        return Laid(known[version], told)

    return await db.write_or_try(work, dry_run=dry_run)


async def remove_overlay(
    db: Database, catalogues: Catalogues, municipality: str, *, actor: Actor, now: datetime, dry_run: bool = False
) -> Laid:
    """Put the municipality's overlay out of force; versions stay stored, and questions already asked keep their text.

    Raises WrongOverlay without an overlay in force, and UnknownMunicipality.
    """
    require(actor, Verb.LAY_OVERLAY, AboutMunicipality(municipality))

    async def work(c: AsyncConnection) -> Laid:
        await lookup.municipality_called(c, municipality)
        await take_turn(c, municipality)
        before = await catalogues.at(c, municipality, now)
        if not await overlays.put_out_of_force(c, municipality, now=now):
            raise WrongOverlay(f"{municipality} has no layer of its own in force")
        await record(c, actor, Act.OVERLAY_REMOVED, municipality, now=now)
        return Laid(None, change_lines(before, catalogues.base))

    return await db.write_or_try(work, dry_run=dry_run)
