"""Set a municipality's settings, all at once; a setting without a value is taken away."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import lookup, steps
from bot.context.privacy import told_by
from bot.context.recording import record
from bot.context.rights import require
from bot.errors import WrongMunicipality
from dialogs.model import Act, Actor, MunicipalitySettings, UnitKind
from dialogs.permissions import Verb
from storage.announced_deletions import look_next
from storage.database import Database
from storage.municipality_settings import put_settings, settings_of
from storage.notices_shown import show_anew
from storage.roster_version import roster_changed
from storage.units import take_turn

_ABOVE = frozenset({UnitKind.MUNICIPALITY, UnitKind.NETWORK})


async def set_municipality(
    db: Database,
    municipality: str,
    wanted: MunicipalitySettings,
    *,
    actor: Actor,
    now: datetime,
    dry_run: bool = False,
) -> tuple[str, ...]:
    """A line per changed setting. Raises UnknownMunicipality, and WrongMunicipality for a school that is not there."""
    require(actor, Verb.SET_MUNICIPALITY)

    async def work(c: AsyncConnection) -> tuple[str, ...]:
        await lookup.municipality_called(c, municipality)
        await _check_schools(c, municipality, wanted.compared)
        await take_turn(c, municipality)
        before = await settings_of(c, municipality)
        if before != wanted:
            await put_settings(c, municipality, wanted, now=now)
            await look_next(c, municipality, now)
            await _record(c, actor, municipality, before=before, after=wanted, now=now)
        if before.unused_rungs != wanted.unused_rungs:
            await roster_changed(c, municipality)  # the rungs offered are cached with the roster's version
        return tuple(
            f"{key}: {before.as_in_file[key] or 'not set'} -> {wanted.as_in_file[key] or 'not set'}"
            for key in _changed(before, wanted)
        )

    return await db.write_or_try(work, dry_run=dry_run)


async def _check_schools(c: AsyncConnection, municipality: str, named: Sequence[str]) -> None:
    town = await steps.town(c, municipality)
    schools = sorted(unit.id for unit in town.units.values() if not _ABOVE & unit.kinds)
    if unknown := [name for name in named if name not in schools]:
        raise WrongMunicipality(f"compared: {', '.join(unknown)} is no school of {municipality}: {', '.join(schools)}")


def _changed(before: MunicipalitySettings, after: MunicipalitySettings) -> list[str]:
    return [key for key, value in after.as_in_file.items() if value != before.as_in_file[key]]


async def _record(
    c: AsyncConnection,
    actor: Actor,
    municipality: str,
    *,
    before: MunicipalitySettings,
    after: MunicipalitySettings,
    now: datetime,
) -> None:
    """The keys alone: some values name people."""
    if told_by(before, municipality, now=now) != told_by(after, municipality, now=now):
        await show_anew(c, municipality)
        await record(c, actor, Act.NOTICE_CHANGED, municipality, now=now)
    keys = [key for key in _changed(before, after) if not key.startswith("hold.")]
    if keys:
        await record(c, actor, Act.SETTINGS_CHANGED, municipality, keys=", ".join(keys), now=now)
    if after.hold is None and before.hold is not None:
        await record(c, actor, Act.HOLD_ENDED, municipality, now=now)
    elif after.hold is not None and before.hold != after.hold:
        since, reason = after.hold.since, after.hold.reason
        await record(c, actor, Act.HOLD_BEGUN, municipality, since=since, reason=reason, now=now)
