"""Municipalities' settings: responsibility, papers, and the minutes a week that people may be asked for."""

from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import MunicipalitySettings
from storage.tables.people import municipality_settings
from storage.upserts import put

_NAMES = tuple(field.name for field in fields(MunicipalitySettings))


async def settings_of(c: AsyncConnection, municipality: str) -> MunicipalitySettings:
    """The settings; for a municipality without settings, `""` and None throughout."""
    columns = [municipality_settings.c[name] for name in _NAMES]
    query = select(*columns).where(municipality_settings.c.municipality == municipality)
    row = (await c.execute(query)).mappings().one_or_none()
    return MunicipalitySettings(**row) if row else MunicipalitySettings()


async def put_settings(c: AsyncConnection, municipality: str, wanted: MunicipalitySettings, *, now: datetime) -> None:
    """All settings at once; a setting without a value is taken away."""
    key = {"municipality": municipality}
    await put(c, municipality_settings, key, {**asdict(wanted), "changed_at": now})
