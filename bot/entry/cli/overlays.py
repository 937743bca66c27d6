"""overlay import, adopt, show, remove, versions: a municipality's own layer over the catalogue."""

from pathlib import Path
from typing import Annotated

import typer

from bot import app as application
from bot.actions.knowledge.lay_overlay import adopt_overlay, lay_overlay, remove_overlay
from bot.context.overlay_laying import Laid
from bot.entry.cli.invocation import OPERATOR, say_if_tried, settings_with_warnings, with_database
from bot.errors import WrongOverlay
from bot.reports.overlays import overlay_lines, overlay_text
from content.catalogue import CatalogueFaults
from content.cleaning import without_invisible
from content.overlays import Overlay, read_overlay
from storage.database import Database


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
        laid = await lay_overlay(db, found, wanted, text, actor=OPERATOR, by=by, now=now, draft=draft, dry_run=dry_run)
        _tell(laid, state="a draft" if draft else "in force")
        say_if_tried(dry_run)

    with_database(settings_with_warnings(), work)


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


def adopt(
    municipality: Annotated[str, typer.Argument(help="its id in units.csv")],
    version: Annotated[int, typer.Argument(help="the draft's number")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell what would change")] = False,
) -> None:
    """Put a draft in force; the version before it is replaced, and what was answered keeps its text."""
    found = application.catalogues()

    async def work(db: Database) -> None:
        laid = await adopt_overlay(
            db, found, municipality, version, actor=OPERATOR, now=application.system_clock(), dry_run=dry_run
        )
        _tell(laid, state="a draft still; nothing was written" if dry_run else "in force")

    with_database(settings_with_warnings(), work)


def show(
    municipality: Annotated[str, typer.Argument(help="its id in units.csv")],
    version: Annotated[int | None, typer.Argument(help="else the one in force")] = None,
) -> None:
    """Print a version's file, as it was imported."""

    async def work(db: Database) -> None:
        typer.echo(
            await overlay_text(db, municipality, version, actor=OPERATOR, now=application.system_clock()), nl=False
        )

    with_database(settings_with_warnings(), work)


def remove(
    municipality: Annotated[str, typer.Argument(help="its id in units.csv")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell what would change")] = False,
) -> None:
    """Take the layer away: the catalogue is as everybody has it; the versions are kept, and what was asked its text."""
    found = application.catalogues()

    async def work(db: Database) -> None:
        now = application.system_clock()
        _tell(await remove_overlay(db, found, municipality, actor=OPERATOR, now=now, dry_run=dry_run), state="")
        ended = "would have" if dry_run else "has"
        typer.echo(f"{municipality} {ended} no layer of its own" + ("; nothing was written" if dry_run else ""))

    with_database(settings_with_warnings(), work)


def versions(municipality: Annotated[str, typer.Argument(help="its id in units.csv")]) -> None:
    """A line for each version: number, state, since when, until when, who, why."""

    async def work(db: Database) -> None:
        for line in await overlay_lines(db, municipality, actor=OPERATOR):
            typer.echo(line)

    with_database(settings_with_warnings(), work)
