"""PostgreSQL for the tests: a cluster in a temporary folder on loopback, and fresh databases in the cluster."""

import asyncio
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import pytest

URL_VARIABLE = "SLOYFA_TEST_POSTGRESQL"
"""The environment variable with the URL of a server to use instead of a cluster of the tests' own."""

SERIAL = count()

SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
timezone = 'UTC'
"""
# Test data need not outlive the machine, only a stop or crash of the server: so nothing waits for the disk.
UNWRITTEN = """
fsync = off
full_page_writes = off
"""


class ClusterError(Exception):
    """A PostgreSQL program failed; its output follows."""


def programs() -> Path | None:
    """The folder with initdb and pg_ctl of the newest installed version, or None."""
    versions = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if versions:
        return max(versions, key=lambda folder: int(folder.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@dataclass
class Server:
    """A PostgreSQL server in which databases can be made. `url` leads to a database for administration.

    Emptying a used database takes a tenth of the time of making a new one, which copies hundreds of files.
    """

    url: str
    spare: list[str] = field(default_factory=list, init=False)

    async def empty_database(self) -> str:
        """The URL of an empty database: a spare one, else a new one."""
        return self.spare.pop() if self.spare else await self.new_database()

    async def empty(self, url: str) -> None:
        """End all other connections to the database, leave it without tables, and keep it as a spare.

        Tables that nobody has altered are put aside for `restore`.
        """
        async with _connected(url) as connection:
            await connection.execute(_END_OTHERS)
            await connection.execute(f'ALTER DATABASE "{url.rpartition("/")[2]}" RESET ALL')
            shape, now = _SHAPES.pop(url, None), await connection.fetchval(_SHAPE)
            await connection.execute(_PUT_ASIDE if shape is not None and shape == now else _DROP_TABLES)
        self.spare.append(url)

    async def drop_spare(self) -> None:
        while self.spare:
            await self.drop(self.spare.pop())

    async def new_database(self, *, template: str = "template1") -> str:
        """The URL, with asyncpg as the driver, of a new database made from `template`, to which nobody may be
        connected.
        """
        name = f"sloyfa_{os.getpid()}_{next(SERIAL)}"
        # Copying the files takes half the time of PostgreSQL's default strategy, which writes the copy to the log as
        # well.
        await self._tell(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        address = self.url.replace("postgresql+asyncpg://", "postgresql://").removeprefix("postgresql://")
        return f"postgresql+asyncpg://{address.rpartition('/')[0]}/{name}"

    async def drop(self, url: str) -> None:
        await self._tell(f'DROP DATABASE IF EXISTS "{url.rpartition("/")[2]}" WITH (FORCE)')

    async def _tell(self, sentence: str) -> None:
        await run(self.url, sentence)


@dataclass(frozen=True)
class Dump:
    """A database as SQL: `tables` for a database without any, then `rows`."""

    tables: str
    rows: str


_SHAPE = """
SELECT concat_ws(' ', count(*), max(oid), sum(relnatts), sum(relchecks)) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND current_setting('is_superuser') = 'on'
HAVING count(*) > 0
"""
"""Whatever alters a table or an index alters these numbers; rows do not. NULL for all but a superuser."""
_SHAPES: dict[str, str | None] = {}
"""URL -> the shape of the tables that `restore` has put into the database."""
_END_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_DROP_TABLES = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"
_PUT_ASIDE = "ALTER SCHEMA public RENAME TO aside; CREATE SCHEMA public"
_TAKE_BACK = """
DROP SCHEMA public;
ALTER SCHEMA aside RENAME TO public;
DO $$ DECLARE used regclass; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR used IN SELECT oid FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
    LOOP EXECUTE 'DELETE FROM ' || used; END LOOP;
