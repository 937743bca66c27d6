"""The real application on loopback with a clock that jumps: `serve` has no such clock.

In this process (`Stage`), or in one of its own that can be killed (`KillableStage`). Either way people's Teams reaches
it over HTTP, at `url`.
"""

import asyncio
import gc
import logging
import os
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

from aiohttp import ClientSession, web

from bot.actions.operating.set_municipality import set_municipality
from bot.actions.people.import_folder import import_folder
from bot.actions.planning.plan_series import plan_series
from bot.app import App, catalogues
from bot.context import keyword_offers
from bot.context.text_guard import packaged_guard
from bot.context.update_slots import SLOT
from bot.entry.teams.connector import TOTAL_SECONDS
from bot.entry.teams.tls import ssl_context
from bot.errors import SloyfaError
from bot.imports.folder import read_folder
from bot.imports.municipality_file import read_municipality
from bot.imports.series_file import read_series
from bot.ports import Timer
from bot.settings import Settings, read_settings
from bot.telemetry import log
from dialogs.calendar.instants import local
from dialogs.guarding.judging import Guard
from dialogs.model import Actor
from storage.migrations.running import newest

_LOOPBACK = "127.0.0.1"
_READY, _GONE = "on stage", "gone"
# Not `-m`: the process of the digests would import the whole program again, under the main module's other name.
_NURSE = "from bot.rehearsal.stage import nurse; nurse()"


class StageTimer:
    """Goes on with the stage's clock, and whoever pauses has waited at once."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._furthest = now()
        self._paused = 0.0

    def seconds(self) -> float:
        self._furthest = max(self._furthest, self._now())
        return self._furthest.timestamp() + self._paused

    async def pause(self, seconds: float) -> None:
        self._paused += seconds
        await asyncio.sleep(0)


class Stage:
    """`to(now)` turns the clock and waits until everything that is due is done and sent.

    Without a `timer` of its own nothing waits on it: what is paced is sent in its order, without the pauses.
    `teams_seconds` is how long Teams has to answer, which is real time.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        now: datetime,
        timer: Timer | None = None,
        teams_seconds: float = TOTAL_SECONDS,
        load_guard: Callable[[], Guard] = packaged_guard,
    ) -> None:
        self.now = now
        timer = timer or StageTimer(lambda: self.now)
        self.app = App(
            settings, clock=lambda: self.now, timer=timer, teams_seconds=teams_seconds, load_guard=load_guard
        )
        self._port = settings.port
        self._stack = AsyncExitStack()
        self.url = ""

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self.app)
            runner = web.AppRunner(self.app.web_app(), access_log=None, shutdown_timeout=1)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, _LOOPBACK, self._port).start()
            self.url = f"http://{_LOOPBACK}:{runner.addresses[0][1]}"
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def to(self, now: datetime) -> None:
        self.now = now
        try:
            await self.app.tick()
        finally:
            await self.app.send_due()

    async def settle(self) -> None:
        """The clock goes on until what the last turns wrote is due, and it is sent."""
        self.now += SLOT
        await self.app.send_due()

    async def bring_in(self, folder: Path, *, tenant: str) -> None:
        await import_folder(self.app.db, read_folder(folder), actor=Actor.operator(), tenant=tenant, now=self.now)

    async def plan(self, file: Path) -> None:
        await plan_series(self.app.db, self.app.catalogues, read_series(file), actor=Actor.operator(), now=self.now)

    async def set_municipality(self, file: Path) -> None:
        found = read_municipality(file, today=local(self.now).date())
        await set_municipality(self.app.db, found.municipality, found.settings, actor=Actor.operator(), now=self.now)


