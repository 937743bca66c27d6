"""Prepared statements give the same results as SQLAlchemy's own way, on both databases, and refuse wrong parameters."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Integer,
    MetaData,
    String,
    Table,
    Uuid,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from dialogs.model import Wording
from storage.database import Database
from storage.prepared import Prepared, WrongParameters
from storage.tables.common import Instant, Words
from storage.upserts import put, put_if_absent
from tests.counting import recorded_statements

THINGS = Table(
    "things",
    MetaData(),
    Column("id", Uuid, primary_key=True),
    Column("word", String(20), nullable=False),
    Column("at", Instant, nullable=False),
    Column("known", Boolean, nullable=False),
    Column("facts", JSON(none_as_null=True)),
    Column("words", Words),
    Column("number", Integer, nullable=False),
)

INSERTING = Prepared(insert(THINGS), columns=THINGS.c.keys())
FINDING = Prepared(select(THINGS).where(THINGS.c.word == bindparam("word"), THINGS.c.number > 0))
COUNTING = Prepared(
    update(THINGS)
    .where(THINGS.c.id == bindparam("its_id"), THINGS.c.known.is_(True))
    .values(number=THINGS.c.number + 1, at=bindparam("its_at"))
)
TAKING = Prepared(
    update(THINGS).where(THINGS.c.word == bindparam("its_word")).values(known=False).returning(THINGS.c.id, THINGS.c.at)
)
EVERY = Prepared(select(func.count()).select_from(THINGS))
ODD = "5 % av 5' :a? $1"
ODDLY_FINDING = Prepared(
    select(THINGS.c.number).where(
        THINGS.c.word == ODD,
        THINGS.c.known.is_(True),
        THINGS.c.id == UUID(int=1),
        THINGS.c.number < bindparam("below"),
    )
)
REMOVING = Prepared(delete(THINGS).where(THINGS.c.number < bindparam("least")))

AT = datetime(2026, 11, 24, 8, 0, tzinfo=timezone(timedelta(hours=1)))


def thing(number: int, word: str = "hei") -> dict[str, object]:
    return {
        "id": UUID(int=number),
        "word": word,
        "at": AT,
        "known": True,
        "facts": {"a": [1, "æ"]} if number % 2 else None,
        "words": Wording("bokmål", "nynorsk", "English"),
        "number": number,
    }


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url) as database:
        await database.write(lambda c: c.run_sync(THINGS.metadata.create_all))
        yield database


async def test_an_inserted_row_is_read_back_unchanged(db: Database) -> None:
    async def work(c: AsyncConnection) -> dict[str, object]:
        await INSERTING.run(c, **thing(1))
        return dict((await FINDING.run(c, word="hei")).mappings().one())

    assert await db.write(work) == {**thing(1), "at": AT.astimezone(UTC)}


async def test_many_at_once_and_how_many_were_changed(db: Database) -> None:
    async def work(c: AsyncConnection) -> tuple[int, int, int]:
        await INSERTING.run_each(c, [thing(number) for number in range(1, 6)])
        one = await COUNTING.run(c, its_id=UUID(int=3), its_at=AT)
        none = await COUNTING.run(c, its_id=UUID(int=9), its_at=AT)
        return one.rowcount, none.rowcount, int((await EVERY.run(c)).scalar() or 0)

    assert await db.write(work) == (1, 0, 5)


async def test_constants_stand_in_the_sql_and_only_parameters_are_bound(db: Database) -> None:
    """SQLite would plan a statement anew at each run where a bound constant meets a partial index's condition."""
    await db.write(lambda c: INSERTING.run_each(c, [thing(1, ODD), thing(2, ODD), thing(3)]))
    with recorded_statements(db) as executed:
        found = await db.read(lambda c: ODDLY_FINDING.run(c, below=3))
    assert found.scalars().all() == [1]
    [sql] = [one for one in executed if one.startswith("SELECT")]
    condition = sql.partition("WHERE")[2]
    assert "'5 % av 5'' :a? $1'" in condition
    assert condition.count("?") + condition.count("$") == ODD.count("?") + ODD.count("$") + 1


