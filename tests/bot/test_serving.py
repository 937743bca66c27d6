"""`serve`: in a process of its own from start to SIGTERM, and in this process, to look inside."""

import asyncio
import csv
import json
import logging
import os
import re
import signal
import socket
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import ExitStack, asynccontextmanager, redirect_stderr, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import aiohttp
import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.actions.people.import_folder import import_folder
from bot.actions.planning.plan_series import plan_series
from bot.app import catalogues, serve
from bot.errors import WrongSetting
from bot.imports.folder import read_folder
from bot.imports.series_file import read_series
from bot.rehearsal.cast import APP, TENANT, Cast, cast_of, nordvik
from bot.rehearsal.faults import stall
from bot.rehearsal.house import environment
from bot.rehearsal.ledger import Call
from bot.rehearsal.teams import StandInTeams
from bot.settings import read_settings
from bot.telemetry import log
from dialogs.calendar.schooldays import SchoolDays
from dialogs.model import MeetingPlan
from storage.database import Database
from storage.meetings import put_meetings
from storage.series import one_series
from storage.steps import due_steps, end_step
from tests.bot.commands import clean_environment
from tests.bot.scraping import scrape_from
from tests.databases import make_tables
from tests.nordvik import OPERATOR, last, seen, series
from tests.postgresql import Cluster

SECRET = "HEMMELIG-4711"  # noqa: S105 - what people write, wherever they can write something


def now() -> datetime:
    """The machine's clock, which `serve` uses."""
    return datetime.now(UTC)


@asynccontextmanager
async def teams_here() -> AsyncIterator[StandInTeams]:
    async with StandInTeams(app_id=APP, tenant=TENANT, now=now) as teams:
        yield teams


async def prepare(url: str, folder: Path, *, opens: datetime) -> None:
    """Nordvik, and one session of the rektorgruppa at an exact instant."""
    async with Database(url) as db:
        await make_tables(db)
        await import_folder(db, read_folder(nordvik()), actor=OPERATOR, tenant=TENANT, now=opens)
        await plan_one(db, folder, "en", opens=opens)


async def plan_one(db: Database, folder: Path, name: str, *, opens: datetime) -> None:
    file = series(folder, name, "rektorgruppa", dates=f"[{opens:%Y-%m-%dT%H:%M:%SZ}]")
    await plan_series(db, catalogues(), read_series(file), actor=OPERATOR, now=opens)


async def end_open_step(url: str) -> None:
    """Let the open step's time end, and make a meeting's digest due on any day, since the meeting is soon."""

    async def end(c: AsyncConnection) -> None:
        for step in await due_steps(c, now=now() + timedelta(days=365), most=100):
            await end_step(c, step, now=now())

    async def meet(c: AsyncConnection) -> None:
        planned = await one_series(c, "nordvik", "en")
        assert planned is not None
        # In quiet hours nothing else is sent before the next opening.
        soon = now() + timedelta(minutes=5)
        opening = SchoolDays().next_opening(now())
        meeting = MeetingPlan("rektorgruppa", min(soon, opening) if opening > now() else soon, 0)
        await put_meetings(c, replace(planned, meetings=(meeting,)), [(now(), None)], now=now())

    async with Database(url) as db:
        # In this order: a tick that sees the meeting has also seen the end of the step.
        await db.write(end)
        await db.write(meet)


