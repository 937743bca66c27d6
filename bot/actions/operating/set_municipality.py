"""Set a municipality's settings, all at once; a setting without a value is taken away."""

from dataclasses import fields
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import lookup
from bot.context.rights import require
from dialogs.model import Actor, MunicipalitySettings
from dialogs.permissions import Verb
from storage.database import Database
from storage.municipality_settings import put_settings, settings_of
from storage.units import take_turn


async def set_municipality(
    db: Database,
    municipality: str,
    wanted: MunicipalitySettings,
    *,
    actor: Actor,
    now: datetime,
    dry_run: bool = False,
) -> tuple[str, ...]:
    """A line per changed setting. Raises UnknownMunicipality."""
    require(actor, Verb.SET_MUNICIPALITY)

    async def work(c: AsyncConnection) -> tuple[str, ...]:
        await lookup.municipality_called(c, municipality)
        await take_turn(c, municipality)
        before = await settings_of(c, municipality)
        if before != wanted:
            await put_settings(c, municipality, wanted, now=now)
        return _changed(before, wanted)

    return await db.write_or_try(work, dry_run=dry_run)


def _changed(before: MunicipalitySettings, after: MunicipalitySettings) -> tuple[str, ...]:
    pairs = ((field.name, getattr(before, field.name), getattr(after, field.name)) for field in fields(after))
    return tuple(f"{key}: {_told(old)} -> {_told(new)}" for key, old, new in pairs if old != new)


def _told(value: str | int | date | None) -> str:
    return "not set" if value in ("", None) else str(value)
