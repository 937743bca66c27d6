"""The child process that makes digests: modules, sockets, errors, and the end of the process."""

import asyncio
import os
import signal
import socket
import stat
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from bot.context.addressing import NotNow
from bot.workers.process import ChildGone, DigestProcess
from dialogs.knowledge.themes.values import Answer, Themes
from dialogs.model import Delivery, DeliveryKind, DeliveryState, OfDigest, OfUnknown
from storage.database import Database, Unreachable, is_down
from tests.databases import make_tables

NOW = datetime(2026, 11, 24, 7, tzinfo=UTC)
KIND, CLAIMED = DeliveryKind.DIGEST, DeliveryState.CLAIMED
OF_NOTHING = Delivery("nes", UUID(int=1), KIND, CLAIMED, due_at=NOW, about=OfDigest(UUID(int=2)))
NO_DIGEST = NotNow(DeliveryState.DROPPED, "there is no such digest")


async def migrated_database(database_url: str) -> str:
    async with Database(database_url) as db:
        await make_tables(db)
    return database_url


@pytest.fixture
async def migrated(tmp_path: Path) -> str:
    return await migrated_database(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db")


@pytest.fixture
async def aside(migrated: str) -> AsyncIterator[DigestProcess]:
    async with DigestProcess(migrated) as opened:
        yield opened


async def in_child(aside: DigestProcess, work: Callable[..., Any], *args: object) -> Any:  # noqa: ANN401 - whatever it returns
    async with aside._child() as child:
        return await asyncio.get_running_loop().run_in_executor(child.pool, work, *args)


def sockets_of(pid: int) -> set[int]:
    """The inode numbers of the process's open sockets."""
    files = (file.stat() for file in Path(f"/proc/{pid}/fd").iterdir())
    return {file.st_ino for file in files if stat.S_ISSOCK(file.st_mode)}


async def has_ended(pid: int) -> None:
    """Wait for the end of any process, also if it is no child of ours."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.add_reader(process, ended.set)
    await ended.wait()
    loop.remove_reader(process)
    os.close(process)


async def test_a_digest_is_worked_out_in_a_process_of_its_own(database_url: str) -> None:
    async with DigestProcess(await migrated_database(database_url)) as aside:
        assert await aside.digest(OF_NOTHING, now=NOW) == NO_DIGEST
        assert await in_child(aside, os.getpid) != os.getpid()


async def test_the_child_knows_neither_teams_nor_the_web_nor_a_schedule(aside: DigestProcess) -> None:
    import_module("bot.app")  # the parent has the module
    await aside.digest(OF_NOTHING, now=NOW)
    modules = await in_child(aside, eval, "[*__import__('sys').modules]")
    known = {name.partition(".")[0] for name in modules}
    assert known & {"aiohttp", "botbuilder", "botframework", "apscheduler"} == set()
    assert "bot.context.digests" in modules


async def test_themes_are_found_in_the_child_on_one_thread(aside: DigestProcess) -> None:
    found = await aside.themes([Answer("1", "Vi hilser i døra.")], quotes=5)
    assert found == Themes(0.0, others=("1",))
    assert await in_child(aside, os.getenv, "OPENBLAS_NUM_THREADS") == "1"
    fork_server = await in_child(aside, os.getppid)
    assert len(await in_child(aside, os.listdir, f"/proc/{fork_server}/task")) == 1, "a threaded process is forked"
    assert "numpy" in await in_child(aside, eval, "[*__import__('sys').modules]"), "nothing was read ahead"


async def test_the_child_inherits_no_listening_socket(aside: DigestProcess) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        await aside.digest(OF_NOTHING, now=NOW)
        for pid in (await in_child(aside, os.getpid), await in_child(aside, os.getppid)):
            assert os.fstat(listening.fileno()).st_ino not in sockets_of(pid)


async def test_where_there_is_no_digest_there_is_no_child(migrated: str) -> None:
    async with DigestProcess(migrated) as aside:
        assert aside._starting is None


async def test_an_error_in_the_child_is_raised_in_the_parent(aside: DigestProcess) -> None:
    with pytest.raises(ValueError, match="delivery of no digest"):
        await aside.digest(Delivery("nes", UUID(int=1), KIND, CLAIMED, due_at=NOW, about=OfUnknown("no id")), now=NOW)
    assert await aside.digest(OF_NOTHING, now=NOW) == NO_DIGEST


async def test_a_database_that_is_down_is_known_to_be(tmp_path: Path) -> None:
    async with DigestProcess(f"sqlite+aiosqlite:///{tmp_path}/no/such/folder.db") as aside:
        with pytest.raises(Unreachable) as raised:
            await aside.digest(OF_NOTHING, now=NOW)
        assert is_down(raised.value)


async def test_a_child_that_is_killed_is_replaced_and_what_it_worked_at_is_told(aside: DigestProcess) -> None:
    pid = await in_child(aside, os.getpid)
    busy = asyncio.ensure_future(in_child(aside, signal.pause))
    waiting = [asyncio.ensure_future(aside.digest(OF_NOTHING, now=NOW)) for _ in range(3)]
    await asyncio.sleep(0)
    os.kill(pid, signal.SIGKILL)
    told = await asyncio.gather(busy, *waiting, return_exceptions=True)
    assert [type(one) for one in told] == [ChildGone] * 4
    assert await aside.digest(OF_NOTHING, now=NOW) == NO_DIGEST
    assert await in_child(aside, os.getpid) != pid


async def test_a_child_that_cannot_begin_says_nothing_of_the_digest() -> None:
    async with DigestProcess("no address of a database") as aside:
        for _ in range(2):  # each call starts a new process
            with pytest.raises(ChildGone, match="could not be begun"):
                await aside.digest(OF_NOTHING, now=NOW)


@pytest.mark.parametrize("meant_for_the_parent", [signal.SIGINT, signal.SIGTERM])
async def test_the_child_leaves_signals_to_its_parent(
    aside: DigestProcess, meant_for_the_parent: signal.Signals
) -> None:
    pid = await in_child(aside, os.getpid)
    os.kill(pid, meant_for_the_parent)
    assert await aside.digest(OF_NOTHING, now=NOW) == NO_DIGEST
    assert await in_child(aside, os.getpid) == pid


async def test_leaving_ends_the_child_in_the_middle_of_its_work(migrated: str) -> None:
    async with DigestProcess(migrated) as aside:
        pid = await in_child(aside, os.getpid)
        busy = asyncio.ensure_future(in_child(aside, signal.pause))
        waiting = asyncio.ensure_future(aside.digest(OF_NOTHING, now=NOW))
        await asyncio.sleep(0)
    assert [type(one) for one in await asyncio.gather(busy, waiting, return_exceptions=True)] == [ChildGone] * 2
    await has_ended(pid)


async def test_a_child_without_work_is_let_go_and_another_begun_when_there_is_some(migrated: str) -> None:
    async with DigestProcess(migrated, idle=0) as aside:
        pid = await in_child(aside, os.getpid)
        await has_ended(pid)
        assert aside._starting is None
        assert await aside.digest(OF_NOTHING, now=NOW) == NO_DIGEST


PROGRAM = """
import asyncio, os, sys
from bot.workers.process import DigestProcess

async def main():
    async with DigestProcess(sys.argv[1]) as aside:
        async with aside._child() as child:
            print(child.pool.submit(os.getpid).result(), flush=True)
            await asyncio.Event().wait()

asyncio.run(main())
"""


async def test_the_child_does_not_outlive_a_parent_that_is_killed(migrated: str) -> None:
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PROGRAM, migrated), stdout=asyncio.subprocess.PIPE
    )
    assert program.stdout is not None
    child = int(await program.stdout.readline())
    program.kill()
    await program.wait()
    await has_ended(child)
    assert await program.stdout.read() == b"", "nobody holds its output any more"
