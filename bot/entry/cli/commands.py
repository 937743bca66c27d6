"""`python -m bot …`: the list of all commands; errors are printed in one line."""

import os
import sys
from collections.abc import Callable, Mapping
from io import TextIOWrapper

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot.entry.cli import (
    concepts,
    documents,
    guarding,
    municipality,
    outbox,
    overlays,
    packaging,
    pages,
    people,
    planning,
    programs,
    reading,
    running,
    themes,
)
from bot.entry.cli.invocation import fail
from bot.errors import SloyfaError
from bot.telemetry.terminal import safely
from content.cleaning import without_invisible
from storage.database import Unreachable

COMMANDS: Mapping[str, Callable[..., None]] = {
    "serve": running.serve,
    "migrate": running.migrate_database,
    "check": running.check,
    "package": packaging.package,
    "import": people.import_municipality,
    "municipality": municipality.municipality,
    "plan": planning.plan,
    "cancel": planning.cancel,
    "calendar": planning.calendar,
    "quiet": planning.quiet,
    "network": people.network,
    "forget": people.forget,
    "signed-in": pages.signed_in,
    "tokens": programs.tokens,
    "webhooks": programs.webhooks,
    "trace": reading.trace,
    "deliveries": outbox.deliveries,
    "why": reading.why,
    "year": reading.year,
    "digest": reading.digest,
    "record": reading.record,
    "commitments": reading.commitments,
    "guard": guarding.guard,
    "themes": themes.themes,
    "concepts": concepts.concepts,
    "documents": documents.documents,
    "rehearse": running.rehearse,
}
"""Name -> function with the command's arguments as its parameters, in the order of the help."""

OVERLAY_COMMANDS: Mapping[str, Callable[..., None]] = {
    "import": overlays.import_overlay,
    "adopt": overlays.adopt,
    "show": overlays.show,
    "remove": overlays.remove,
    "versions": overlays.versions,
}

SERIES_COMMANDS: Mapping[str, Callable[..., None]] = {
    "export": planning.export_series,
    "import": planning.import_series,
}

_UNWRAPPED = 10_000  # characters


def _joined() -> typer.Typer:
    joined = typer.Typer(
        help="Sløyfa: prompts go out, reflections come in, digests are read.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    overlay = typer.Typer(help="A municipality's own layer over the catalogue.", no_args_is_help=True)
    joined.add_typer(overlay, name="overlay")
    series = typer.Typer(help="A series as a file.", no_args_is_help=True)
    joined.add_typer(series, name="series")
    for group, commands in ((joined, COMMANDS), (overlay, OVERLAY_COMMANDS), (series, SERIES_COMMANDS)):
        for name, command in commands.items():
            group.command(name=name)(command)
    return joined


cli = _joined()


def main() -> None:
    """Run the command; an error is printed in a line, never as a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # People's words may hold letters lacking in the terminal's encoding.
            stream.reconfigure(errors="replace")
    # Lines printed to a file or another program are not wrapped.
    width = None if sys.stdout.isatty() else _UNWRAPPED
    with safely():
        _run(width)


def _run(width: int | None) -> None:
    try:
        cli([_argument(given) for given in sys.argv[1:]], terminal_width=width)
    except SloyfaError as error:
        fail(str(error))
    except Unreachable as error:
        fail(f"the database cannot be reached: {error}; SLOYFA_DATABASE_URL says where it is")
    except SQLAlchemyError as error:
        fail(f"the database could not do it: {_first_line(error)}")
    except OSError as error:
        fail(f"a file could not be read or written: {_first_line(error)}")
    except Exception as error:  # noqa: BLE001 - a traceback helps nobody at a prompt
        fail(f"something unexpected went wrong: {type(error).__name__}: {_first_line(error)}")


def _argument(given: str) -> str:
    """Without invisible characters, often pasted along; the name of a file may hold any."""
    if os.path.lexists(given):
        return given
    try:
        given.encode()
    except UnicodeEncodeError:  # bytes that are no text reach Python as half characters, refused by every database
        fail(f"{given!r} is not text in the terminal's encoding; type it anew")
    return without_invisible(given).strip()


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
