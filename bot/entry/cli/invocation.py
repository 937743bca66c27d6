"""Common steps of the commands: read settings, open the database, report a dry run, fail in one line."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import NoReturn

import typer

from bot.context.database_version import on_database
from bot.setting_names import misspelt, told
from bot.settings import Settings, read_settings
from dialogs.model import Actor
from storage.database import Database

OPERATOR = Actor.operator()
"""A command is typed in a shell on the server: access to the shell gives the operator's rights."""


class WrittenForm(StrEnum):
    """The two written forms of Norwegian, as an option."""

    NB = "nb"
    NN = "nn"


def settings_with_warnings() -> Settings:
    """Warn of variables with nearly the name of a setting: the setting would silently keep its default."""
    for name, meant in misspelt(os.environ):
        typer.echo(f"warning: {told(name, meant)}", err=True)
    return read_settings()


def with_database(settings: Settings, work: Callable[[Database], Awaitable[None]]) -> None:
    """Run `work` on a database of this program's version, without migrating."""
    asyncio.run(on_database(settings.database_url, work))


def say_if_tried(dry_run: bool) -> None:
    """A dry run prints the same lines as a real run, and then this line."""
    if dry_run:
        typer.echo("nothing of this was done (--dry-run)")


def fail(line: str) -> NoReturn:
    sys.stderr.write(line + "\n")
    raise SystemExit(1)
