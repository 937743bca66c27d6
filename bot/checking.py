"""Whether everything is set as it should be: a line for each of settings, database and catalogue."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import WrongSetting
from bot.settings import Settings, missing, read_settings
from bot.teams.trust import trust
from content.ageing import aged
from content.catalogue import Catalogue, CatalogueFaults, Fault, load
from content.overlays import lay, packaged_overlays, read_overlay, with_examples
from content.traceability import load_trace
from storage.database import Database, Unreachable
from storage.migrations.running import is_up_to_date


@dataclass(frozen=True)
class Checked:
    """`wrong` fails the check; what is only not set is a warning."""

    what: str
    says: str
    wrong: bool = False

    def __str__(self) -> str:
        return f"{self.what}: {self.says}"


async def check(*, today: date) -> tuple[Checked, ...]:
    try:
        settings = read_settings()
    except WrongSetting as error:
        wrong = (Checked("settings", line, wrong=True) for line in str(error).splitlines())
        return (*wrong, Checked("database", "warning: not looked for before the settings are right"), *_content(today))
    return (_settings(settings), await _database(settings), *_content(today))


def _settings(settings: Settings) -> Checked:
    try:
        trust()
    except WrongSetting as error:
        return Checked("settings", str(error), wrong=True)
    lacking = missing(settings)
    if lacking:
        return Checked("settings", f"warning: {lacking}")
    if not settings.app_id:
        return Checked("settings", "warning: SLOYFA_INSECURE_LOCAL serves without authentication")
    return Checked("settings", "ok")


async def _database(settings: Settings) -> Checked:
    db = Database(settings.database_url)
    if not db.is_there:
        return Checked("database", f"warning: there is none yet in {db.url.database}; serve and import make it")
    try:
        async with db:
            if await is_up_to_date(db):
                return Checked("database", "ok")
            return Checked("database", "warning: not up to date; serve and migrate bring it up to date")
    except (SQLAlchemyError, Unreachable) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        return Checked("database", f"SLOYFA_DATABASE_URL cannot be reached: {reason}", wrong=True)


def _content(today: date) -> tuple[Checked, ...]:
    """The packaged catalogue with the example layers over it; what has aged stops nothing, and wants a look."""
    try:
        found = load()
    except CatalogueFaults as error:
        return (Checked("catalogue", str(error), wrong=True),)
    faults = [fault for path in packaged_overlays() for fault in _faults(found, path)] or _untraced(found)
    if faults:
        return (Checked("catalogue", "\n".join(str(fault) for fault in faults), wrong=True),)
    warnings = (Checked("catalogue", f"warning: {fault}") for fault in aged(found, today))
    return (_counted(found), *warnings)


def _counted(found: Catalogue) -> Checked:
    playable = sum(not protocol.lacks for protocol in found.protocols.values())
    counts = (
        f"{len(found.prompts)} prompts, {len(found.areas)} areas, {len(found.requirements)} law cards, "
        f"{len(found.entries)} entries of {len(found.frameworks)} frameworks, "
        f"{playable} of {len(found.protocols)} protocols playable"
    )
    return Checked("catalogue", f"ok ({counts})")


def _untraced(base: Catalogue) -> list[Fault]:
    try:
        load_trace(with_examples(base))
    except CatalogueFaults as error:
        return list(error.faults)
    return []


def _faults(base: Catalogue, path: Path) -> tuple[Fault, ...]:
    try:
        lay(base, read_overlay(path))
    except CatalogueFaults as error:
        return error.faults
    return ()