@dataclass
class Served:
    """`python -m bot serve`, and the lines of its log."""

    process: asyncio.subprocess.Process
    lines: list[str] = field(default_factory=list)
    url: str = ""
    metrics: str = ""
    _reader: asyncio.Task[None] | None = None

    @classmethod
    async def begin(cls, settings: Mapping[str, str], cwd: Path) -> Self:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "serve"),
            cwd=cwd,
            env=clean_environment(**settings),
            stderr=asyncio.subprocess.PIPE,
            limit=1 << 20,
        )
        served = cls(process)
        async for line in served._log():
            if line.get("event") == "serving":
                served.url = f"http://{line['host']}:{line['port']}"
                served.metrics = f"http://{line['metrics']}/metrics"
                served._reader = asyncio.create_task(served._read_on())
                return served
        raise AssertionError("\n".join(served.lines))

    async def end(self, *, within: float = 10.0) -> int:
        """The exit code after SIGTERM."""
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(within):
            code = await self.process.wait()
        assert self._reader is not None
        await self._reader
        return code

    async def _log(self) -> AsyncIterator[dict[str, Any]]:
        assert self.process.stderr is not None
        while line := (await self.process.stderr.readline()).decode():
            self.lines.append(line)
            yield json.loads(line)

    async def _read_on(self) -> None:
        async for _ in self._log():
            pass


@asynccontextmanager
async def served(settings: Mapping[str, str], cwd: Path) -> AsyncIterator[Served]:
    found = await Served.begin(settings, cwd)
    try:
        yield found
    finally:
        if found.process.returncode is None:
            found.process.kill()
            await found.process.wait()


async def get(url: str) -> tuple[int, Any]:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, await response.json()


async def test_a_whole_session_through_a_process_of_its_own_leaves_no_word_and_no_secret_in_the_log(
    tmp_path: Path,
) -> None:
    """From an open session to its digest by the process's own ticks; then SIGTERM, and a check of the whole log."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    await prepare(url, tmp_path, opens=now() - timedelta(seconds=1))
    async with teams_here() as teams:
        settings = environment(teams, database_url=url) | {"SLOYFA_TICK_SECONDS": "0.2"}
        async with served(settings, tmp_path) as bot:
            teams.bot_url = bot.url
            assert await get(f"{bot.url}/healthz") == (200, {"alive": True})
            assert await get(f"{bot.url}/readyz") == (200, {"ready": True})
            cast = cast_of(teams, nordvik())
            await speak(teams, cast)
            guro = cast["guro"]
            await guro.install()
            await end_open_step(url)
            await teams.ledger.until(lambda: last(guro).summary.startswith("Dette delte vi"))
            assert f"{SECRET} på kortet" in seen(guro, last(guro))
            measured = await scrape_from(bot.metrics)
            assert measured["sloyfa_turn_seconds_count{action=pressed,outcome=answered}"] >= 1
            assert measured["sloyfa_deliveries_settled_total{kind=prompt,outcome=done}"] >= 1
            assert await bot.end() == 0
        assert teams.login.fetches >= 1
        secrets = (SECRET, teams.app_password, "Bearer", "eyJ", "client_secret")
        check_log(bot.lines, secrets=(*secrets, *names()))
        assert [word for word in (*secrets, *names()) if any(word in name for name in measured)] == []


def names() -> Iterator[str]:
    """The names of everybody in Nordvik: whole, in parts, and as UPN."""
    with (nordvik() / "people.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield from (row["name"], *row["name"].split(), row["upn"], row["upn"].partition("@")[0] + "@")


async def speak(teams: StandInTeams, cast: Cast) -> None:
    """All kinds of text a person can write, in every way Teams offers."""
    tor, siv, ali = cast["tor"], cast["siv"], cast["ali"]
    for person in (tor, siv, ali):
        await person.install()
        await teams.ledger.until(lambda person=person: "Send svar" in seen(person, last(person)))  # type: ignore[misc]
    await tor.press(last(tor), "Send svar", {"answer": f"{SECRET} på kortet", "rung": "group"})
    said = await siv.say(f"{SECRET} i chatten")
    await siv.edit(said.activity_id, f"{SECRET} rettet")
    await siv.delete(said.activity_id)
    await ali.press(last(ali), "Send svar", {"answer": SECRET * 1000, "rung": "group"})
    await ali.press(last(ali), "Send svar", {"answer": SECRET, "rung": "group"}, forged={"sloyfa": SECRET})
    await ali.say(f"koble til {SECRET}")
    await ali.say(f"{SECRET} \x00 {{}} %s")
    await ali.tell("somethingNew", ali.conversation, {"value": SECRET, "text": SECRET})
    await teams.post(f'{{"{SECRET}'.encode())
    await teams.post({"type": "message", "text": SECRET}, token=SECRET)


def check_log(lines: list[str], *, secrets: tuple[str, ...]) -> None:
    events = [json.loads(line) for line in lines]
    assert all({"event", "level", "timestamp"} <= event.keys() for event in events)
    assert {"serving", "turn", "tick", "delivery", "stopping"} <= {event["event"] for event in events}
    actions = {event["action"] for event in events if event["event"] == "turn"}
    assert actions == {"installed", "wrote", "pressed"}
    told = "".join(lines)
    # Whole words only, since the log's ids may contain any three letters.
    assert [secret for secret in secrets if re.search(rf"(?<![\w-]){re.escape(secret)}(?![\w-])", told)] == []


async def test_sigterm_ends_it_within_ten_seconds_though_teams_stalls(tmp_path: Path) -> None:
    """A request under way has five seconds to complete; then its outcome is uncertain."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    await prepare(url, tmp_path, opens=now() - timedelta(seconds=1))
    async with teams_here() as teams:
        settings = environment(teams, database_url=url) | {"SLOYFA_TICK_SECONDS": "0.2"}
        async with served(settings, tmp_path) as bot:
            teams.bot_url = bot.url
            tor, siv = (cast_of(teams, nordvik())[name] for name in ("tor", "siv"))
            await siv.install()
            await teams.ledger.until(lambda: "Send svar" in seen(siv, last(siv)))
            prompt, receipt = stall(asyncio.Event()), stall(asyncio.Event())
            await tor.install(only="installationUpdate")
            teams.faults.next(prompt, call=Call.SEND, conversation=tor.conversation.id)
            teams.faults.next(receipt, call=Call.SEND, conversation=siv.conversation.id)
            turn = asyncio.create_task(siv.say("Et svar midt i det hele"))
            async with asyncio.timeout(10):
                await prompt.reached.wait()
                await receipt.reached.wait()
            began = time.monotonic()
            assert await bot.end(within=10) == 0
            assert time.monotonic() - began > 1, "it waited for what was under way"
            await turn
    assert delivery_states(tmp_path / "x.db") == {
        ("prompt", "uncertain"),
        ("prompt", "sent"),
        ("receipt", "undeliverable"),
    }


