"""Whether everything is set as it should be: a line for each of settings, database, sending and catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import WrongSetting
from bot.progress import in_the_way
from bot.settings import Settings, missing, read_settings
from bot.teams.certificate import read_certificate
from bot.teams.trust import trust
from content.ageing import aged
from content.catalogue import Catalogue, CatalogueFaults, Fault, load
from content.overlays import lay, packaged_overlays, read_overlay, with_examples
from content.traceability import load_trace
from dialogs.calendar import local
from dialogs.model import Sheet
from storage import copies
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


async def check(*, now: datetime) -> tuple[Checked, ...]:
    today = local(now).date()
    try:
        settings = read_settings()
    except WrongSetting as error:
        wrong = (Checked("settings", line, wrong=True) for line in str(error).splitlines())
        return (*wrong, Checked("database", "warning: not looked for before the settings are right"), *_content(today))
    return (*_settings(settings, now), *await _database(settings, now), *_content(today))


def _settings(settings: Settings, now: datetime) -> tuple[Checked, ...]:
    try:
        trust()
        warnings = _about_certificate(settings, now)
    except WrongSetting as error:
        return (Checked("settings", str(error), wrong=True),)
    lacking = missing(settings)
    if lacking:
        return (Checked("settings", f"warning: {lacking}"), *warnings)
    if not settings.app_id:
        return (Checked("settings", "warning: SLOYFA_INSECURE_LOCAL serves without authentication"),)
    return warnings or (Checked("settings", "ok"),)


def _about_certificate(settings: Settings, now: datetime) -> tuple[Checked, ...]:
    """Raises WrongSetting for one that cannot be used; one that will not be usable for long is a warning."""
    if not settings.certificate_file or settings.has_identity:
        return ()
    certificate = read_certificate(Path(settings.certificate_file), now=now)
    if not certificate.runs_out_soon(now):
        return ()
    remedy = "make another in time, and add it to the app registration first"
    says = f"{settings.certificate_file} runs out on {certificate.ends:%Y-%m-%d}; {remedy}"
    return (Checked("settings", f"warning: SLOYFA_CERTIFICATE_FILE: {says}"),)


async def _database(settings: Settings, now: datetime) -> tuple[Checked, ...]:
    """And the sending, of which the database tells."""
    db = Database(settings.database_url)
    if not db.is_there:
        return (Checked("database", f"warning: there is none yet in {db.url.database}; serve and import make it"),)
    try:
        async with db:
            if await is_up_to_date(db):
                sheets = await db.read(copies.sheets)
                return (Checked("database", "ok"), *_sending(settings, sheets, now))
            return (Checked("database", "warning: not up to date; serve and migrate bring it up to date"),)
    except (SQLAlchemyError, Unreachable) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        return (Checked("database", f"SLOYFA_DATABASE_URL cannot be reached: {reason}", wrong=True),)


def _sending(settings: Settings, sheets: Mapping[str, Sheet], now: datetime) -> tuple[Checked, ...]:
    """A tenant that rests is let in again by itself; one that does not let the bot in needs somebody to look."""
    found = tuple(
        Checked("sending", f"{line}; {_proof(settings)}", wrong=True)
        if sheet.stopped_why
        else Checked("sending", f"warning: {line}")
        for sheet, line in in_the_way(sheets, settings.tenants, now=now)
    )
    return found or (Checked("sending", "ok"),)


def _proof(settings: Settings) -> str:
    """What the bot proves with who it is, and what may have become of that."""
    if settings.has_identity:
        return "the managed identity may not be the registration's any more"
    if settings.certificate_file:
        return "the certificate in SLOYFA_CERTIFICATE_FILE may have run out, or left the app registration"
    return "MicrosoftAppPassword may have run out"


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
