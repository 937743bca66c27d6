"""The command `check`: lines on settings, login, database, sending, tenants, people and catalogue."""

import asyncio
import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from time import monotonic

import aiohttp
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import draft_plans, staffing
from bot.context.attention import attention
from bot.context.catalogues import Catalogues
from bot.context.database_version import NONE_YET, remedy
from bot.context.rights import require
from bot.context.text_guard import TextGuard, packaged_guard
from bot.entry.teams.certificate import read_certificate
from bot.entry.teams.credentials import NoToken
from bot.entry.teams.tls import ssl_context
from bot.entry.web.look import BROUGHT, Look
from bot.errors import WrongSetting
from bot.package_settings import half_package_lines
from bot.ports import Meaning
from bot.proving import credentials
from bot.reports.attention import attention_lines, attention_warnings
from bot.reports.progress import in_the_way
from bot.reports.retention import retention_lines, retention_warnings
from bot.setting_names import misspelt, told
from bot.settings import Settings, missing, read_settings, uncounted_proxies, unused_lines
from content.ageing import outdated
from content.catalogue import Catalogue, CatalogueFaults, Fault, load
from content.overlays import apply_overlay, example_overlays, read_overlay, with_example_overlays
from content.traceability import load_trace
from dialogs.asking.shortages import shortages
from dialogs.calendar.instants import local
from dialogs.model import Actor, OfWebhook, TenantLease
from dialogs.people.staffing import Post
from dialogs.permissions import Verb
from storage import outbox_reports, replicas
from storage.announced_deletions import pending_deletions
from storage.database import Database, Unreachable
from storage.files import readable_by_others
from storage.migrations.running import VersionState, versions
from storage.people import all_tenants
from storage.units import all_municipalities
from storage.writability import meaning, no_room, obstacle

_LOGIN_SECONDS = 5.0
_DATABASE_SECONDS = 10.0
_LATELY = timedelta(days=14)


@dataclass(frozen=True)
class Checked:
    """One line; `wrong` fails the check, all other lines are information or warnings."""

    what: str
    says: str
    wrong: bool = False

    def __str__(self) -> str:
        return f"{self.what}: {self.says}"


async def check(
    *, actor: Actor, now: datetime, patience: float = _DATABASE_SECONDS, brought: Path = BROUGHT
) -> tuple[Checked, ...]:
    """`patience` is how long the database may take, in seconds; `brought` is where the pages' look is to be found."""
    require(actor, Verb.READ_REPORTS)
    today = local(now).date()
    try:
        settings = read_settings()
    except WrongSetting as error:
        wrong = (Checked("settings", line, wrong=True) for line in str(error).splitlines())
        unseen = Checked("database", "warning: not looked for before the settings are right")
        return (*wrong, *_names(), unseen, *_content(today), *_guard())
    return (
        *((*_settings(settings, now), *_names()) or (Checked("settings", "ok"),)),
        *await _login(settings, now),
        *_pages(settings, brought),
        *await _database(settings, now, patience),
        *_content(today),
        *_guard(),
    )


def _names() -> tuple[Checked, ...]:
    return tuple(Checked("settings", f"warning: {told(name, meant)}") for name, meant in misspelt(os.environ))


async def _login(settings: Settings, now: datetime) -> tuple[Checked, ...]:
    """Asks for a token: a wrong secret would otherwise show only at the first message."""
    if not settings.app_id or missing(settings):
        return ()
    try:
        connector, timeout = aiohttp.TCPConnector(ssl=ssl_context()), aiohttp.ClientTimeout(total=_LOGIN_SECONDS)
        async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
            await credentials(settings, session, lambda: now).ask()
    except WrongSetting:  # told among the settings
        # reported among the settings
        return ()
    except NoToken as refusal:
        refused = refusal.outcome.meaning is Meaning.UNAUTHORISED
        why = f"no token ({refusal.outcome.reason})"
        if refused:
            return (Checked("login", f"{why}; {_refused(settings, refusal.outcome.reason)}", wrong=True),)
        return (Checked("login", f"warning: {why}; ask again in a while"),)
    except (aiohttp.ClientError, TimeoutError, ValueError, OSError) as error:
        return (Checked("login", f"warning: no token, since the login cannot be reached ({type(error).__name__})"),)
    return (Checked("login", "ok"),)


def _refused(settings: Settings, reason: str) -> str:
    """The setting at fault, as far as the login's answer tells."""
    if "unauthorized_client" in reason:
        return "MicrosoftAppId is not an app of this tenant"
    if "invalid_request" in reason or "invalid_tenant" in reason:
        return "MicrosoftAppTenantId may be another tenant's"
    secret = not (settings.has_identity or settings.certificate_file)
    if secret:
        return "MicrosoftAppPassword is wrong or has run out, or is the secret of another app than MicrosoftAppId"
    return _proof(settings)


