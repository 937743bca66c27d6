"""Set a municipality's settings, all at once; a setting without a value is taken away."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import lookup, settings_making, steps
from bot.context.privacy import told_by
from bot.context.recording import record
from bot.context.rights import require
from bot.context.settings_making import SettingsAsked
from bot.errors import WrongMunicipality
from content.presses import KeepSettings
from content.vocabulary.conversing import OldCard
from content.vocabulary.settings import SettingsShown
from dialogs.events import SettingsSent
from dialogs.model import Act, Actor, Happening, MunicipalitySettings, Scope, UnitKind
from dialogs.permissions import SettingsOf, Verb, may
from dialogs.settings.bounds import beyond
from dialogs.turn import Turn, in_place
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

    async def work(c: AsyncConnection) -> tuple[str, ...]:
        await lookup.municipality_called(c, municipality)
        await _check_schools(c, municipality, wanted.compared)
        await take_turn(c, municipality)
        before = await settings_of(c, municipality)
        require(actor, Verb.SET_MUNICIPALITY, SettingsOf(municipality, beyond(before, wanted)))
        await _set(c, actor, municipality, before=before, after=wanted, now=now)
        return tuple(
            f"{key}: {before.as_in_file[key] or 'not set'} -> {wanted.as_in_file[key] or 'not set'}"
            for key in _changed(before, wanted)
        )

    return await db.write_or_try(work, dry_run=dry_run)


async def press_settings(
    db: Database, about: Happening, press: KeepSettings, sent: SettingsSent | None, *, actor: Actor, now: datetime
) -> Turn:
    """Kept, where the press bears the mark of the change that its reader saw; else the change is shown as it is now."""

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        if about.place.scope is not Scope.PERSONAL or actor.person_in(press.municipality) is None:
            return Turn(language, say=(OldCard(),))
        await take_turn(c, press.municipality)
        asked = await settings_making.asked(c, actor, press.municipality, sent, now=now)
        if asked is None:
            return Turn(language, say=(OldCard(),))
        return in_place(about, language, await _kept(c, actor, asked, press.mark, now=now))

    return await db.write(work)


async def _kept(c: AsyncConnection, actor: Actor, asked: SettingsAsked, mark: str, *, now: datetime) -> SettingsShown:
    shown, town = asked.shown, asked.shown.municipality
    on = SettingsOf(town, beyond(asked.before, asked.wanted))
    if shown.faults or (shown.changed and mark != shown.mark) or not may(actor, Verb.SET_MUNICIPALITY, on):
        return shown
    await _set(c, actor, town, before=asked.before, after=asked.wanted, now=now)
    return replace(shown, stored=shown.form, is_kept=True)


async def _set(
    c: AsyncConnection,
    actor: Actor,
    municipality: str,
    *,
    before: MunicipalitySettings,
    after: MunicipalitySettings,
    now: datetime,
) -> None:
    if before == after:
        return
    await put_settings(c, municipality, after, now=now)
    await look_next(c, municipality, now)
    await _record(c, actor, municipality, before=before, after=after, now=now)
    if before.unused_rungs != after.unused_rungs:
        await roster_changed(c, municipality)  # the rungs offered are cached with the roster's version


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
