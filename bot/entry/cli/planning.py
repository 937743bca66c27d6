"""plan, cancel, calendar, quiet: series, single sessions, and the days and hours on which nobody is asked."""

from datetime import datetime
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Annotated

import typer

from bot import app as application
from bot.actions.planning.cancel_session import cancel_session, uncancel_session
from bot.actions.planning.end_series import end_series
from bot.actions.planning.import_calendar import import_calendar
from bot.actions.planning.plan_series import plan_series
from bot.actions.planning.set_quiet_hours import set_quiet_hours
from bot.context.text_guard import TextGuard, packaged_guard
from bot.entry.cli.invocation import OPERATOR, say_if_tried, settings_with_warnings, with_database
from bot.imports.school_calendar import read_quiet_hours, read_school_calendar
from bot.imports.series_file import read_series
from bot.reports.attention import attention_lines, attention_warnings
from bot.reports.municipality_settings import quiet_line
from bot.reports.planning import (
    calendar_lines,
    calendar_warnings,
    cancelled_lines,
    ended_lines,
    plan_lines,
    plan_summary,
    uncancelled_lines,
)
from bot.reports.plans import planned_lines
from bot.reports.retention import retention_warnings
from bot.reports.series_files import exported
from dialogs.calendar.instants import local, start_of
from dialogs.model import QUIET
from dialogs.planning.planning import SeriesFile
from storage.database import Database


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
    town, settings = municipality or None, settings_with_warnings()
    if listed:
        with_database(settings, partial(_list_planned, town=town))
    elif file is not None:
        with_database(settings, partial(_plan, wanted=read_series(file), town=town, dry_run=dry_run))
    else:
        from_day = start_of(since.date()) if since else None
        with_database(settings, partial(_end_series, series=end, since=from_day, town=town, dry_run=dry_run))


async def _list_planned(db: Database, *, town: str | None) -> None:
    found, now = application.catalogues(), application.system_clock()
    for line in await planned_lines(db, found, actor=OPERATOR, now=now, municipality=town):
        typer.echo(line)


async def _end_series(db: Database, *, series: str, since: datetime | None, town: str | None, dry_run: bool) -> None:
    now = application.system_clock()
    ended = await end_series(db, series, actor=OPERATOR, now=now, since=since, municipality=town, dry_run=dry_run)
    for line in ended_lines(ended, dry_run=dry_run):
        typer.echo(line)


async def _plan(db: Database, *, wanted: SeriesFile, town: str | None, dry_run: bool) -> None:
    found, now = application.catalogues(), application.system_clock()
    planned = await plan_series(db, found, wanted, actor=OPERATOR, municipality=town, now=now, dry_run=dry_run)
    for line in plan_lines(planned, dry_run=dry_run):
        typer.echo(line)
    if summary := plan_summary(planned, dry_run=dry_run):
        typer.echo(summary)
    if planned.lacking:
        typer.echo(f"warning: no skolerute for {planned.lacking}; python -m bot calendar FILE imports one", err=True)
    for line in attention_lines(planned.attention):
        typer.echo(line, err=True)
    owner, settings = planned.series.municipality, planned.attention.settings
    of_settings = (*attention_warnings(owner, planned.attention), *retention_warnings(owner, settings, now=now))
    for line in (*planned.warnings, *of_settings):
        typer.echo(f"warning: {line}", err=True)


def export_series(
    series: Annotated[str, typer.Argument(help="the series' id")],
    municipality: Annotated[str, typer.Option(help="where several have a series of this id")] = "",
) -> None:
    """Print a series as the file that plans the same."""

    async def work(db: Database) -> None:
        typer.echo(await exported(db, series, actor=OPERATOR, municipality=municipality or None), nl=False)

    with_database(settings_with_warnings(), work)


def import_series(
    file: Annotated[Path, typer.Argument(help="the series, as TOML")],
    municipality: Annotated[str, typer.Option(help="where several have groups or series of these names")] = "",
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell what would change")] = False,
) -> None:
    """Plan a series from its file, as `plan FILE` does."""
    wanted = read_series(file)
    with_database(settings_with_warnings(), partial(_plan, wanted=wanted, town=municipality or None, dry_run=dry_run))


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
            after = await uncancel_session(db, session, actor=OPERATOR, now=now, municipality=town, dry_run=dry_run)
            lines = uncancelled_lines(*after, dry_run=dry_run)
        else:
            cancelled = await cancel_session(db, session, actor=OPERATOR, now=now, municipality=town, dry_run=dry_run)
            lines = cancelled_lines(cancelled, dry_run=dry_run)
        for line in lines:
            typer.echo(line)

    with_database(settings_with_warnings(), work)


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
            actor=OPERATOR,
            guard=TextGuard(packaged_guard, seconds=monotonic),
            municipality=municipality or None,
            units=unit or (),
            by_school=found.by_school,
            now=now,
            adding=add,
            dry_run=dry_run,
            source=found.source,
            titles=found.titles,
        )
        for line in calendar_lines(imported, found.left_out):
            typer.echo(line)
        for warning in calendar_warnings(imported):
            typer.echo(f"warning: {warning}", err=True)
        say_if_tried(dry_run)

    with_database(settings_with_warnings(), work)


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
            typer.echo(await quiet_line(db, municipality, actor=OPERATOR))
            return
        moved = await set_quiet_hours(
            db, municipality, found, actor=OPERATOR, now=application.system_clock(), dry_run=dry_run
        )
        typer.echo(f"{municipality} {'would be' if dry_run else 'is'} quiet {found or QUIET}")
        for line in moved:
            typer.echo(str(line))
        if dry_run:
            typer.echo(f"planned sessions and digests that would move: {len(moved)}; nothing was written")

    with_database(settings_with_warnings(), work)