def _settings(settings: Settings, now: datetime) -> tuple[Checked, ...]:
    """Settings that are wrong, missing or unused; empty if all is well."""
    try:
        ssl_context()
        warnings = _about_certificate(settings, now)
    except WrongSetting as error:
        return (Checked("settings", str(error), wrong=True),)
    warnings += tuple(
        Checked("settings", f"warning: {line}")
        for line in (*half_package_lines(settings), *uncounted_proxies(settings))
    )
    lacking = missing(settings)
    if lacking:
        return (Checked("settings", f"warning: {lacking}"), *warnings)
    if not settings.app_id:
        return (Checked("settings", "warning: SLOYFA_INSECURE_LOCAL serves without authentication"), *warnings)
    return (*warnings, *(Checked("settings", f"warning: {line}") for line in unused_lines(settings)))


def _about_certificate(settings: Settings, now: datetime) -> tuple[Checked, ...]:
    """A warning for a certificate near its end. Raises WrongSetting for an unusable certificate."""
    if not settings.certificate_file or settings.has_identity:
        return ()
    certificate = read_certificate(Path(settings.certificate_file), now=now)
    if not certificate.runs_out_soon(now):
        return ()
    remedy = "make another in time, and add it to the app registration first"
    says = f"{settings.certificate_file} runs out on {certificate.ends:%Y-%m-%d}; {remedy}"
    return (Checked("settings", f"warning: SLOYFA_CERTIFICATE_FILE: {says}"),)


def _pages(settings: Settings, brought: Path) -> tuple[Checked, ...]:
    """Where the pages are, what Entra needs to know of them, and what they lack."""
    if not settings.public_url:
        return ()
    where = Checked("pages", f"{settings.public_url}, with the redirect URI {settings.public_url}/signin")
    return (where, *(Checked("pages", f"warning: {one}") for one in _lacking_on_pages(settings, brought)))


def _lacking_on_pages(settings: Settings, brought: Path) -> Iterator[str]:
    if files := Look(brought).missing:
        yield f"{', '.join(files)} not brought, so that pages have a plain look; make setup brings them (npm)"
    if not settings.accessibility_url:
        yield (
            "SLOYFA_ACCESSIBILITY_URL is missing: pages lead to no accessibility statement, which a public body has to "
            "publish (uustatus.no)"
        )


async def _database(settings: Settings, now: datetime, patience: float) -> tuple[Checked, ...]:
    """The database and everything read from it: sending, tenants, people. Fails after `patience` seconds."""
    try:
        async with asyncio.timeout(patience):
            return await _looked_at(settings, now)
    except TimeoutError:
        why = f"no answer within {patience:g} seconds"
        return (Checked("database", f"SLOYFA_DATABASE_URL cannot be reached: {why}", wrong=True),)


async def _looked_at(settings: Settings, now: datetime) -> tuple[Checked, ...]:
    db = Database(settings.database_url)
    if not db.is_there:
        return (Checked("database", f"warning: there is none yet in {db.url.database}; {NONE_YET}"),)
    if without_room := no_room(db):
        return (Checked("database", without_room, wrong=True),)
    try:
        async with db:
            found = await versions(db)
            if found.state is VersionState.EMPTY:
                return (Checked("database", f"warning: it is empty; {NONE_YET}"),)
            if found.state is not VersionState.SAME:
                wrong = found.state is VersionState.NEWER
                says = remedy(found) if wrong else f"warning: {remedy(found)}"
                return (Checked("database", says, wrong=wrong),)
            why = await obstacle(db)
            leases, imported = await db.read(replicas.tenant_leases), await db.read(all_tenants)
            sending = _sending(settings, leases, now)
            written = Checked("database", why or "ok", wrong=bool(why))
            people = await db.read(partial(_people, now=now))
            told = await db.read(partial(_municipalities, now=now))
            programs = await db.read(partial(_programs, now=now))
            known = _tenants(settings, imported)
            return (written, *_open_to_others(db), *sending, *known, *people, *told, *programs)
    except (SQLAlchemyError, Unreachable) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        says = meaning(db, error) or f"SLOYFA_DATABASE_URL cannot be reached: {reason}"
        return (Checked("database", says, wrong=True),)


def _open_to_others(db: Database) -> Iterator[Checked]:
    """SQLite files readable by other users: files are closed when opened, but not if another user owns them."""
    for file in readable_by_others(Path(db.url.database or "")) if db.is_sqlite else ():
        yield Checked("database", f"warning: others than its owner may read {file}; chmod 600 {file}")


def _sending(settings: Settings, leases: Mapping[str, TenantLease], now: datetime) -> tuple[Checked, ...]:
    """A resting tenant recovers by itself (a warning); a tenant that refuses the bot needs an operator."""
    found = tuple(
        Checked("sending", f"{line}; {_proof(settings)}", wrong=True)
        if lease.stopped_why
        else Checked("sending", f"warning: {line}")
        for lease, line in in_the_way(leases, settings.tenants, now=now)
    )
    return found or (Checked("sending", "ok"),)


def _tenants(settings: Settings, imported: Collection[str]) -> tuple[Checked, ...]:
    """Tenants with imported people but outside SLOYFA_TENANTS: people wait for questions that never come."""
    if not settings.tenants:
        return ()
    shut_out = sorted(set(imported) - settings.tenants)
    return tuple(
        Checked("tenants", f"warning: people of {tenant} have been imported, and SLOYFA_TENANTS does not let them in")
        for tenant in shut_out
    )


