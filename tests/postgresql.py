"""PostgreSQL for the tests: a cluster of their own, in a temporary folder on loopback, and fresh databases in it."""

import asyncio
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import asyncpg
import pytest

NAMED = "SLOYFA_TEST_POSTGRESQL"
"""The environment variable with the URL of a server to use instead of a cluster of the tests' own."""

SERIAL = count()

SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
timezone = 'UTC'
"""
# What a test writes need not outlive the machine, only the server's own stop or crash; so nothing waits for the disk.
UNWRITTEN = """
fsync = off
full_page_writes = off
"""


class ClusterError(Exception):
    """PostgreSQL did not do what it was told; its own words follow."""


def programs() -> Path | None:
    """The folder with initdb and pg_ctl, of the newest version there is, or None."""
    versions = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if versions:
        return max(versions, key=lambda folder: int(folder.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@dataclass
class Server:
    """A PostgreSQL server in which databases can be made. `url` leads to a database for administration.

    To make a database copies hundreds of files; to empty one that a test has used takes a third of that time.
    """

    url: str
    spare: list[str] = field(default_factory=list, init=False)

    async def empty_database(self) -> str:
        """The URL of a database with nothing in it: one that was emptied, else a new one."""
        return self.spare.pop() if self.spare else await self.new_database()

    async def empty(self, url: str) -> None:
        """Everybody's connections are ended, and the database is as if it were new; it is spare from now on."""
        name = url.rpartition("/")[2]
        await self._tell(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}';"  # noqa: S608 - our name
            f'ALTER DATABASE "{name}" RESET ALL'
        )
        await _tell(url, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        self.spare.append(url)

    async def drop_spare(self) -> None:
        while self.spare:
            await self.drop(self.spare.pop())

    async def new_database(self, *, template: str = "template1") -> str:
        """The URL, with asyncpg as the driver, of a new database made from `template`, which nobody may be using."""
        name = f"sloyfa_{os.getpid()}_{next(SERIAL)}"
        # Copying the files takes half the time of PostgreSQL's default, which writes a log of it.
        await self._tell(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        address = self.url.replace("postgresql+asyncpg://", "postgresql://").removeprefix("postgresql://")
        return f"postgresql+asyncpg://{address.rpartition('/')[0]}/{name}"

    async def drop(self, url: str) -> None:
        await self._tell(f'DROP DATABASE IF EXISTS "{url.rpartition("/")[2]}" WITH (FORCE)')

    async def _tell(self, sentence: str) -> None:
        await _tell(self.url, sentence)


async def _tell(url: str, sentence: str) -> None:
    connection = await asyncpg.connect(url.replace("postgresql+asyncpg://", "postgresql://"))
    try:
        await connection.execute(sentence)
    finally:
        await connection.close()


@dataclass
class Cluster(Server):
    """A server of the tests' own, which a test may stop, crash and start again; it keeps its port.

    Only a `durable` one writes to the disk before it says that something is committed.
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
        """Ends it as an administrator would: connections are closed and everything is written down."""
        self._run("pg_ctl", "stop", "--wait", "--mode=fast")

    def crash(self) -> None:
        """Ends it at once, as if it had been killed; it recovers when started."""
        self._run("pg_ctl", "stop", "--wait", "--mode=immediate")

    @property
    def running(self) -> bool:
        return (self.data / "postmaster.pid").exists()

    def _run(self, program: str, *options: str) -> None:
        command = [str(self.bin / program), *options, f"--pgdata={self.data}"]
        user = _unprivileged()
        # The server inherits what pg_ctl is given, so its output goes to a file: a pipe would stay open as long as it.
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
    """Who runs PostgreSQL when root runs the tests, since it refuses root; None: whoever runs the tests."""
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
def cluster_of_its_own(bin_: Path) -> Iterator[Cluster]:
    """A cluster that is there for as long as it is entered, made with the programs in `bin_`."""
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
    """A cluster of this process's own. A test that stops it or lets it crash starts it again before it ends."""
    found = programs()
    if not found:
        pytest.skip("there are no PostgreSQL server programs on this machine")
    with cluster_of_its_own(found) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def postgresql_server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """The server that the environment names, else a cluster of the tests' own."""
    named = os.environ.get(NAMED)
    server: Server = Server(named) if named else request.getfixturevalue("postgresql_cluster")
    yield server
    asyncio.run(server.drop_spare())


@pytest.fixture
async def postgresql_url(postgresql_server: Server) -> AsyncIterator[str]:
    """The URL of an empty database, which is emptied again after the test."""
    url = await postgresql_server.empty_database()
    yield url
    await postgresql_server.empty(url)
