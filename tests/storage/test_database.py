"""One way to read and one to write: shared commits, isolated faults, and retries."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.pool import QueuePool
from sqlalchemy.util import await_only

from storage.database import Database, Unreachable, is_down
from tests.postgresql import Cluster

Work = Callable[[AsyncConnection], Awaitable[None]]


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url) as database:
        await database.write(created)
        yield database


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as database:
        await database.write(created)
        yield database


async def created(c: AsyncConnection) -> None:
    await c.execute(text("CREATE TABLE words (word VARCHAR(20) PRIMARY KEY)"))


def adding(word: str) -> Work:
    async def add(c: AsyncConnection) -> None:
        await c.execute(text("INSERT INTO words VALUES (:word)"), {"word": word})

    return add


async def words(db: Database) -> list[str]:
    async def work(c: AsyncConnection) -> list[str]:
        return sorted((await c.execute(text("SELECT word FROM words"))).scalars())

    return await db.read(work)


async def ids_of_transactions(db: Database, how_many: int) -> set[int]:
    """The transactions in which `how_many` concurrent writes ran, by their Python ids."""
    begun: list[int] = []

    async def work(c: AsyncConnection) -> None:
        begun.append(id(c.sync_connection.get_transaction() if c.sync_connection else None))

    await asyncio.gather(*(db.write(work) for _ in range(how_many)))
    return set(begun)


async def test_a_committed_write_is_read_by_everybody_at_once(db: Database, database_url: str) -> None:
    await db.write(adding("hei"))
    assert await words(db) == ["hei"]
    async with Database(database_url) as other:
        assert await words(other) == ["hei"]


async def test_an_error_undoes_all_of_its_own_write_and_is_raised(db: Database) -> None:
    async def half(c: AsyncConnection) -> None:
        await adding("halvt")(c)
        raise LookupError("the other half")

    with pytest.raises(LookupError, match="the other half"):
        await db.write(half)
    assert await words(db) == []


async def test_strangers_errors_stay_apart_though_they_wait_together(db: Database) -> None:
    async def half(c: AsyncConnection) -> None:
        await adding("halvt")(c)
        await adding("er der")(c)

    await db.write(adding("er der"))
    works = (adding("en"), half, adding("to"))
    results = await asyncio.gather(*(db.write(work) for work in works), return_exceptions=True)
    assert [type(result) for result in results] == [type(None), IntegrityError, type(None)]
    assert await words(db) == ["en", "er der", "to"]


async def test_who_reads_for_long_lets_others_have_their_turn(db: Database) -> None:
    others: list[str] = []

    async def long(c: AsyncConnection) -> bool:
        asyncio.get_running_loop().call_soon(others.append, "had their turn")
        for _ in range(100_000):
            await c.execute(text("SELECT 1"))
            if others:
                return True
        return False

    assert await db.read(long)


async def test_rows_can_be_changed_while_they_are_iterated(db: Database) -> None:
    async def doubled(c: AsyncConnection) -> int:
        found = await c.execute(text("SELECT word FROM words"))
        count = 0
        for row in found:
            count += 1
            await c.execute(text("INSERT INTO words VALUES (:word)"), {"word": row[0] * 2})
        return count

    for number in range(100):
        await db.write(adding(f"{number};"))
    assert await db.write(doubled) == 100
    assert len(await words(db)) == 200


async def test_writes_that_wait_together_are_committed_together(sqlite: Database) -> None:
    assert len(await ids_of_transactions(sqlite, 20)) == 1


async def test_who_waits_no_longer_is_passed_over_and_the_others_are_not(sqlite: Database) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(c: AsyncConnection) -> None:
        begun.set()
        await go_on.wait()
        await adding("først")(c)

    first = asyncio.create_task(sqlite.write(slow))
    await begun.wait()
    gone, last = (asyncio.create_task(sqlite.write(adding(word))) for word in ("borte", "sist"))
    await asyncio.sleep(0)
    gone.cancel()
    go_on.set()
    await asyncio.gather(first, last)
    assert gone.cancelled()
    assert await words(sqlite) == ["først", "sist"]


async def test_who_is_cancelled_while_writing_is_committed_whole_or_not_at_all(db: Database) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def two(c: AsyncConnection) -> None:
        await adding("en")(c)
        begun.set()
        await go_on.wait()
        await adding("to")(c)

    task = asyncio.create_task(db.write(two))
    await begun.wait()
    task.cancel()
    go_on.set()
    await asyncio.gather(task, return_exceptions=True)
    await db.write(adding("tre"))
    assert await words(db) in (["tre"], ["en", "to", "tre"])


@pytest.mark.postgresql
async def test_a_connection_is_returned_whole_though_its_borrower_is_cancelled_meanwhile(postgresql_url: str) -> None:
    """As at shutdown, while the return of the connection waits for the server."""
    returning, go_on, thrown_away = asyncio.Event(), asyncio.Event(), list[object]()

    def wait_for_the_server(*_: object) -> None:
        returning.set()
        await_only(go_on.wait())

    async with Database(postgresql_url) as db:
        await db.write(created)
        event.listen(db.writing.sync_engine, "reset", wait_for_the_server)
        event.listen(db.writing.sync_engine, "invalidate", lambda *connection: thrown_away.append(connection))
        writing = asyncio.create_task(db.write(adding("en")))
        await returning.wait()
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        go_on.set()
        assert await words(db) == ["en"]
        pool = db.writing.pool
        assert isinstance(pool, QueuePool)
        assert (pool.checkedout(), thrown_away) == (0, [])


async def test_where_the_disk_is_full_nobody_is_told_that_what_is_not_there_was_written(sqlite: Database) -> None:
    """SQLite then rolls back the whole transaction, including earlier writes of other callers in the same commit."""

    async def leave_no_room(c: AsyncConnection) -> None:
        pages = (await c.execute(text("PRAGMA page_count"))).scalar()
        await c.execute(text(f"PRAGMA max_page_count = {pages}"))

    await sqlite.write(leave_no_room)
    works = (adding("før"), adding("x" * 100_000), adding("etter"))
    before, full, after = await asyncio.gather(*(sqlite.write(work) for work in works), return_exceptions=True)
    assert isinstance(full, OperationalError)
    assert "full" in str(full)
    assert is_down(full)
    assert (before, after) == (None, None)
    assert await words(sqlite) == ["etter", "før"]


async def test_queued_writes_are_written_before_the_database_closes(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    async with Database(url) as db:
        await db.write(created)
        waiting = [asyncio.create_task(db.write(adding(str(n)))) for n in range(3)]
        await asyncio.sleep(0)
    await asyncio.gather(*waiting)
    async with Database(url) as db:
        assert await words(db) == ["0", "1", "2"]


async def test_more_readers_than_connections_are_all_served(db: Database) -> None:
    await db.write(adding("hei"))

    async def slowly(c: AsyncConnection) -> int:
        await asyncio.sleep(0)
        return len((await c.execute(text("SELECT word FROM words"))).all())

    assert await asyncio.gather(*(db.read(slowly) for _ in range(50))) == [1] * 50


async def test_who_reads_sees_nothing_of_what_is_written_meanwhile_on_sqlite(sqlite: Database) -> None:
    async def twice(c: AsyncConnection) -> tuple[int, int]:
        before = len((await c.execute(text("SELECT word FROM words"))).all())
        await sqlite.write(adding("hei"))
        return before, len((await c.execute(text("SELECT word FROM words"))).all())

    assert await sqlite.read(twice) == (0, 0)
    assert await words(sqlite) == ["hei"]


async def test_an_error_while_reading_spoils_no_later_read(db: Database) -> None:
    async def fails(c: AsyncConnection) -> None:
        await c.execute(text("SELECT word FROM words"))
        raise LookupError("nothing there")

    for _ in range(20):
        with pytest.raises(LookupError):
            await db.read(fails)
    await db.write(adding("hei"))
    assert await words(db) == ["hei"]


async def test_a_read_cannot_write_on_sqlite(sqlite: Database) -> None:
    with pytest.raises(OperationalError, match="readonly"):
        await sqlite.read(adding("nei"))


async def test_sqlite_is_durable_and_lets_readers_read_while_it_is_written(sqlite: Database) -> None:
    async def pragmas(c: AsyncConnection) -> list[object]:
        return [(await c.execute(text(f"PRAGMA {name}"))).scalar() for name in ("journal_mode", "synchronous")]

    full = 2
    assert await sqlite.write(pragmas) == ["wal", full]

    async def reads_meanwhile(c: AsyncConnection) -> None:
        await adding("snart")(c)
        assert await words(sqlite) == []

    await sqlite.write(reads_meanwhile)
    assert await words(sqlite) == ["snart"]


async def test_foreign_keys_hold_on_sqlite(sqlite: Database) -> None:
    async def orphan(c: AsyncConnection) -> None:
        await c.execute(text("CREATE TABLE child (word VARCHAR(20) REFERENCES words(word))"))
        await c.execute(text("INSERT INTO child VALUES ('ingen')"))

    with pytest.raises(IntegrityError):
        await sqlite.write(orphan)


async def test_an_error_never_shows_what_was_written(db: Database) -> None:
    await db.write(adding("hemmelig"))
    with pytest.raises(IntegrityError) as caught:
        await db.write(adding("hemmelig"))
    assert "parameters hidden" in str(caught.value)


async def test_of_several_writes_together_only_the_failing_ones_are_undone(db: Database) -> None:
    with pytest.raises(ExceptionGroup) as caught:
        await db.write_each([adding("en"), adding("en"), adding("to")])
    assert [type(error) for error in caught.value.exceptions] == [IntegrityError]
    assert await words(db) == ["en", "to"]


async def test_another_programs_lock_is_waited_for_and_then_told_of(tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    async with Database(f"sqlite+aiosqlite:///{file}?timeout=0.1") as db:
        await db.write(created)
        other = sqlite3.connect(file)
        try:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(OperationalError, match="locked") as caught:
                await db.write(adding("nei"))
            assert is_down(caught.value)
        finally:
            other.close()
        await db.write(adding("ja"))
        assert await words(db) == ["ja"]


async def test_when_the_database_is_down_no_further_write_is_tried(tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    file.write_text("this is a letter, and no database at all " * 100)
    tried: list[str] = []

    def works() -> list[Work]:
        async def work(_c: AsyncConnection) -> None:
            tried.append("one")

        return [work, work]

    async with Database(f"sqlite+aiosqlite:///{file}") as db:
        with pytest.raises(Unreachable, match="not a database"):
            await db.write_each(works())
    assert tried == []


@pytest.mark.parametrize(("file", "says"), [("letter/x.db", "its folder cannot be made"), ("folder", "is not a file")])
async def test_a_database_that_cannot_be_there_says_so(tmp_path: Path, file: str, says: str) -> None:
    (tmp_path / "letter").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(Unreachable, match=says):
        async with Database(f"sqlite+aiosqlite:///{tmp_path / file}"):
            pass


async def test_a_missing_file_is_not_made_by_looking_for_it(tmp_path: Path) -> None:
    file = tmp_path / "new" / "x.db"
    db = Database(f"sqlite+aiosqlite:///{file}")
    assert not db.is_there
    assert not file.parent.exists()
    async with db:
        await db.write(created)
        assert db.is_there


@pytest.mark.postgresql
async def test_two_who_write_the_same_first_row_both_come_through(postgresql_url: str) -> None:
    """Each looks before inserting; the second gets a unique violation, and is run again."""
    both_looked = asyncio.Barrier(2)
    looked = 0

    async def if_absent(c: AsyncConnection) -> str:
        nonlocal looked
        found = (await c.execute(text("SELECT word FROM words"))).scalar()
        looked += 1
        if looked <= both_looked.parties:
            await both_looked.wait()
        if found is None:
            await adding("felles")(c)
            return "wrote"
        return "found"

    async with Database(postgresql_url) as db:
        await db.write(created)
        assert sorted(await asyncio.gather(db.write(if_absent), db.write(if_absent))) == ["found", "wrote"]


@pytest.mark.postgresql
async def test_writes_waiting_for_one_lock_leave_connections_to_others(postgresql_url: str) -> None:
    """Any number of waiting writes, such as many answers to one question in the same minute."""
    async with Database(postgresql_url) as db:
        await db.write(created)
        first, may_go_on = asyncio.Event(), asyncio.Event()

        async def slow(_c: AsyncConnection) -> None:
            first.set()
            await may_go_on.wait()

        alike = [asyncio.create_task(db.write(slow, lock=("nordvik", "s", 0))) for _ in range(30)]
        await first.wait()
        await db.write(adding("imens"), lock=("nordvik", "s", 1))
        assert await words(db) == ["imens"]
        may_go_on.set()
        await asyncio.gather(*alike)


@pytest.mark.postgresql
async def test_a_transaction_that_could_not_be_serialised_is_run_again(postgresql_url: str) -> None:
    both_read = asyncio.Barrier(2)
    runs = 0

    async def count_and_add(c: AsyncConnection) -> None:
        nonlocal runs
        await c.execute(text("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"))
        there = (await c.execute(text("SELECT count(*) FROM words"))).scalar()
        runs += 1
        mine = f"{there}-{runs}"
        if runs <= both_read.parties:
            await both_read.wait()
        await adding(mine)(c)

    async with Database(postgresql_url) as db:
        await db.write(created)
        await asyncio.gather(db.write(count_and_add), db.write(count_and_add))
        assert runs > both_read.parties
        assert [word[0] for word in await words(db)] == ["0", "1"]


@pytest.mark.postgresql
async def test_a_server_that_starts_again_is_waited_for(postgresql_cluster: Cluster) -> None:
    async with Database(await postgresql_cluster.new_database()) as db:
        await db.write(created)
        await db.write(adding("før"))
        held, go_on = asyncio.Event(), asyncio.Event()

        async def in_the_middle(c: AsyncConnection) -> None:
            await adding("midt i")(c)
            if not go_on.is_set():
                held.set()
                await go_on.wait()
            await c.execute(text("SELECT 1"))

        writing = asyncio.create_task(db.write(in_the_middle))
        await held.wait()
        await asyncio.to_thread(postgresql_cluster.crash)
        starting = asyncio.create_task(asyncio.to_thread(postgresql_cluster.start))
        go_on.set()
        await writing
        await starting
        await db.write(adding("etter"))
        assert await words(db) == ["etter", "før", "midt i"]


@pytest.mark.postgresql
async def test_a_server_that_was_never_there_is_told_of_at_once(unused_tcp_port: int) -> None:
    async with asyncio.timeout(1), Database(f"postgresql+asyncpg://u:p@127.0.0.1:{unused_tcp_port}/x") as db:
        with pytest.raises(Unreachable, match="Connect call failed"):
            await words(db)