END $$
"""
"""Only a superuser may delete in any order of tables; TRUNCATE takes as long as making the tables."""


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[Any]:
    """A connection that writes even where a test has made the database read-only."""
    address = url.replace("postgresql+asyncpg://", "postgresql://")
    connection = await asyncpg.connect(address, server_settings={"default_transaction_read_only": "off"})
    try:
        yield connection
    finally:
        await connection.close()


async def run(url: str, sentences: str) -> None:
    async with _connected(url) as connection:
        await connection.execute(sentences)


async def restore(url: str, dump: Dump | None) -> bool:
    """Fill a database without tables; False for one that has tables, and without a dump.

    Making the tables takes the server a sixth of a second: those put aside by `Server.empty` are used again.
    """
    async with _connected(url) as connection:
        if dump is None or await connection.fetchval("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"):
            return False
        is_aside = await connection.fetchval("SELECT to_regnamespace('aside') IS NOT NULL")
        await connection.execute(_TAKE_BACK if is_aside else dump.tables)
        _SHAPES[url] = await connection.fetchval(_SHAPE)
        await connection.execute(dump.rows)
    return True


async def is_empty(url: str) -> bool:
    async with _connected(url) as connection:
        return not await connection.fetchval("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")


def dump(url: str) -> Dump | None:
    """None on a machine without pg_dump."""
    program = (programs() or Path()) / "pg_dump"
    if not program.exists():
        return None
    rows = ("--data-only", "--inserts", "--rows-per-insert=1000")
    return Dump(_dumped(program, url, "--schema-only"), _dumped(program, url, *rows))


def _dumped(program: Path, url: str, *choices: str) -> str:
    whole = ["--schema=public", "--no-owner", "--no-privileges", *choices]
    said = subprocess.run(  # noqa: S603 - the program found above
        [program, *whole, url.replace("postgresql+asyncpg://", "postgresql://")],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    # Commands of psql begin with a backslash; an empty database has its schema already.
    return "\n".join(line for line in said.splitlines() if not line.startswith(("\\", "--", "CREATE SCHEMA")))


@dataclass
class Cluster(Server):
    """A throwaway server, which a test may stop, crash and start again on the same port.

    Only a `durable` cluster writes to the disk before a commit returns.
    """

    url: str = ""
    bin: Path = field(kw_only=True)
    folder: Path = field(kw_only=True)
    port: int = 0
    durable: bool = False

    def create(self) -> None:
        password = secrets.token_urlsafe()
        secret = self.folder / "password"
        secret.write_text(password)
        self._own(self.folder)
        self._own(secret)
        choices = ["--username=sloyfa", f"--pwfile={secret}", "--auth=password", "--encoding=UTF8", "--locale=C"]
        self._run("initdb", *choices, "--no-sync")
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(SETTINGS if self.durable else SETTINGS + UNWRITTEN)
        self.port = _free_port()
        self.url = f"postgresql://sloyfa:{password}@127.0.0.1:{self.port}/postgres"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def start(self) -> None:
        self._run("pg_ctl", "start", "--wait", f"--log={self.folder / 'log'}", f"--options=-p {self.port}")

    def stop(self) -> None:
        """Stop as an administrator does: connections are closed and everything is written to the disk."""
        self._run("pg_ctl", "stop", "--wait", "--mode=fast")

    def crash(self) -> None:
        """Stop at once, as if killed; the next start recovers the data."""
        self._run("pg_ctl", "stop", "--wait", "--mode=immediate")

    @property
    def running(self) -> bool:
        return (self.data / "postmaster.pid").exists()

    def _run(self, program: str, *options: str) -> None:
        command = [str(self.bin / program), *options, f"--pgdata={self.data}"]
        user = _unprivileged()
        # The server inherits pg_ctl's output, and would keep a pipe open as long as it runs: so the output goes to a
        # file.
        with (self.folder / "said").open("w+") as said:
            done = subprocess.run(  # noqa: S603 - the programs found above, with options written here
                command, stdout=said, stderr=said, check=False, cwd=self.folder, user=user,
                group=user and pwd.getpwnam(user).pw_gid, extra_groups=user and [],
            )  # fmt: skip
            said.seek(0)
            if done.returncode:
                raise ClusterError(f"{' '.join(command)}\n{said.read()}{self._log()}")

    def _log(self) -> str:
        log = self.folder / "log"
        return log.read_text() if log.exists() else ""

    def _own(self, path: Path) -> None:
        if user := _unprivileged():
            shutil.chown(path, user)


def _unprivileged() -> str | None:
    """The user to run PostgreSQL as when root runs the tests, since PostgreSQL refuses root; None: the current user."""
    if os.geteuid():
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def temporary_cluster(bin_: Path) -> Iterator[Cluster]:
    """A running cluster, made with the programs in `bin_` and removed on exit."""
    with tempfile.TemporaryDirectory(prefix="sloyfa-postgresql-") as folder:
        cluster = Cluster(bin=bin_, folder=Path(folder))
        cluster.create()
        cluster.start()
        try:
            yield cluster
        finally:
            if cluster.running:
                cluster.crash()


@pytest.fixture(scope="session")
def postgresql_cluster() -> Iterator[Cluster]:
    """This process's cluster. A test that stops or crashes the cluster starts it again before the test ends."""
    found = programs()
    if not found:
        pytest.skip("there are no PostgreSQL server programs on this machine")
    with temporary_cluster(found) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def postgresql_server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """The server named by the environment, else a throwaway cluster."""
    named = os.environ.get(URL_VARIABLE)
    server: Server = Server(named) if named else request.getfixturevalue("postgresql_cluster")
    yield server
    asyncio.run(server.drop_spare())


@pytest.fixture
async def postgresql_url(postgresql_server: Server) -> AsyncIterator[str]:
    """The URL of an empty database, emptied again after the test."""
    url = await postgresql_server.empty_database()
    yield url
    await postgresql_server.empty(url)