async def test_who_writes_many_lets_others_have_their_turn(db: Database) -> None:
    many = [{**thing(1), "id": UUID(int=number)} for number in range(20_000)]

    async def others(turns: list[int]) -> None:
        while True:
            turns[0] += 1
            await asyncio.sleep(0)

    async def work(c: AsyncConnection) -> tuple[int, int]:
        turns = [0]
        waiting = asyncio.create_task(others(turns))
        written = await INSERTING.run_each(c, many)
        waiting.cancel()
        return turns[0], written

    turns, written = await db.write(work)
    assert turns > 2
    assert written == (len(many) if db.is_sqlite else -1)
    assert (await db.read(EVERY.run)).scalar() == len(many)


async def test_rows_that_a_change_gives_back(db: Database) -> None:
    async def work(c: AsyncConnection) -> tuple[list[tuple[UUID, datetime]], list[object], int]:
        await INSERTING.run_each(c, [thing(1), thing(2), thing(3, "hallo")])
        taken = (await TAKING.run(c, its_word="hei")).all()
        left = (await TAKING.run(c, its_word="nei")).all()
        gone = (await REMOVING.run(c, least=3)).rowcount
        return sorted((row.id, row.at) for row in taken), list(left), gone

    utc = AT.astimezone(UTC)
    assert await db.write(work) == ([(UUID(int=1), utc), (UUID(int=2), utc)], [], 2)


async def test_an_instant_without_a_zone_is_refused(db: Database) -> None:
    with pytest.raises(Exception, match="an instant needs a zone"):
        await db.write(lambda c: INSERTING.run(c, **{**thing(1), "at": AT.replace(tzinfo=None)}))


async def test_an_error_is_one_of_sqlalchemys_and_shows_nothing_of_what_was_written(db: Database) -> None:
    await db.write(lambda c: INSERTING.run(c, **thing(1, "hemmelig")))
    with pytest.raises(IntegrityError) as raised:
        await db.write(lambda c: INSERTING.run(c, **thing(1, "hemmelig")))
    assert "hemmelig" not in str(raised.value)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "missing: word"),
        ({"wrod": "hei"}, "missing: word; unknown: wrod"),
        ({"word": "hei", "another": 1}, "unknown: another"),
    ],
)
async def test_a_parameter_that_is_missing_or_unknown_is_refused_by_name(
    db: Database, given: dict[str, object], told: str
) -> None:
    with pytest.raises(WrongParameters, match=f"^{told}$"):
        await db.read(lambda c: FINDING.run(c, **given))


async def test_a_column_that_only_a_later_insert_has_is_refused_and_not_lost(db: Database) -> None:
    inserting = Prepared(insert(THINGS), columns=[column.name for column in THINGS.c if column.name != "facts"])
    first, later = {**thing(2)}, thing(1)
    del first["facts"]
    await db.write(lambda c: inserting.run(c, **first))
    for run in (lambda c: inserting.run(c, **later), lambda c: inserting.run_each(c, [later])):
        with pytest.raises(WrongParameters, match="unknown: facts"):
            await db.write(run)


async def test_an_upsert_with_another_column_is_another_statement(db: Database) -> None:
    key, values = {"id": UUID(int=1)}, {name: value for name, value in thing(1).items() if name != "id"}
    some = {name: value for name, value in values.items() if name != "facts"}
    assert await db.write(lambda c: put_if_absent(c, THINGS, key, some))
    await db.write(lambda c: put(c, THINGS, key, some))
    await db.write(lambda c: put(c, THINGS, key, values))
    found = await db.read(lambda c: FINDING.run(c, word="hei"))
    assert found.mappings().one()["facts"] == {"a": [1, "æ"]}


async def test_a_misspelt_column_of_an_upsert_is_refused(db: Database) -> None:
    values = {name: value for name, value in thing(1).items() if name != "id"}
    with pytest.raises(Exception, match="wrod"):
        await db.write(lambda c: put_if_absent(c, THINGS, {"id": UUID(int=1)}, {**values, "wrod": "hei"}))