def delivery_states(file: Path) -> set[tuple[str, str]]:
    """(kind, state) of all deliveries except cards and waiting ones."""
    db = sqlite3.connect(file)
    try:
        found = set(db.execute("SELECT kind, state FROM deliveries WHERE state <> 'waiting' AND kind <> 'card'"))
    finally:
        db.close()
    return found


async def test_a_port_in_use_is_told_in_a_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        given = {"SLOYFA_INSECURE_LOCAL": "1", "SLOYFA_TENANTS": TENANT, "PORT": str(port)}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "serve"),
            cwd=tmp_path,
            env=clean_environment(**given),
            stderr=asyncio.subprocess.PIPE,
        )
        _, told = await process.communicate()
    assert process.returncode == 1
    made, line = told.decode().splitlines()
    assert "the database was made" in made
    assert line.startswith(f"PORT, SLOYFA_HOST: 127.0.0.1:{port} cannot be listened on")
    assert line.endswith("for example PORT=3979")


async def test_a_metrics_port_in_use_is_told_in_a_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        local = {"SLOYFA_INSECURE_LOCAL": "1", "SLOYFA_TENANTS": TENANT, "PORT": "0"}
        given = local | {
            "SLOYFA_METRICS_PORT": str(port),
            "SLOYFA_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'x.db'}",
        }
        with pytest.raises(WrongSetting) as caught:
            await serve(read_settings(**given), stop=asyncio.Event())
    line = str(caught.value)
    assert line.startswith(f"SLOYFA_METRICS_PORT, SLOYFA_METRICS_HOST: 127.0.0.1:{port} cannot be listened on")
    assert line.endswith("for example SLOYFA_METRICS_PORT=9465")


