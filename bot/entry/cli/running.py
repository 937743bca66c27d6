"""serve, migrate, check, rehearse: run the bot, bring its database up to date, check its settings, play the demo."""

import asyncio
import os
import signal
from functools import partial
from threading import Timer
from typing import Annotated

import structlog
import typer

from bot import app as application
from bot.context.database_version import bring_up_to_date
from bot.entry.cli.invocation import OPERATOR, settings_with_warnings
from bot.reports import checks
from bot.setting_names import misspelt, told
from bot.settings import Settings, check_for_serving, read_settings
from bot.telemetry import log
from storage.database import Database

_END_SECONDS = 9.0


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
    """Stop in an orderly way, and in time if something hangs: other replicas give back the deliveries claimed here."""
    stop.set()
    last = Timer(_END_SECONDS, _leave)
    last.daemon = True
    last.start()


def _leave() -> None:
    log.give_up("not everything could be ended in time")
    os._exit(1)


def migrate_database() -> None:
    """Bring the database up to date, and say from which version to which; make it where there is none."""

    async def run() -> None:
        async with Database(settings_with_warnings().database_url) as db:
            await bring_up_to_date(db, say=typer.echo)
        typer.echo("the database is up to date")

    asyncio.run(run())


def check() -> None:
    """A line each for settings, database, sending and catalogue; fails on what is wrong."""
    lines = asyncio.run(checks.check(actor=OPERATOR, now=application.system_clock()))
    for line in lines:
        typer.echo(str(line))
    if any(line.wrong for line in lines):
        raise SystemExit(1)


def rehearse(
    *,
    scene: Annotated[
        str,
        typer.Option(
            help="fortnight; trust: what protects people; awkward: all that people say; promises: what is tried; "
            "meeting-6, meeting-20, meeting-200: a network of that size up to the pack of its meeting"
        ),
    ] = "fortnight",
    stay: Annotated[bool, typer.Option("--stay", help="keep the bot up for a client of your own")] = False,
) -> None:
    """Play a fortnight of a made-up municipality against the real application."""
    from bot.rehearsal.play import play  # noqa: PLC0415 - the stage and its cast are not loaded where the bot serves

    asyncio.run(play(scene, stay=stay))
