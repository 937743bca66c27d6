"""The command line: plain text where nobody sees a terminal, one clear line where something is wrong."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from threading import Timer
from typing import Annotated, Any, NoReturn

import structlog
import typer
from sqlalchemy.exc import SQLAlchemyError

from bot import app as application
from bot.actions.knowledge.lay_overlay import Laid, adopt_overlay, lay_overlay, remove_overlay
from bot.actions.operating.cancel_sending import cancel_sending
from bot.actions.operating.retry_delivery import retry_delivery
from bot.actions.people.import_folder import import_folder
from bot.actions.people.tie_network import tie_network, untie_network
from bot.actions.planning.cancel_session import cancel_session, uncancel_session
from bot.actions.planning.end_series import end_series
from bot.actions.planning.import_calendar import import_calendar
from bot.actions.planning.plan_series import plan_series
from bot.actions.planning.set_quiet_hours import set_quiet_hours
from bot.context.database_version import bring_up_to_date, on_database, on_new_database, on_trial
from bot.errors import SloyfaError, WrongOverlay, WrongSetting
from bot.imports.folder import read_folder
from bot.imports.school_calendar import read_quiet_hours, read_school_calendar
from bot.imports.series_file import read_series
from bot.reports import checks
from bot.reports.deliveries import (
    calendar_lines,
    calendar_warnings,
    digest_of,
    overlay_lines,
    overlay_text,
    plan_lines,
    plan_summary,
    session_called,
    tell_deliveries,
    trace_lines,
)
from bot.reports.explaining import why_lines
from bot.reports.plans import cancelled_lines, ended_lines, planned_lines, uncancelled_lines
from bot.reports.progress import progress_lines
from bot.reports.settled import network_lines, quiet_line
from bot.setting_names import misspelt, told
from bot.setting_values import GUID, WHERE_THE_ID_STANDS
from bot.settings import Settings, check_for_serving, read_settings
from bot.telemetry import log
from bot.telemetry.printing import safely
from content.catalogue import CatalogueFaults
from content.cleaning import without_invisible
from content.overlays import Overlay, read_overlay
from content.plain import plain_digest
from dialogs.calendar.instants import local, start_of
from dialogs.model import QUIET, Stage
from dialogs.planning.planning import SeriesFile
from storage.database import Database, Unreachable
from storage.outbox_reports import EVERYTHING, FAILED, Wanted

cli = typer.Typer(
    help="Sløyfa: prompts go out, reflections come in, digests are read.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


overlay = typer.Typer(help="A municipality's own layer over the catalogue.", no_args_is_help=True)
cli.add_typer(overlay, name="overlay")

_UNWRAPPED = 10_000  # characters
_END_SECONDS = 9.0
_MOST_LINES = 1000


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"


def main() -> None:
    """Runs the command; whatever goes wrong is told in a line, never as a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # What people wrote may hold letters that the terminal's encoding lacks.
            stream.reconfigure(errors="replace")
    # Lines are as long as they are where they go to a file or another program.
    width = None if sys.stdout.isatty() else _UNWRAPPED
    with safely():
        _run(width)


def _run(width: int | None) -> None:
    try:
        cli([_argument(given) for given in sys.argv[1:]], terminal_width=width)
    except SloyfaError as error:
        _fail(str(error))
    except Unreachable as error:
        _fail(f"the database cannot be reached: {error}; SLOYFA_DATABASE_URL says where it is")
    except SQLAlchemyError as error:
        _fail(f"the database could not do it: {_first_line(error)}")
    except OSError as error:
        _fail(f"a file could not be read or written: {_first_line(error)}")
    except Exception as error:  # noqa: BLE001 - a traceback helps nobody at a prompt
        _fail(f"something unexpected went wrong: {type(error).__name__}: {_first_line(error)}")


def _argument(given: str) -> str:
    """Without invisible characters, which come along with what is pasted; a file may have any in its name."""
    if os.path.lexists(given):
        return given
    try:
        given.encode()
    except UnicodeEncodeError:  # bytes that are no text reach Python as half characters, which no database takes
        _fail(f"{given!r} is not text in the terminal's encoding; type it anew")
    return without_invisible(given).strip()


def _read_settings() -> Settings:
    """A variable with nearly the name of a setting would leave that at its default, without a word."""
    for name, meant in misspelt(os.environ):
        typer.echo(f"warning: {told(name, meant)}", err=True)
    return read_settings()


def _say_if_tried(dry_run: bool) -> None:
    """The changes are told in the same words as those that are made."""
    if dry_run:
        typer.echo("nothing of this was done (--dry-run)")