async def test_a_replica_that_finds_the_default_metrics_port_taken_serves_all_the_same(tmp_path: Path) -> None:
    """The port is taken by a socket of this test, or by another program on the machine."""
    given = {
        "SLOYFA_INSECURE_LOCAL": "1",
        "SLOYFA_TENANTS": TENANT,
        "PORT": "0",
        "SLOYFA_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'x.db'}",
    }
    with ExitStack() as stack:
        with suppress(OSError):
            stack.enter_context(socket.create_server(("127.0.0.1", 9464)))
        stop = asyncio.Event()
        stop.set()
        with structlog.testing.capture_logs() as events:
            await serve(read_settings(**given), stop=stop)
    [warning] = [event for event in events if event["event"] == "metrics are not served"]
    assert "127.0.0.1:9464 cannot be listened on" in warning["why"]
    [told] = [event for event in events if event["event"] == "serving"]
    assert told["metrics"] is None


# In this process.


@asynccontextmanager
async def serving(settings: Mapping[str, str]) -> AsyncIterator[str]:
    """The address at which `serve` runs until exit."""
    port = settings["PORT"]
    stop = asyncio.Event()
    task = asyncio.create_task(serve(read_settings(**settings), stop=stop))
    url = f"http://127.0.0.1:{port}"
    try:
        while not task.done():
            try:
                await get(f"{url}/healthz")
                break
            except aiohttp.ClientConnectorError:
                await asyncio.sleep(0)
        yield url
    finally:
        stop.set()
        await task


async def test_serve_migrates_a_new_database_and_is_ready(database_url: str, unused_tcp_port: int) -> None:
    async with teams_here() as teams:
        settings = environment(teams, database_url=database_url, port=unused_tcp_port)
        async with serving(settings) as url:
            assert await get(f"{url}/readyz") == (200, {"ready": True})
    async with Database(database_url) as db:
        assert (await db.read(lambda c: c.execute(text("SELECT count(*) FROM municipalities")))).scalar() == 0


async def test_serve_is_alive_and_not_ready_when_the_file_of_its_database_is_gone(
    tmp_path: Path, unused_tcp_port: int
) -> None:
    async with teams_here() as teams:
        url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
        async with serving(environment(teams, database_url=url, port=unused_tcp_port)) as bot:
            (tmp_path / "x.db").unlink()
            assert await get(f"{bot}/readyz") == (503, {"ready": False})
            assert await get(f"{bot}/healthz") == (200, {"alive": True})


@pytest.mark.postgresql
async def test_serve_outlives_its_database_server_and_answers_when_that_is_back(
    postgresql_cluster: Cluster, unused_tcp_port: int, tmp_path: Path
) -> None:
    url = await postgresql_cluster.new_database()
    await prepare(url, tmp_path, opens=now() - timedelta(seconds=1))
    async with teams_here() as teams:
        settings = environment(teams, database_url=url, port=unused_tcp_port) | {"SLOYFA_TICK_SECONDS": "0.2"}
        async with serving(settings) as bot:
            teams.bot_url = bot
            await asyncio.to_thread(postgresql_cluster.stop)
            try:
                assert await get(f"{bot}/readyz") == (503, {"ready": False})
                assert await get(f"{bot}/healthz") == (200, {"alive": True})
            finally:
                await asyncio.to_thread(postgresql_cluster.start)
            assert await get(f"{bot}/readyz") == (200, {"ready": True})
            tor = cast_of(teams, nordvik())["tor"]
            await tor.install()
            await teams.ledger.until(lambda: "Send svar" in seen(tor, last(tor)))


