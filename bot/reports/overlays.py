"""A municipality's overlay versions in lines, and the text of one."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import lookup
from bot.context.rights import require
from bot.errors import WrongOverlay
from dialogs.model import Actor, OverlayVersion
from dialogs.permissions import Verb
from storage import overlays
from storage.database import Database


async def overlay_lines(db: Database, municipality: str, *, actor: Actor) -> tuple[str, ...]:
    """version, state, since, until (UTC), author, why; tab-separated.

    Raises WrongOverlay where the list would be empty.
    """
    require(actor, Verb.READ_REPORTS)
    found = await db.read(lambda c: overlays.versions(c, municipality))
    if not found:
        raise WrongOverlay(f"{municipality} has no layer of its own; python -m bot overlay import FILE brings one in")
    return tuple("\t".join(_cells(version)) for version in found)


async def overlay_text(db: Database, municipality: str, version: int | None, *, actor: Actor, now: datetime) -> str:
    """The file of this version, or of the version in force. Raises WrongOverlay and UnknownMunicipality."""
    require(actor, Verb.READ_REPORTS)

    async def work(c: AsyncConnection) -> str:
        await lookup.municipality_called(c, municipality)
        known = {each.version: each for each in await overlays.versions(c, municipality)}
        holds = await overlays.in_force(c, municipality, at=now)
        wanted = known.get(version) if version is not None else holds
        if wanted is None:
            has = ", ".join(map(str, known)) or "none"
            which = f"version {version}" if version is not None else "layer in force"
            raise WrongOverlay(f"{municipality} has no {which}; it has versions {has}")
        return wanted.text

    return await db.read(work)


def _cells(version: OverlayVersion) -> tuple[str, ...]:
    times = (at.isoformat(timespec="seconds") if at else "-" for at in (version.since, version.until))
    return (str(version.version), version.state.value, *times, version.by, version.why)