def _fail(line: str) -> NoReturn:
    sys.stderr.write(line + "\n")
    raise SystemExit(1)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


@cli.command()
def serve() -> None:
    """Migrate the database, then answer Teams until told to stop."""
    settings = read_settings()
    check_for_serving(settings)
    log.set_up()
    for name, meant in misspelt(os.environ):
        structlog.get_logger().warning(told(name, meant))
    asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(wanted, partial(_end, stop))
    await application.serve(settings, stop=stop)


def _end(stop: asyncio.Event) -> None:
    """In an orderly way, and in time whatever hangs: what this copy has in hand then is given back by the others."""
    stop.set()
    last = Timer(_END_SECONDS, _leave)
    last.daemon = True
    last.start()


def _leave() -> None:
    log.give_up("not everything could be ended in time")
    os._exit(1)


@cli.command(name="migrate")
def migrate_database() -> None:
    """Bring the database up to date, and say from which version to which; make it where there is none."""

    async def run() -> None:
        async with Database(_read_settings().database_url) as db:
            await bring_up_to_date(db, say=typer.echo)
        typer.echo("the database is up to date")

    asyncio.run(run())


@cli.command()
def check() -> None:
    """A line each for settings, database, sending and catalogue; fails on what is wrong."""
    lines = asyncio.run(checks.check(now=application.system_clock()))
    for line in lines:
        typer.echo(str(line))
    if any(line.wrong for line in lines):
        raise SystemExit(1)


@cli.command(name="import")
def import_municipality(
    folder: Annotated[Path, typer.Argument(help="with units.csv, groups.csv and people.csv")],
    tenant: Annotated[str, typer.Option(help="whose accounts the object ids are; else MicrosoftAppTenantId")] = "",
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell what would change")] = False,
) -> None:
    """Import a municipality: only what differs changes, and nothing is deleted."""
    settings = _read_settings()
    wanted = read_folder(folder)
    owner = _named_tenant(tenant, settings) or _only_tenant(settings)

    async def work(db: Database) -> None:
        changes = await import_folder(db, wanted, tenant=owner, now=application.system_clock(), dry_run=dry_run)
        for line in changes.lines:
            typer.echo(str(line))
        typer.echo(f"added {changes.added}, changed {changes.changed}, ended {changes.ended}")
        for warning in changes.warnings:
            typer.echo(f"warning: {warning}", err=True)
        _say_if_tried(dry_run)

    if dry_run:
        asyncio.run(on_trial(settings.database_url, work))
    else:
        asyncio.run(on_new_database(settings.database_url, work, say=partial(typer.echo, err=True)))
    if settings.tenants and owner not in settings.tenants:
        typer.echo(f"warning: tenant {owner} is not let in; add it to SLOYFA_TENANTS", err=True)


def _named_tenant(tenant: str, settings: Settings) -> str:
    """Raises WrongSetting for what can be no tenant's id; whatever is let in can."""
    named = tenant.strip().lower()
    if named and named not in settings.tenants and not GUID.fullmatch(named):
        raise WrongSetting(f"--tenant is {named}, which is not a tenant's id ({WHERE_THE_ID_STANDS})")
    return named


def _only_tenant(settings: Settings) -> str:
    if settings.app_tenant:
        return settings.app_tenant.lower()
    if len(settings.tenants) == 1:
        return next(iter(settings.tenants))
    raise WrongSetting("--tenant is missing, and neither MicrosoftAppTenantId nor a single SLOYFA_TENANTS says which")


@cli.command()
def plan(
    file: Annotated[Path | None, typer.Argument(help="the series, as TOML")] = None,
    municipality: Annotated[str, typer.Option(help="where several have groups or series of these names")] = "",
    end: Annotated[str, typer.Option(metavar="SERIES", help="what it has not opened is cancelled")] = "",
    since: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="with --end: only from this day on")
    ] = None,
    *,
    listed: Annotated[bool, typer.Option("--list", help="what is planned, series by series")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell what would change")] = False,
) -> None:
    """Plan a series; planned again, only unopened sessions change. Or end one, or list what is planned."""
    if [bool(file), bool(end), listed].count(True) != 1:
        raise typer.BadParameter("say one of them: FILE, --end SERIES or --list")
    if since and not end:
        raise typer.BadParameter("--from goes with --end SERIES")
    town, settings = municipality or None, _read_settings()
    if listed:
        _with_database(settings, partial(_list_planned, town=town))
    elif file is not None:
        _with_database(settings, partial(_plan, wanted=read_series(file), town=town, dry_run=dry_run))
    else:
        from_day = start_of(since.date()) if since else None
        _with_database(settings, partial(_end_series, series=end, since=from_day, town=town, dry_run=dry_run))