async def test_sigterm_ends_it_within_ten_seconds_whatever_hangs(tmp_path: Path) -> None:
    """Another program holds the database's lock, so that the last writes fail."""
    file = tmp_path / "x.db"
    url = f"sqlite+aiosqlite:///{file}"
    await prepare(url, tmp_path, opens=now() + timedelta(days=1))
    async with teams_here() as teams, served(environment(teams, database_url=url), tmp_path) as bot:
        other = sqlite3.connect(file, isolation_level=None)
        try:
            other.execute("BEGIN IMMEDIATE")
            assert await bot.end(within=10) == 1
        finally:
            other.close()
    assert json.loads(bot.lines[-1])["event"] == "not everything could be ended in time"


@pytest.mark.postgresql
async def test_serve_ends_in_time_and_in_peace_though_its_database_is_away(
    postgresql_cluster: Cluster, unused_tcp_port: int, tmp_path: Path
) -> None:
    url = await postgresql_cluster.new_database()
    await prepare(url, tmp_path, opens=now() + timedelta(days=1))
    try:
        async with teams_here() as teams:
            settings = environment(teams, database_url=url, port=unused_tcp_port)
            with structlog.testing.capture_logs() as events:
                async with asyncio.timeout(20), serving(settings) as bot:
                    assert (await get(f"{bot}/readyz"))[0] == 200
                    await asyncio.to_thread(postgresql_cluster.stop)
        assert "the others do not hear that this copy leaves" in [event["event"] for event in events]
    finally:
        await asyncio.to_thread(postgresql_cluster.start)


async def test_serve_without_an_app_id_listens_on_loopback_without_tokens(tmp_path: Path, unused_tcp_port: int) -> None:
    async with StandInTeams(app_id=None, tenant=TENANT, now=now) as teams:
        given = {
            "SLOYFA_INSECURE_LOCAL": "1",
            "SLOYFA_TENANTS": TENANT.upper(),
            "SLOYFA_SERVICE_HOSTS": teams.host,
            "SLOYFA_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'x.db'}",
            "PORT": str(unused_tcp_port),
        }
        async with serving(given) as bot:
            teams.bot_url = bot
            tor = cast_of(teams, nordvik())["tor"]
            assert [response.status for response in await tor.install()] == [200, 200]
            assert len(tor.chat) == 1


async def test_cards_follow_an_answer_and_do_not_wait_for_the_next_tick(tmp_path: Path, unused_tcp_port: int) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    await prepare(url, tmp_path, opens=now() - timedelta(seconds=1))
    async with teams_here() as teams:
        first = environment(teams, database_url=url, port=unused_tcp_port)
        async with serving(first | {"SLOYFA_TICK_SECONDS": "0.1"}) as bot:
            teams.bot_url = bot
            tor = cast_of(teams, nordvik())["tor"]
            await tor.install()
            await teams.ledger.until(lambda: "Send svar" in seen(tor, last(tor)))
        async with serving(first | {"SLOYFA_TICK_SECONDS": "3600"}):
            await tor.press(last(tor), "Send svar", {"answer": "Hei", "rung": "group"})
            await teams.ledger.until(lambda: bool(last(tor).edited))
            assert "Endre svaret" in seen(tor, last(tor))


