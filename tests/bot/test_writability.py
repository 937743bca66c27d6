"""A read-only database is reported, and its files are accessible to their owner alone."""

import asyncio
import os
import resource
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

import aiohttp
import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.rehearsal.cast import TENANT
from storage.database import Database
from storage.migrations.running import migrate
from storage.writability import obstacle
from tests.bot.commands import clean_environment, run_in_subprocess
from tests.nordvik import House, open_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as opened:
        yield opened


async def ready(house: House) -> int:
    async with aiohttp.ClientSession() as session, session.get(f"{house.stage.url}/readyz") as answer:
        return answer.status


async def pragma(house: House, line: str) -> None:
    async def work(c: AsyncConnection) -> None:
        await c.execute(text(f"PRAGMA {line}"))

    await house.stage.app.db.write(work)


async def pages(house: House) -> int:
    found = await house.stage.app.db.read(lambda c: c.execute(text("PRAGMA page_count")))
    return int(found.scalar_one())


async def test_a_full_disk_makes_it_unready_until_there_is_room(house: House) -> None:
    assert await ready(house) == 200
    await pragma(house, f"max_page_count = {await pages(house)}")
    with structlog.testing.capture_logs() as lines:
        assert [await ready(house), await ready(house)] == [503, 503]
    (why,) = [line["why"] for line in lines if line["event"] == "not ready"]
    assert why.endswith("x.db cannot be written: its disk is full; make room there")
    await pragma(house, "max_page_count = 1000000")
    assert await ready(house) == 200


async def test_a_database_that_can_only_be_read_makes_it_unready(house: House) -> None:
    await pragma(house, "query_only = ON")
    assert await ready(house) == 503
    assert (await obstacle(house.stage.app.db)).endswith("can be read but not written: it is read-only")


async def test_checking_that_the_database_can_be_written_leaves_nothing_behind(database_url: str) -> None:
    async with open_house(database_url) as house:
        before = await house.stage.app.db.read(lambda c: c.execute(text("SELECT count(*) FROM copies")))
        assert await ready(house) == 200
        after = await house.stage.app.db.read(lambda c: c.execute(text("SELECT count(*) FROM copies")))
        assert after.scalar_one() == before.scalar_one()


@pytest.mark.postgresql
async def test_a_server_that_takes_no_writes_is_told_by_check(postgresql_url: str, tmp_path: Path) -> None:
    async with Database(postgresql_url) as db:
        await migrate(db)
        name = db.url.database
        await db.write(lambda c: c.execute(text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')))
    given = {"SLOYFA_DATABASE_URL": postgresql_url, "MicrosoftAppTenantId": TENANT}
    done = await asyncio.to_thread(partial(run_in_subprocess, "check", cwd=tmp_path, settings=given))
    (line,) = [line for line in done.lines if line.startswith("database:")]
    assert (done.code, line.endswith("can be read but not written: it is read-only")) == (1, True)


async def test_a_file_that_may_not_grow_is_told_by_check(tmp_path: Path) -> None:
    """As with an exhausted quota: the limit is the operating system's own."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    async with Database(url) as db:
        await migrate(db)

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = await asyncio.to_thread(
        partial(
            subprocess.run,
            [sys.executable, "-m", "bot", "check"],
            cwd=tmp_path,
            env=clean_environment(SLOYFA_DATABASE_URL=url, PYTHONDONTWRITEBYTECODE="1"),
            preexec_fn=no_room,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    )
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("database:")]
    assert done.returncode == 1
    assert "x.db cannot be written: disk I/O error; is its disk full" in line


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def modes(folder: Path) -> dict[str, int]:
    return {one.name: mode(one) for one in folder.iterdir()}


@pytest.fixture
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_umask")
async def test_files_and_folders_that_are_made_are_their_owners_alone(tmp_path: Path) -> None:
    before = mode(tmp_path)
    async with Database(f"sqlite+aiosqlite:///{tmp_path}/var/lib/x.db") as db:
        await migrate(db)
        assert modes(tmp_path / "var" / "lib") == {"x.db": 0o600, "x.db-wal": 0o600, "x.db-shm": 0o600}
    assert (modes(tmp_path), modes(tmp_path / "var")) == ({"var": 0o700}, {"lib": 0o700})
    assert mode(tmp_path) == before, "a folder that was there is somebody else's business"


@pytest.mark.usefixtures("open_umask")
async def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    (tmp_path / "x.db").touch(0o666)
    async with Database(url) as db:
        await migrate(db)
        for name in modes(tmp_path):
            os.chmod(tmp_path / name, 0o644)  # noqa: PTH101 - the path's own is for functions that may block
        async with Database(url):
            assert set(modes(tmp_path).values()) == {0o600}
