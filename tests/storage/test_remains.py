"""Removed words stand in no byte of SQLite's files: rows, free space, write-ahead log, temporary files."""

import asyncio
import random
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.sqlite import raw_of

MARK = "zqord"
OF_ONE_PAGE, OF_SEVERAL_PAGES = 40, 2_000
"""Repetitions of the mark."""


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as database:
        await run(database, "CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT)")
        yield database


async def run(db: Database, sql: str, **values: object) -> None:
    async def work(c: AsyncConnection) -> None:
        await c.execute(text(sql), values)

    await db.write(work)


async def keep(db: Database, row: int, word: str) -> None:
    sql = "INSERT INTO words VALUES (:row, :word) ON CONFLICT (id) DO UPDATE SET word = excluded.word"
    await run(db, sql, row=row, word=word)


def left_in(folder: Path, word: str = MARK) -> list[str]:
    """The files that hold the word."""
    return sorted(file.name for file in folder.iterdir() if word.encode() in file.read_bytes())


@pytest.mark.parametrize("length", [OF_ONE_PAGE, OF_SEVERAL_PAGES])
async def test_a_deleted_row_is_in_no_file(db: Database, tmp_path: Path, length: int) -> None:
    """A long text stands in pages of its own, free afterwards."""
    await keep(db, 1, MARK * length)
    assert await db.empty_log()
    assert left_in(tmp_path) == ["x.db"]
    await run(db, "DELETE FROM words")
    assert await db.empty_log()
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("length", [OF_ONE_PAGE, OF_SEVERAL_PAGES])
async def test_a_shortened_text_leaves_nothing_of_the_longer_one(db: Database, tmp_path: Path, length: int) -> None:
    await keep(db, 1, MARK * length)
    await keep(db, 1, "kort")
    assert await db.empty_log()
    assert (left_in(tmp_path), left_in(tmp_path, "kort")) == ([], ["x.db"])


async def test_words_undone_by_an_error_stay_nowhere(db: Database, tmp_path: Path) -> None:
    """More words than the page cache holds: SQLite writes some to the log before the transaction ends."""

    async def fails(c: AsyncConnection) -> None:
        for row in range(400):
            await c.execute(text("INSERT INTO words VALUES (:row, :word)"), {"row": row, "word": MARK * 400})
        raise LookupError

    with pytest.raises(LookupError):
        await db.write(fails)
    assert await db.empty_log()
    assert left_in(tmp_path) == []


async def test_the_log_is_emptied_once_its_reader_has_ended(db: Database, tmp_path: Path) -> None:
    """Another program reads meanwhile, and writes go on."""
    await keep(db, 1, MARK)
    with closing(sqlite3.connect(tmp_path / "x.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM words").fetchall()
        await run(db, "DELETE FROM words")
        assert not await db.empty_log()
        await keep(db, 2, "mer")
        assert "x.db-wal" in left_in(tmp_path)
    assert await db.empty_log()
    assert (left_in(tmp_path), left_in(tmp_path, "mer")) == ([], ["x.db"])


async def test_sorting_and_savepoints_make_no_temporary_file(db: Database) -> None:
    """A temporary file has no name, but its bytes stay on the disk; the process holds the file open."""

    async def fill(c: AsyncConnection) -> list[str]:
        for row in range(600):
            await c.execute(text("INSERT INTO words VALUES (:row, :word)"), {"row": row, "word": f"{row}" + MARK * 400})
        return []

    async def change(c: AsyncConnection) -> list[str]:
        await c.execute(text("UPDATE words SET word = word || 'x'"))
        return open_files()

    async def sort(c: AsyncConnection) -> list[str]:
        rows = sqlite3.Cursor(raw_of(c.sync_connection))
        rows.execute("SELECT word FROM words ORDER BY word || 'x'").fetchone()
        return open_files()

    await db.write(fill)
    assert (await db.write(change), await db.read(sort)) == ([], [])


def open_files() -> list[str]:
    """SQLite's temporary files that this process holds open."""
    found = []
    for link in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):  # closed since it was listed
            found.append(str(link.readlink()))
    return [target for target in found if "etilqs" in target]


def removed_and_left(folder: Path, removed: set[int]) -> set[int]:
    found = re.findall(rb"zq(\d{6})x", b"".join(file.read_bytes() for file in folder.iterdir()))
    return {int(number) for number in found} & removed


async def churn(db: Database, steps: int) -> set[int]:
    """Adds, changes and removes rows in a fixed order that divides pages; returns the removed words' numbers."""
    chance, there, gone = random.Random(0), dict[int, int](), set[int]()  # noqa: S311 - no secret

    async def work(c: AsyncConnection) -> None:
        for number in range(steps):
            row = chance.choice(list(there)) if there and chance.random() < 0.4 else number
            gone.update({there[row]} if row in there else ())
            length = chance.choice([3, 6, 15, 15, 40, 110, 360])
            word = " ".join(f"zq{number:06d}x{part:04d}zq" for part in range(length))
            there[row] = number
            put = "INSERT INTO words VALUES (:row, :word) ON CONFLICT (id) DO UPDATE SET word = excluded.word"
            await c.execute(text(put), {"row": row, "word": word})
            if chance.random() < 0.15:
                gone.add(there.pop(row))
                await c.execute(text("DELETE FROM words WHERE id = :row"), {"row": row})

    await db.write(work)
    return gone


async def test_the_copies_that_sqlite_leaves_in_divided_pages_go_when_the_file_is_written_anew(
    db: Database, tmp_path: Path
) -> None:
    removed = await churn(db, 6_000)
    await db.empty_log()
    left = removed_and_left(tmp_path, removed)
    assert 0 < len(left) < len(removed) / 100, "secure_delete alone leaves a few"
    assert await db.rewrite(mark=1)
    assert await db.empty_log()
    assert removed_and_left(tmp_path, removed) == set()


async def test_writing_the_file_anew_makes_no_temporary_file(db: Database) -> None:
    await churn(db, 6_000)
    seen = set[str]()
    rewriting = asyncio.ensure_future(db.rewrite(mark=1))
    while not rewriting.done():
        seen.update(open_files())
        await asyncio.sleep(0)
    assert (await rewriting, seen) == (True, set())


async def test_a_file_is_written_anew_once_for_each_mark(db: Database, tmp_path: Path) -> None:
    assert [await db.rewrite(mark=mark) for mark in (1, 1, 2)] == [True, False, True]
    async with Database(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as started_again:
        assert not await started_again.rewrite(mark=2)