async def _list_planned(db: Database, *, town: str | None) -> None:
    for line in await planned_lines(db, now=application.system_clock(), municipality=town):
        typer.echo(line)


async def _end_series(db: Database, *, series: str, since: datetime | None, town: str | None, dry_run: bool) -> None:
    now = application.system_clock()
    ended = await end_series(db, series, now=now, since=since, municipality=town, dry_run=dry_run)
    for line in ended_lines(ended, dry_run=dry_run):
        typer.echo(line)


async def _plan(db: Database, *, wanted: SeriesFile, town: str | None, dry_run: bool) -> None:
    found, now = application.catalogues(), application.system_clock()
    planned = await plan_series(db, found, wanted, municipality=town, now=now, dry_run=dry_run)
    for line in plan_lines(planned, dry_run=dry_run):
        typer.echo(line)
    if summary := plan_summary(planned, dry_run=dry_run):
        typer.echo(summary)
    if planned.lacking:
        typer.echo(f"warning: no skolerute for {planned.lacking}; python -m bot calendar FILE imports one", err=True)
    for line in planned.warnings:
        typer.echo(f"warning: {line}", err=True)


@cli.command()
def cancel(
    session: Annotated[str, typer.Argument(help="the session's id")],
    municipality: Annotated[str, typer.Option(help="where several have a session of this id")] = "",
    *,
    undo: Annotated[bool, typer.Option("--undo", help="plan it after all, if it has never opened")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell what would change")] = False,
) -> None:
    """Call a session off: a planned one never opens, an open one is over at once and is not digested."""
    town = municipality or None

    async def work(db: Database) -> None:
        now = application.system_clock()
        if undo:
            after = await uncancel_session(db, session, now=now, municipality=town, dry_run=dry_run)
            lines = uncancelled_lines(*after, dry_run=dry_run)
        else:
            cancelled = await cancel_session(db, session, now=now, municipality=town, dry_run=dry_run)
            lines = cancelled_lines(cancelled, dry_run=dry_run)
        for line in lines:
            typer.echo(line)

    _with_database(_read_settings(), work)


@cli.command()
def calendar(
    file: Annotated[
        Path, typer.Argument(help="a skolerute: a calendar file (ICS), a table (CSV) or a page's text (.txt)")
    ],
    municipality: Annotated[str, typer.Option(help="where several have been imported")] = "",
    unit: Annotated[list[str] | None, typer.Option(help="the units it is for; else the whole municipality")] = None,
    *,
    add: Annotated[bool, typer.Option("--add", help="beside the days that are there, which stay")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell what would change")] = False,
) -> None:
    """Import a skolerute: its school years are replaced, and planned sessions move off its closed days."""
    now = application.system_clock()
    found = read_school_calendar(file, today=local(now).date())

    async def work(db: Database) -> None:
        imported = await import_calendar(
            db,
            found.events,
            municipality=municipality or None,
            units=unit or (),
            by_school=found.by_school,
            now=now,
            adding=add,
            dry_run=dry_run,
        )
        for line in calendar_lines(imported, found.left_out):
            typer.echo(line)
        for warning in calendar_warnings(imported):
            typer.echo(f"warning: {warning}", err=True)
        _say_if_tried(dry_run)

    _with_database(_read_settings(), work)


@cli.command()
def quiet(
    municipality: Annotated[str, typer.Argument(help="whose hours these are")],
    hours: Annotated[str, typer.Argument(help="in local time, as 17:00-07:00; without them, what holds is shown")] = "",
    *,
    default: Annotated[bool, typer.Option("--default", help=f"take back what was said: {QUIET}")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell what would change")] = False,
) -> None:
    """Say when nobody is asked: what is planned then moves to where the quiet hours end. Or show what holds."""
    if hours and default:
        raise typer.BadParameter("say HOURS or --default")
    found = read_quiet_hours(hours) if hours else None

    async def work(db: Database) -> None:
        if not hours and not default:
            typer.echo(await quiet_line(db, municipality))
            return
        moved = await set_quiet_hours(db, municipality, found, now=application.system_clock(), dry_run=dry_run)
        typer.echo(f"{municipality} {'would be' if dry_run else 'is'} quiet {found or QUIET}")
        for line in moved:
            typer.echo(str(line))
        if dry_run:
            typer.echo(f"planned sessions and digests that would move: {len(moved)}; nothing was written")

    _with_database(_read_settings(), work)


@cli.command()
def network(
    network: Annotated[str, typer.Argument(help="the network's id in units.csv; without it, all are shown")] = "",
    municipalities: Annotated[list[str] | None, typer.Argument(help="the municipalities it ties together")] = None,
    *,
    untie: Annotated[bool, typer.Option("--untie", help="these municipalities are not tied to it any more")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell what would change")] = False,
) -> None:
    """Tie municipalities to a network: copies of what authors share with it reach its groups in all of them."""
    if untie and not municipalities:
        raise typer.BadParameter("--untie needs NETWORK and the municipalities")

    async def work(db: Database) -> None:
        if not municipalities:
            for line in await network_lines(db, network or None):
                typer.echo(line)
            return
        do = untie_network if untie else tie_network
        tied = ", ".join(await do(db, network, municipalities, dry_run=dry_run)) or "nothing"
        typer.echo(f"{network} {'would tie' if dry_run else 'ties'} together {tied}")
        if untie:
            typer.echo("what has been read stays with its readers; new digests show nothing from the other side")
        _say_if_tried(dry_run)

    _with_database(_read_settings(), work)


@overlay.command(name="import")
def import_overlay(
    file: Annotated[Path, typer.Argument(help="the municipality's own layer, as TOML")],
    by: Annotated[str, typer.Option(help="who decided this; kept with the version")],
    *,
    draft: Annotated[bool, typer.Option("--draft", help="keep it, and let it come into force with adopt")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell what would change")] = False,
) -> None:
    """Lay a municipality's own over the catalogue: what it adds, rewords, hides and reorders."""
    wanted, text = _overlay(file)
    found = application.catalogues()

    async def work(db: Database) -> None:
        now = application.system_clock()
        laid = await lay_overlay(db, found, wanted, text, by=by, now=now, draft=draft, dry_run=dry_run)
        _tell(laid, state="a draft" if draft else "in force")
        _say_if_tried(dry_run)

    _with_database(_read_settings(), work)


def _overlay(file: Path) -> tuple[Overlay, str]:
    try:
        return read_overlay(file), without_invisible(file.read_text(encoding="utf-8-sig"))
    except CatalogueFaults as faults:
        raise WrongOverlay(str(faults)) from faults


def _tell(laid: Laid, *, state: str) -> None:
    for line in laid.changes or ("nothing differs",):
        typer.echo(line)
    if laid.version is not None:
        typer.echo(f"version {laid.version.version} of {laid.version.municipality} is {state}")


@overlay.command()
def adopt(
    municipality: Annotated[str, typer.Argument(help="its id in units.csv")],
    version: Annotated[int, typer.Argument(help="the draft's number")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell what would change")] = False,
) -> None:
    """Put a draft in force; the version before it is replaced, and what was answered keeps its text."""
    found = application.catalogues()

    async def work(db: Database) -> None:
        laid = await adopt_overlay(db, found, municipality, version, now=application.system_clock(), dry_run=dry_run)
        _tell(laid, state="a draft still; nothing was written" if dry_run else "in force")

    _with_database(_read_settings(), work)


@overlay.command()
def show(
    municipality: Annotated[str, typer.Argument(help="its id in units.csv")],
    version: Annotated[int | None, typer.Argument(help="else the one in force")] = None,
) -> None:
    """Print a version's file, as it was imported."""

    async def work(db: Database) -> None:
        typer.echo(await overlay_text(db, municipality, version, now=application.system_clock()), nl=False)

    _with_database(_read_settings(), work)


@overlay.command()
def remove(
    municipality: Annotated[str, typer.Argument(help="its id in units.csv")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell what would change")] = False,
) -> None:
    """Take the layer away: the catalogue is as everybody has it; the versions are kept, and what was asked its text."""
    found = application.catalogues()

    async def work(db: Database) -> None:
        now = application.system_clock()
        _tell(await remove_overlay(db, found, municipality, now=now, dry_run=dry_run), state="")
        ended = "would have" if dry_run else "has"
        typer.echo(f"{municipality} {ended} no layer of its own" + ("; nothing was written" if dry_run else ""))

    _with_database(_read_settings(), work)


@overlay.command()
def versions(municipality: Annotated[str, typer.Argument(help="its id in units.csv")]) -> None:
    """A line for each version: number, state, since when, until when, who, why."""

    async def work(db: Database) -> None:
        for line in await overlay_lines(db, municipality):
            typer.echo(line)

    _with_database(_read_settings(), work)


@cli.command()
def trace(
    *,
    rows: Annotated[bool, typer.Option("--rows", help="a line for each row, too")] = False,
) -> None:
    """What of the five source documents the product answers for: counts per document and per capability."""
    for line in trace_lines(application.traced(), rows=rows):
        typer.echo(line)


@cli.command()
def deliveries(
    *,
    failed: Annotated[bool, typer.Option("--failed", help="only what did not get there, and why")] = False,
    every: Annotated[bool, typer.Option("--all", help=f"all, and not only the {_MOST_LINES} due last")] = False,
    retry: Annotated[str, typer.Option(metavar="ID", help="one that did not get there is due again")] = "",
    cancel: Annotated[str, typer.Option(metavar="SESSION", help="what has not gone out of a session will not")] = "",
    municipality: Annotated[str, typer.Option(help="with --cancel, where several have the session")] = "",
) -> None:
    """How far each session has come; then a line for each delivery: id, session, person, state, reason, tries, time."""
    settings = _read_settings()
    if retry and cancel:
        raise typer.BadParameter("--retry and --cancel are done one at a time")
    if retry:
        _with_database(settings, partial(_retry, wanted=retry))
    elif cancel:
        _with_database(settings, partial(_cancel, session_id=cancel, town=municipality or None))
    else:
        wanted, most = FAILED if failed else EVERYTHING, None if every else _MOST_LINES
        _with_database(settings, partial(_show_deliveries, settings=settings, wanted=wanted, most=most))


async def _show_deliveries(db: Database, *, settings: Settings, wanted: Wanted, most: int | None) -> None:
    now, per_second = application.system_clock(), settings.tenant_per_second
    for line in await progress_lines(db, tenants=settings.tenants, per_second=per_second, now=now):
        typer.echo(line)
    if left_out := await tell_deliveries(db, wanted, typer.echo, most=most):
        typer.echo(f"{left_out} that were due before these are left out; --all prints them too", err=True)


async def _retry(db: Database, *, wanted: str) -> None:
    found = await retry_delivery(db, wanted, now=application.system_clock())
    typer.echo(f"{found.id} is due again (it was {found.state.value}: {found.reason or '-'})")


async def _cancel(db: Database, *, session_id: str, town: str | None) -> None:
    session = await session_called(db, session_id, town)
    cancelled = await cancel_sending(db, session, now=application.system_clock())
    typer.echo(f"{session.id}: {cancelled.number} cancelled; what is on the wire goes on ({cancelled.on_the_wire})")
    if session.stage is Stage.OPEN:
        later = "whoever joins is asked still, and its digest is sent when it closes"
        typer.echo(f"{later}; python -m bot cancel {session.id} calls all of it off", err=True)


@cli.command()
def why(
    session: Annotated[str, typer.Argument(help="the session's id")],
    municipality: Annotated[str, typer.Option(help="where several have a session of this id")] = "",
) -> None:
    """Why a session asks what it asks; for one that has not opened, as it stands now."""
    found = application.catalogues()

    async def work(db: Database) -> None:
        now, town = application.system_clock(), municipality or None
        for line in await why_lines(db, found, session, now=now, municipality=town):
            typer.echo(line)

    _with_database(_read_settings(), work)


@cli.command()
def digest(
    session: Annotated[str, typer.Argument(help="the session's id")],
    reader: Annotated[str, typer.Option(help="UPN of the one who reads")],
    municipality: Annotated[str, typer.Option(help="where several have a session of this id")] = "",
    form: Annotated[Format, typer.Option("--format")] = Format.TEXT,
) -> None:
    """A closed session's digest, as this reader may read it."""

    async def work(db: Database) -> None:
        now, town = application.system_clock(), municipality or None
        message, language = await digest_of(db, session, reader, now=now, municipality=town)
        if form is Format.TEXT:
            typer.echo(plain_digest(message, language))
        else:
            typer.echo(json.dumps(asdict(message), ensure_ascii=False, indent=2, default=_as_json))

    _with_database(_read_settings(), work)


def _as_json(value: Any) -> str:  # noqa: ANN401 - whatever json does not know
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


@cli.command()
def rehearse(
    *,
    stay: Annotated[bool, typer.Option("--stay", help="keep the bot up for a client of your own")] = False,
) -> None:
    """Play a fortnight of a made-up municipality against the real application."""
    from bot.rehearsal.play import play  # noqa: PLC0415 - the stage and its cast are not loaded where the bot serves

    asyncio.run(play(stay=stay))


def _with_database(settings: Settings, work: Callable[[Database], Awaitable[None]]) -> None:
    """On a database of this program's version, which nothing but `work` changes."""
    asyncio.run(on_database(settings.database_url, work))