class KillableStage:
    """The same in a process of its own. `environment` holds the settings; the database outlives the process.

    Its log goes to the file `log`, without one to our standard error.

    The process is forked off one that has imported everything and run nothing: to start again takes a fifth of a
    second then, and not the seconds that importing takes.
    """

    def __init__(self, environment: Mapping[str, str], *, now: datetime, log: Path | None = None) -> None:
        self.now = now
        self.url = ""
        self._log = log
        self._desk = ""
        self._environment = dict(environment)
        self._pid: int | None = None
        self._nurse: asyncio.subprocess.Process | None = None
        self._session: ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = ClientSession()
        with nullcontext() if self._log is None else self._log.open("ab") as log:
            self._nurse = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", _NURSE),
                env=self._environment,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        await self._start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """What is under way comes to its end: a process killed in the middle leaves its semaphores to be cleaned up."""
        if self._nurse is not None and self._nurse.stdin is not None:
            self._nurse.stdin.close()
            await self._nurse.wait()
        if self._session is not None:
            await self._session.close()

    async def restart(self) -> None:
        """Killed without warning (SIGKILL), and started again; `url` is another afterwards."""
        await self.kill()
        await self._start()

    async def to(self, now: datetime) -> None:
        self.now = now
        await self._ask("to", now=now.isoformat())

    async def settle(self) -> None:
        self.now += SLOT
        await self._ask("settle")

    async def bring_in(self, folder: Path, *, tenant: str) -> None:
        await self._ask("import", folder=str(folder), tenant=tenant)

    async def plan(self, file: Path) -> None:
        await self._ask("plan", file=str(file))

    async def set_municipality(self, file: Path) -> None:
        await self._ask("settings", file=str(file))

    async def _ask(self, what: str, **data: str) -> None:
        if self._session is None:
            raise RuntimeError("The stage is not open; enter it with «async with» first.")
        async with self._session.post(f"{self._desk}/{what}", json=data) as response:
            if response.status != web.HTTPOk.status_code:
                raise SloyfaError(await response.text())

    async def _start(self) -> None:
        if self._nurse is None or self._nurse.stdin is None:
            raise RuntimeError("The stage is not open; enter it with «async with» first.")
        self._nurse.stdin.write(f"{self.now.isoformat()}\n".encode())
        said = await self._hear()
        if not said.startswith(_READY):
            raise SloyfaError("the application did not come up; its log says why")
        pid, self.url, self._desk = said.removeprefix(_READY).split()
        self._pid = int(pid)

    async def kill(self) -> None:
        """Without warning (SIGKILL)."""
        if self._pid is not None:
            os.kill(self._pid, signal.SIGKILL)
            self._pid = None
            await self._hear()

    async def _hear(self) -> str:
        """The next line, "" if there will be none."""
        if self._nurse is None or self._nurse.stdout is None:
            return ""
        return (await self._nurse.stdout.readline()).decode()


def _desk(stage: Stage) -> web.Application:
    async def to(request: web.Request) -> web.Response:
        await stage.to(datetime.fromisoformat((await request.json())["now"]))
        return web.Response()

    async def settle(_request: web.Request) -> web.Response:
        await stage.settle()
        return web.Response()

    async def bring_in(request: web.Request) -> web.Response:
        asked: dict[str, Any] = await request.json()
        await stage.bring_in(Path(asked["folder"]), tenant=asked["tenant"])
        return web.Response()

    async def plan(request: web.Request) -> web.Response:
        await stage.plan(Path((await request.json())["file"]))
        return web.Response()

    async def settings(request: web.Request) -> web.Response:
        await stage.set_municipality(Path((await request.json())["file"]))
        return web.Response()

    application = web.Application()
    handlers = (("to", to), ("settle", settle), ("import", bring_in), ("plan", plan), ("settings", settings))
    for name, handler in handlers:
        application.router.add_post(f"/{name}", handler)
    return application


def nurse() -> None:
    """For each moment that is read, a child that plays from there, one at a time, until it is killed."""
    catalogues()  # so that no child need read it, nor the lexicon, the guard's lists, the certificates, the migrations
    keyword_offers.prepare()
    packaged_guard()
    ssl_context()
    newest()
    log.set_up(level=logging.ERROR)
    asyncio.run(_once())
    gc.freeze()  # what is shared with the children is not copied each time their garbage is collected
    while line := sys.stdin.readline():
        child = os.fork()
        if child == 0:
            asyncio.run(_play(datetime.fromisoformat(line.strip())))
            return
        os.waitpid(child, 0)
        _tell(_GONE)


async def _once() -> None:
    """A turn of the clock on an empty database, so that no child compiles the statements of the clock anew."""
    with TemporaryDirectory() as folder:
        settings = read_settings().model_copy(update={"database_url": f"sqlite+aiosqlite:///{folder}/x.db"})
        async with Stage(settings, now=datetime.fromtimestamp(0, UTC)) as stage:
            await stage.to(stage.now)


async def _play(now: datetime) -> None:
    log.set_up()
    async with Stage(read_settings(), now=now) as stage:
        runner = web.AppRunner(_desk(stage), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, _LOOPBACK, 0).start()
        _tell(f"{_READY} {os.getpid()} {stage.url} http://{_LOOPBACK}:{runner.addresses[0][1]}")
        # Until whoever started this is gone, which closes our standard input.
        await asyncio.to_thread(os.read, sys.stdin.fileno(), 1)


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