async def _people(c: AsyncConnection, *, now: datetime) -> tuple[Checked, ...]:
    """A line per vacant post, now or soon; a municipality without a coordinator now fails the check."""
    found: list[Checked] = []
    for municipality in await all_municipalities(c):
        posts = await staffing.staffing(c, municipality, now=now)
        for vacancy, line in zip(posts.vacancies, staffing.lines(posts, now=now), strict=True):
            wrong = vacancy.post is Post.COORDINATOR and vacancy.since <= now
            found.append(Checked("people", f"{'' if wrong else 'warning: '}{municipality}: {line}", wrong=wrong))
    return tuple(found)


async def _programs(c: AsyncConnection, *, now: datetime) -> tuple[Checked, ...]:
    """A line per webhook of which something was given up lately."""
    found: list[Checked] = []
    for municipality in await all_municipalities(c):
        given_up = await outbox_reports.webhooks_given_up(c, municipality, since=now - _LATELY)
        latest = {one.about.webhook: one for one in given_up if isinstance(one.about, OfWebhook)}
        for webhook, one in latest.items():
            says = f"webhook {webhook} of {municipality} has not taken what it was sent ({one.reason})"
            found.append(Checked("webhooks", f"warning: {says}; python -m bot deliveries --failed prints all"))
    return tuple(found)


async def _municipalities(c: AsyncConnection, *, now: datetime) -> tuple[Checked, ...]:
    """What the plans ask of people, and settings that are missing; a faulty catalogue has a line of its own."""
    try:
        catalogues = Catalogues(load())
    except CatalogueFaults:
        return ()
    found: list[Checked] = []
    for municipality in await all_municipalities(c):
        catalogue = await catalogues.at(c, municipality, now)
        asks = await attention(c, catalogue, municipality, now=now)
        found += [Checked("municipality", f"{municipality}: {line}") for line in attention_lines(asks)]
        found += [Checked("municipality", f"warning: {line}") for line in attention_warnings(municipality, asks)]
        ahead = await pending_deletions(c, municipality)
        told, doubtful = retention_lines(ahead, asks.settings), retention_warnings(municipality, asks.settings, now=now)
        found += [Checked("municipality", f"{municipality}: {line}") for line in told]
        found += [Checked("municipality", f"warning: {line}") for line in doubtful]
        drafted = await draft_plans.warnings_of(c, catalogue, municipality, now=now)
        found += [Checked("municipality", f"warning: {municipality}: {one.line}") for one in drafted]
    return tuple(found)


def _proof(settings: Settings) -> str:
    """The bot's proof of identity, and likely faults of it."""
    if settings.has_identity:
        return "the managed identity may not be the registration's any more"
    if settings.certificate_file:
        return "the certificate in SLOYFA_CERTIFICATE_FILE may have run out, or left the app registration"
    return "MicrosoftAppPassword may have run out"


def _guard() -> tuple[Checked, ...]:
    """Nothing where the guard can be made."""
    unloaded = TextGuard(packaged_guard, seconds=monotonic).unloaded
    if unloaded is None:
        return ()
    says = f"its lists cannot be read ({unloaded.error}), so no answer is taken; install the program again"
    return (Checked("guard", says, wrong=True),)


def _content(today: date) -> tuple[Checked, ...]:
    """The packaged catalogue under each example overlay; what has aged, or is short of questions, is a warning."""
    try:
        found = load()
    except CatalogueFaults as error:
        return (Checked("catalogue", str(error), wrong=True),)
    faults = [fault for path in example_overlays() for fault in _faults(found, path)] or _untraced(found)
    if faults:
        return (Checked("catalogue", "\n".join(str(fault) for fault in faults), wrong=True),)
    faulty = (*outdated(found, today), *shortages(found))
    warnings = (Checked("catalogue", f"warning: {fault}") for fault in faulty)
    return (_counted(found), *warnings)


def _counted(found: Catalogue) -> Checked:
    playable = sum(not protocol.lacks for protocol in found.protocols.values())
    counts = (
        f"{len(found.prompts)} prompts, {len(found.areas)} areas, {len(found.requirements)} law cards, "
        f"{len(found.entries)} entries of {len(found.frameworks)} frameworks, "
        f"{playable} of {len(found.protocols)} protocols playable, "
        f"{len(found.lexicon.concepts)} concepts with {sum(1 for _ in found.lexicon.cues())} cues"
    )
    return Checked("catalogue", f"ok ({counts})")


def _untraced(base: Catalogue) -> list[Fault]:
    try:
        load_trace(with_example_overlays(base))
    except CatalogueFaults as error:
        return list(error.faults)
    return []


def _faults(base: Catalogue, path: Path) -> tuple[Fault, ...]:
    try:
        apply_overlay(base, read_overlay(path))
    except CatalogueFaults as error:
        return error.faults
    return ()