async def test_a_tick_that_fails_is_logged_and_the_next_one_comes(tmp_path: Path, unused_tcp_port: int) -> None:
    """The first session cannot be opened; the others are, tick by tick."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    await prepare(url, tmp_path, opens=now() - timedelta(seconds=1))
    spoil(tmp_path / "x.db")
    async with teams_here() as teams:
        settings = environment(teams, database_url=url, port=unused_tcp_port) | {"SLOYFA_TICK_SECONDS": "0.1"}
        with structlog.testing.capture_logs() as events:
            async with serving(settings) as bot:
                teams.bot_url = bot
                tor = cast_of(teams, nordvik())["tor"]
                await tor.install()
                await teams.ledger.until(lambda: "Send svar" in seen(tor, last(tor)))
                async with Database(url) as db:
                    await plan_one(db, tmp_path, "to", opens=now() - timedelta(seconds=1))
                before = len(tor.chat)
                await teams.ledger.until(lambda: len(tor.chat) > before)
    assert "tick failed" in [event["event"] for event in events]


def spoil(file: Path) -> None:
    """Insert a session without a series, before all others."""
    db = sqlite3.connect(file)
    try:
        columns = 'municipality, id, series, "group", ordinal, opens_at, exact, stage'
        db.execute(
            f"INSERT INTO sessions ({columns}) SELECT municipality, 'aa', 'gone', \"group\", 9, '2026-01-01', 1, stage "  # noqa: S608 - no words of anybody's
            "FROM sessions LIMIT 1"
        )
        db.commit()
    finally:
        db.close()


# The log.


def logged(event: dict[str, Any]) -> dict[str, Any]:
    return dict(log.without_words(None, "error", event))


def test_an_error_is_logged_by_its_kind_and_place_and_never_by_its_words() -> None:
    try:
        raise_with(SECRET)
    except LookupError as error:
        found = logged({"event": "tick failed", "exc_info": error})
        inside = logged({"event": "tick failed", "exc_info": True})
        foreign = logged({"event": "tick failed", "exc_info": (type(error), error, error.__traceback__)})
    assert SECRET not in json.dumps([found, inside, foreign])
    assert found == inside == foreign
    assert [error["kind"] for error in found["errors"]] == ["LookupError", "IntegrityError"]
    assert any(place.endswith("raise_with") for place in found["errors"][0]["at"])


def raise_with(words: str) -> None:
    try:
        int(words)
    except ValueError as error:
        raise LookupError(words) from IntegrityError("INSERT", {"text": words}, error)


def test_every_error_of_a_group_is_logged() -> None:
    group = ExceptionGroup(SECRET, [ValueError(SECRET), ExceptionGroup(SECRET, [KeyError(SECRET)])])
    found = logged({"event": "x", "exc_info": group})
    kinds = ["ExceptionGroup", "ValueError", "ExceptionGroup", "KeyError"]
    assert [error["kind"] for error in found["errors"]] == kinds
    assert SECRET not in json.dumps(found)


def test_the_log_leaves_out_what_asyncio_shows_of_its_objects() -> None:
    told = f"Task exception was never retrieved\nfuture: <Task exception=ValueError('{SECRET}')>"
    assert logged({"event": told, "logger": "asyncio"})["event"] == "Task exception was never retrieved"


def test_libraries_log_as_json_too(capsys: pytest.CaptureFixture[str], undisturbed: Callable[[], None]) -> None:
    log.set_up()
    logging.getLogger("some.library").warning("it said %s", "this")
    logging.getLogger("aiohttp.access").info("not asked for")
    logging.getLogger("some.library").error("it failed", exc_info=ValueError(SECRET))
    undisturbed()
    told, failed = map(json.loads, capsys.readouterr().err.splitlines())
    assert (told["event"], told["level"], told["logger"]) == ("it said this", "warning", "some.library")
    assert told["timestamp"].endswith("Z")
    assert failed["errors"] == [{"kind": "ValueError", "at": []}]


def test_a_line_that_cannot_be_written_costs_nothing_else(undisturbed: Callable[[], None]) -> None:
    """Standard error is closed, or its reader is gone."""
    nobody, end = os.pipe()
    os.close(nobody)
    broken = os.fdopen(end, "w")
    for file in (broken, None):
        with redirect_stderr(file):
            log.set_up()
            assert structlog.get_logger().info("turn", action="pressed") is None
    undisturbed()
    with suppress(OSError):
        broken.close()


@pytest.fixture
def undisturbed() -> Callable[[], None]:
    """Returns a function that restores the logging of other tests."""
    root = logging.getLogger()
    handlers, level, before = list(root.handlers), root.level, structlog.get_config()

    def restore() -> None:
        root.handlers[:] = handlers
        root.setLevel(level)
        structlog.configure(**before)

    return restore
