"""municipality: a municipality's own settings are set from a file, or shown."""

from pathlib import Path
from typing import Annotated

import typer

from bot import app as application
from bot.actions.operating.set_municipality import set_municipality
from bot.entry.cli.invocation import OPERATOR, say_if_tried, settings_with_warnings, with_database
from bot.imports.municipality_file import MunicipalityFile, read_municipality
from bot.reports.municipality_settings import municipality_lines
from bot.reports.retention import retention_warnings
from dialogs.calendar.instants import local
from storage.database import Database


def municipality(
    file: Annotated[Path | None, typer.Argument(help="as TOML; without it, what is set is shown")] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell what would change")] = False,
) -> None:
    """Set responsibility, the officer, papers and the most minutes a week; a key left out is taken away."""
    wanted = read_municipality(file, today=local(application.system_clock()).date()) if file else None

    async def work(db: Database) -> None:
        if wanted is None:
            for line in await municipality_lines(db, actor=OPERATOR):
                typer.echo(line)
        else:
            await _set(db, wanted, dry_run=dry_run)

    with_database(settings_with_warnings(), work)


async def _set(db: Database, wanted: MunicipalityFile, *, dry_run: bool) -> None:
    now, id_ = application.system_clock(), wanted.municipality
    changed = await set_municipality(db, id_, wanted.settings, actor=OPERATOR, now=now, dry_run=dry_run)
    for line in changed or ("nothing differs",):
        typer.echo(f"{id_}: {line}")
    for warning in retention_warnings(id_, wanted.settings, now=now):
        typer.echo(f"warning: {warning}", err=True)
    say_if_tried(dry_run)
