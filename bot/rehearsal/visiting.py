"""The bot kept up for a visitor's own client, such as Agents Playground: whoever writes is let in, and is asked."""

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.actions.operating.set_municipality import set_municipality
from bot.actions.people.import_folder import import_folder
from bot.actions.planning.plan_series import plan_series
from bot.actions.planning.set_quiet_hours import set_quiet_hours
from bot.app import App, system_clock
from bot.errors import WrongSetting
from bot.imports.folder import read_folder
from bot.imports.municipality_file import read_municipality
from bot.imports.series_file import read_series
from bot.rehearsal.cast import nordvik
from bot.rehearsal.fortnight import START
from bot.settings import Settings, check_for_serving, read_settings
from dialogs.calendar.instants import local
from dialogs.events import Event
from dialogs.model import Account, Actor, Happening, Membership, Person, QuietHours, Role
from dialogs.turn import Turn
from storage.database import Database
from storage.memberships import add_memberships
from storage.people import persons_behind, put_accounts, put_people

PLAYGROUND = "00000000-0000-0000-0000-0000000000001"
"""The tenant that Agents Playground's people are of; a digit too long, but so it is."""

_LOOPBACK_HOSTS = "127.0.0.1,localhost,[::1]"
_EVERY = timedelta(minutes=10)
_TIMES = 36
_SERIES = """
[series]
id = "besok"
groups = ["rektorgruppa"]
protocol = "ukesrefleksjon"
intention = "conveying"
led_by = "guro@nordvik.example"
dates = [{dates}]
stays_open = "PT{minutes}M"
"""


class OpenHouse(App):
    """Whoever is heard from is made one of Rektorgruppa's own, and leads it, so that they can try everything."""

    async def _answer(self, event: Event) -> Turn:
        if event.about.account.object_id:
            await self.db.write(partial(_let_in, about=event.about, now=self._clock()))
        return await super()._answer(event)


async def _let_in(c: AsyncConnection, *, about: Happening, now: datetime) -> None:
    if not await persons_behind(c, about.account):
        visitor = _visitor(about.account)
        await put_people(c, [visitor])
        await put_accounts(c, visitor.municipality, [(about.account, visitor.id)])
        membership = Membership(visitor.id, "rektorgruppa", Role.FACILITATOR, since=now)
        await add_memberships(c, visitor.municipality, [membership])


def _visitor(account: Account) -> Person:
    known = uuid5(NAMESPACE_OID, f"{account.tenant}/{account.object_id}")
    return Person("nordvik", known, "Gjest", f"{known}@nordvik.example", None)


async def keep_up(folder: Path, *, say: Callable[[str], None]) -> None:
    """Until Ctrl-C or SIGTERM. On loopback, without authentication; `folder` is for the database."""
    settings = _settings(folder)
    async with OpenHouse(settings) as app:
        await _furnish(app.db, app, folder, now=system_clock())
        runner = web.AppRunner(app.web_app(), access_log=None, shutdown_timeout=1, handle_signals=False)
        await runner.setup()
        try:
            await _start(runner, settings)
            for line in _instructions(runner.addresses[0][1]):
                say(line)
            await _until_stopped(app)
        finally:
            await runner.cleanup()


def _settings(folder: Path) -> Settings:
    """PORT and SLOYFA_TENANTS may be set in the environment; all else is as a visit needs it."""
    theirs = read_settings()
    settings = read_settings(
        SLOYFA_INSECURE_LOCAL="1",
        SLOYFA_TENANTS=",".join(sorted(theirs.tenants | {PLAYGROUND})),
        SLOYFA_SERVICE_HOSTS=_LOOPBACK_HOSTS,
        SLOYFA_DATABASE_URL=f"sqlite+aiosqlite:///{folder / 'visit.db'}",
        SLOYFA_TICK_SECONDS="1",
        PORT=str(theirs.port),
    )
    check_for_serving(settings)
    return settings


async def _furnish(db: Database, app: App, folder: Path, *, now: datetime) -> None:
    await import_folder(db, read_folder(nordvik()), actor=Actor.operator(), tenant=PLAYGROUND, now=now)
    town = read_municipality(nordvik() / "kommune.toml", today=local(START).date())
    await set_municipality(db, town.municipality, town.settings, actor=Actor.operator(), now=now)
    # Visitors come in the evening too.
    await set_quiet_hours(db, "nordvik", QuietHours(time(23, 59), time(0, 0)), actor=Actor.operator(), now=now)
    dates = ", ".join(
        (now + number * _EVERY).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") for number in range(_TIMES)
    )
    file = folder / "besok.toml"
    file.write_text(_SERIES.format(dates=dates, minutes=_EVERY // timedelta(minutes=1)), encoding="utf-8")
    await plan_series(db, app.catalogues, read_series(file), actor=Actor.operator(), now=now)


async def _start(runner: web.AppRunner, settings: Settings) -> None:
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
    except OSError as error:
        raise WrongSetting(f"PORT {settings.port} is taken by another program; for example PORT=3979") from error


def _instructions(port: int) -> Iterator[str]:
    address = f"http://127.0.0.1:{port}/api/messages"
    yield ""
    yield f"The bot is up on {address}, for this machine alone and without authentication."
    yield "To talk with it in Microsoft's Agents Playground (install it yourself, under its own licence):"
    yield f"  agentsplayground -e {address} -c msteams"
    yield "Whoever writes is let into Nordvik's Rektorgruppa and is asked a question; «hjelp» tells what else there is."
    yield f"Every {_EVERY // timedelta(minutes=1)} minutes a question closes, its digest comes, and the next one opens."
    yield "On weekends and public holidays the digests wait for the next school day, as everywhere."
    yield "Ctrl-C ends it."


async def _until_stopped(app: App) -> None:
    sender = asyncio.create_task(app.keep_sending(), name="sender")
    app.ticker.start()
    with _stop_signals() as stopped:
        await stopped.wait()
    app.ticker.stop()
    sender.cancel()
    await asyncio.gather(sender, return_exceptions=True)


@contextmanager
def _stop_signals() -> Iterator[asyncio.Event]:
    """Set by Ctrl-C and SIGTERM."""
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()
    for wanted in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(wanted, stopped.set)
    try:
        yield stopped
    finally:
        for wanted in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(wanted)