async def test_an_hour_that_comes_twice_is_written_as_the_one_that_was_meant(db: Database) -> None:
    """Two local times that differ only in `fold` are equal, but are two instants."""
    oslo = ZoneInfo("Europe/Oslo")
    first = datetime(2026, 10, 25, 2, 30, tzinfo=oslo)
    second = first.replace(fold=1)
    for number, at in enumerate((first, second), 1):
        await db.write(lambda c, number=number, at=at: INSERTING.run(c, **{**thing(number), "at": at}))  # type: ignore[misc]
    found = (await db.read(lambda c: FINDING.run(c, word="hei"))).all()
    assert sorted(row.at for row in found) == [first.astimezone(UTC), second.astimezone(UTC)]


async def test_statements_are_counted_whichever_way_they_take(db: Database) -> None:
    async def work(c: AsyncConnection) -> None:
        await INSERTING.run_each(c, [thing(1), thing(2)])
        await EVERY.run(c)
        await c.execute(select(THINGS.c.word))

    with recorded_statements(db) as executed:
        await db.write(work)
    assert [" ".join(sql.split()[:2]) for sql in executed if sql.split()[0] != "BEGIN"] == [
        "INSERT INTO",
        "SELECT count(*)",
        "SELECT things.word",
    ]


@pytest.mark.postgresql
async def test_a_connection_from_elsewhere_is_refused(postgresql_url: str) -> None:
    with pytest.raises(TypeError, match="not a connection of storage"):
        await EVERY.run(create_async_engine(postgresql_url).connect())


@pytest.mark.postgresql
async def test_columns_migrated_by_another_replica_are_read_in_their_new_type(postgresql_url: str) -> None:
    """PostgreSQL refuses a cached plan after a change of its columns, and the transaction cannot go on."""
    async with Database(postgresql_url) as db, Database(postgresql_url) as other:
        await db.write(lambda c: c.run_sync(THINGS.metadata.create_all))
        await db.write(lambda c: INSERTING.run(c, **thing(1)))

        async def found(c: AsyncConnection) -> list[str]:
            return [row.word for row in await FINDING.run(c, word="hei")]

        for kind in ("TEXT", "VARCHAR(30)"):
            assert [await db.read(found), await db.write(found)] == [["hei"], ["hei"]]
            await other.write(lambda c, kind=kind: c.execute(text(f"ALTER TABLE things ALTER word TYPE {kind}")))  # type: ignore[misc]
        assert [await db.write(found), await db.read(found)] == [["hei"], ["hei"]]


async def how_many(c: AsyncConnection) -> int:
    return int((await EVERY.run(c)).scalar() or 0)


@pytest.mark.postgresql
async def test_who_is_cancelled_while_it_begins_leaves_no_transaction_to_the_next(postgresql_url: str) -> None:
    """The next write would join the abandoned transaction, and never be committed."""
    async with Database(postgresql_url) as db, Database(postgresql_url) as other:
        await db.write(lambda c: c.run_sync(THINGS.metadata.create_all))

        async def found() -> int:
            return await other.read(how_many)

        for moments in range(40):
            gone = asyncio.create_task(db.write(lambda c: FINDING.run(c, word="hei")))
            for _ in range(moments):
                await asyncio.sleep(0)
            gone.cancel()
            await asyncio.gather(gone, return_exceptions=True)
            await db.write(lambda c, number=moments + 1: INSERTING.run(c, **thing(number)))  # type: ignore[misc]
            assert await found() == moments + 1


async def test_what_one_database_has_compiled_another_runs_on_rows_of_its_own(tmp_path: Path) -> None:
    compiled = []
    for name in ("one", "other"):
        async with Database(f"sqlite+aiosqlite:///{tmp_path / name}.db") as db:
            await db.write(lambda c: c.run_sync(THINGS.metadata.create_all))
            assert await db.read(how_many) == 0
            await db.write(lambda c: c.execute(insert(THINGS).values(**thing(1))))
            await db.write(lambda c: INSERTING.run(c, **thing(2)))
            assert await db.read(how_many) == 2
            compiled += [db.reading.compiled(EVERY), db.writing.compiled(EVERY)]
    assert len(set(map(id, compiled))) == 1
