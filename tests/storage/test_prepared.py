"""Statements that are made once do what they would do anyhow, on both databases."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

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
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Wording
from storage.database import Database
from storage.prepared import made_once
from storage.tables.common import Instant, Words

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

INSERTING = made_once(insert(THINGS))
FINDING = made_once(select(THINGS).where(THINGS.c.word == bindparam("word"), THINGS.c.number > 0))
COUNTING = made_once(
    update(THINGS)
    .where(THINGS.c.id == bindparam("its_id"), THINGS.c.known.is_(True))
    .values(number=THINGS.c.number + 1, at=bindparam("its_at"))
)
TAKING = made_once(
    update(THINGS).where(THINGS.c.word == bindparam("its_word")).values(known=False).returning(THINGS.c.id, THINGS.c.at)
)
EVERY = made_once(select(func.count()).select_from(THINGS))
REMOVING = made_once(delete(THINGS).where(THINGS.c.number < bindparam("least")))

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


async def test_what_is_put_in_comes_out_as_it_was(db: Database) -> None:
    async def work(c: AsyncConnection) -> dict[str, object]:
        await c.execute(INSERTING, thing(1))
        return dict((await c.execute(FINDING, {"word": "hei"})).mappings().one())

    assert await db.write(work) == {**thing(1), "at": AT.astimezone(UTC)}


async def test_many_at_once_and_how_many_were_changed(db: Database) -> None:
    async def work(c: AsyncConnection) -> tuple[int, int, int]:
        await c.execute(INSERTING, [thing(number) for number in range(1, 6)])
        one = await c.execute(COUNTING, {"its_id": UUID(int=3), "its_at": AT})
        none = await c.execute(COUNTING, {"its_id": UUID(int=9), "its_at": AT})
        return one.rowcount, none.rowcount, int((await c.execute(EVERY)).scalar() or 0)

    assert await db.write(work) == (1, 0, 5)


async def test_rows_that_a_change_gives_back(db: Database) -> None:
    async def work(c: AsyncConnection) -> tuple[list[tuple[UUID, datetime]], list[object], int]:
        await c.execute(INSERTING, [thing(1), thing(2), thing(3, "hallo")])
        taken = (await c.execute(TAKING, {"its_word": "hei"})).all()
        left = (await c.execute(TAKING, {"its_word": "nei"})).all()
        gone = (await c.execute(REMOVING, {"least": 3})).rowcount
        return sorted((row.id, row.at) for row in taken), list(left), gone

    utc = AT.astimezone(UTC)
    assert await db.write(work) == ([(UUID(int=1), utc), (UUID(int=2), utc)], [], 2)


async def test_an_instant_without_a_zone_is_refused(db: Database) -> None:
    with pytest.raises(Exception, match="an instant needs a zone"):
        await db.write(lambda c: c.execute(INSERTING, {**thing(1), "at": AT.replace(tzinfo=None)}))


async def test_an_error_is_one_of_sqlalchemys_and_shows_nothing_of_what_was_written(db: Database) -> None:
    await db.write(lambda c: c.execute(INSERTING, thing(1, "hemmelig")))
    with pytest.raises(IntegrityError) as raised:
        await db.write(lambda c: c.execute(INSERTING, thing(1, "hemmelig")))
    assert "hemmelig" not in str(raised.value)


@pytest.mark.parametrize("given", [{}, {"another": "hei"}])
async def test_a_value_that_is_not_given_is_missed(db: Database, given: dict[str, object]) -> None:
    with pytest.raises(Exception, match="word"):
        await db.read(lambda c: c.execute(FINDING, given))


@pytest.mark.postgresql
async def test_what_another_copy_has_migrated_meanwhile_is_read_as_it_is_now(postgresql_url: str) -> None:
    """PostgreSQL refuses a plan whose columns are others by now, in a transaction for good."""
    async with Database(postgresql_url) as db, Database(postgresql_url) as other:
        await db.write(lambda c: c.run_sync(THINGS.metadata.create_all))
        await db.write(lambda c: c.execute(INSERTING, thing(1)))

        async def found(c: AsyncConnection) -> list[str]:
            return [row.word for row in await c.execute(FINDING, {"word": "hei"})]

        for kind in ("TEXT", "VARCHAR(30)"):
            assert [await db.read(found), await db.write(found)] == [["hei"], ["hei"]]
            await other.write(lambda c, kind=kind: c.execute(text(f"ALTER TABLE things ALTER word TYPE {kind}")))  # type: ignore[misc]
        assert [await db.write(found), await db.read(found)] == [["hei"], ["hei"]]


async def counted(c: AsyncConnection) -> int:
    return int((await c.execute(EVERY)).scalar() or 0)


@pytest.mark.postgresql
async def test_who_is_cancelled_while_it_begins_leaves_no_transaction_to_the_next(postgresql_url: str) -> None:
    """What the next one writes would be part of it, and never be committed."""
    async with Database(postgresql_url) as db, Database(postgresql_url) as other:
        await db.write(lambda c: c.run_sync(THINGS.metadata.create_all))

        async def found() -> int:
            return await other.read(counted)

        for moments in range(40):
            gone = asyncio.create_task(db.write(lambda c: c.execute(FINDING, {"word": "hei"})))
            for _ in range(moments):
                await asyncio.sleep(0)
            gone.cancel()
            await asyncio.gather(gone, return_exceptions=True)
            await db.write(lambda c, number=moments + 1: c.execute(INSERTING, thing(number)))  # type: ignore[misc]
            assert await found() == moments + 1
