"""What every command does alike: settings read, the database opened, a dry run told of, a failure told in one line."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from typing import NoReturn

import typer

from bot.context.database_version import on_database
from bot.setting_names import misspelt, told
from bot.settings import Settings, read_settings
from dialogs.permissions import Actor
from storage.database import Database

OPERATOR = Actor.operator()
"""Whoever types a command has a shell on the server, which is what the operator's rights come of."""


def settings_with_warnings() -> Settings:
    """A variable with nearly the name of a setting would leave that setting at its default, without a word."""
    for name, meant in misspelt(os.environ):
        typer.echo(f"warning: {told(name, meant)}", err=True)
    return read_settings()


def with_database(settings: Settings, work: Callable[[Database], Awaitable[None]]) -> None:
    """On a database of this program's version, which nothing but `work` changes."""
    asyncio.run(on_database(settings.database_url, work))


def say_if_tried(dry_run: bool) -> None:
    """The changes of a dry run are told in the same words as those that are made."""
    if dry_run:
        typer.echo("nothing of this was done (--dry-run)")


def fail(line: str) -> NoReturn:
    sys.stderr.write(line + "\n")
    raise SystemExit(1)
