"""Municipalities' settings: responsibility, papers, retention, and the minutes a week that people may be asked for."""

from datetime import date, datetime

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Hold, KeptKind, MunicipalitySettings, Retention, Rung
from storage.prepared import Prepared, Row
from storage.tables.people import municipality_settings
from storage.upserts import put

_PLAIN = ("responsible", "data_protection_officer", "archive_label", "discussed_with_unions", "dpia", "minutes_a_week")


async def settings_of(c: AsyncConnection, municipality: str) -> MunicipalitySettings:
    """The settings; for a municipality without settings, `""` and None throughout."""
    row = (await _SETTINGS.run(c, municipality=municipality)).mappings().one_or_none()
    return _read(row) if row else MunicipalitySettings()


_SETTINGS = Prepared(
    select(municipality_settings).where(municipality_settings.c.municipality == bindparam("municipality"))
)


async def put_settings(c: AsyncConnection, municipality: str, wanted: MunicipalitySettings, *, now: datetime) -> None:
    """All settings at once; a setting without a value is taken away."""
    hold = wanted.hold
    values = {
        **{name: getattr(wanted, name) for name in _PLAIN},
        **{f"keep_{kind}": wanted.retention.of(kind) if wanted.retention else None for kind in KeptKind},
        "hold_from": hold.since if hold else None,
        "hold_until": hold.until if hold else None,
        "hold_reason": hold.reason if hold else "",
        "unused_rungs": [rung.value for rung in wanted.unused_rungs],
        "compared": [*wanted.compared],
        "changed_at": now,
    }
    await put(c, municipality_settings, {"municipality": municipality}, values)


def is_held(municipality: ColumnElement[str], today: date | BindParameter[date]) -> ColumnElement[bool]:
    """Whether the archive of the row's municipality holds on that local date, as `Hold.lasts_on` says."""
    its = municipality_settings.c
    lasts = or_(its.hold_until.is_(None), its.hold_until >= today)
    return exists().where(and_(its.municipality == municipality, its.hold_from <= today, lasts))


def _read(row: Row) -> MunicipalitySettings:
    since = row["hold_from"]
    kinds = {kind.value: row[f"keep_{kind}"] for kind in KeptKind}
    return MunicipalitySettings(
        **{name: row[name] for name in _PLAIN},
        retention=None if None in kinds.values() else Retention(**kinds),
        hold=Hold(since, row["hold_reason"], row["hold_until"]) if since else None,
        unused_rungs=tuple(Rung(number) for number in row["unused_rungs"]),
        compared=tuple(row["compared"]),
    )
