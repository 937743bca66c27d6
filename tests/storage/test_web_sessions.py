"""Sessions of the web pages: known by a secret that is not stored, over after their time, and begun once per state."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Account, PendingSignIn, WebSession
from storage import web_sessions
from storage.database import Database
from storage.tables.web_sessions import pending_sign_ins
from storage.tables.web_sessions import web_sessions as table
from tests.databases import make_tables

NOW = datetime(2026, 11, 24, 7, tzinfo=UTC)
KARI, OLA = Account("t", "kari"), Account("t", "ola")
HOURS = timedelta(hours=8)
PENDING = PendingSignIn("cookie", "nonce", "verifier", "/", NOW + timedelta(minutes=10))


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url) as database:
        await make_tables(database)
        yield database


async def begin(db: Database, secret: str, account: Account = KARI, *, now: datetime = NOW) -> None:
    await db.write(partial(web_sessions.begin, secret=secret, session=WebSession(account, now, now + HOURS)))


async def find(db: Database, secret: str, *, now: datetime = NOW) -> WebSession | None:
    return await db.read(partial(web_sessions.find, secret=secret, now=now))


async def take(db: Database, state: str, *, browser: str = "cookie", now: datetime = NOW) -> PendingSignIn | None:
    return await db.write(partial(web_sessions.take_sign_in, state=state, browser=browser, now=now))


async def stored(db: Database) -> str:
    async def work(c: AsyncConnection) -> str:
        return str([*(await c.execute(select(table))), *(await c.execute(select(pending_sign_ins)))])

    return await db.read(work)


async def test_a_session_is_found_by_its_secret_until_it_is_over_or_ended(db: Database) -> None:
    await begin(db, "first secret")
    await begin(db, "second secret", now=NOW + timedelta(hours=1))
    await begin(db, "another's", OLA)
    assert await find(db, "first secret") == WebSession(KARI, NOW, NOW + HOURS)
    assert await find(db, "secret") is None
    assert "secret" not in await stored(db), "whoever reads the table cannot sign in"
    assert await find(db, "first secret", now=NOW + HOURS) is None, "over"
    assert await db.read(partial(web_sessions.open_of, account=KARI, now=NOW)) == 2
    await db.write(partial(web_sessions.end, secret="first secret"))
    assert await find(db, "first secret") is None
    await db.write(partial(web_sessions.end_of_accounts, which=[KARI]))
    assert await find(db, "second secret") is None
    assert await find(db, "another's"), "whoever ends a session ends nobody else's"


async def test_a_sign_in_is_taken_once_in_time_by_the_browser_that_began(db: Database) -> None:
    for state in ("one tab", "another tab", "late"):
        await db.write(partial(web_sessions.begin_sign_in, state=state, pending=PENDING))
    assert "tab" not in await stored(db)
    assert "cookie" not in await stored(db)
    assert await take(db, "one tab", browser="a stranger's") is None
    taken = await asyncio.gather(*(take(db, "one tab") for _ in range(3)))
    assert sorted(taken, key=bool) == [None, None, PENDING]
    assert await take(db, "another tab") == PENDING
    assert await take(db, "late", now=PENDING.expires_at) is None


async def test_what_is_over_is_removed_and_nothing_else(db: Database) -> None:
    await begin(db, "old", now=NOW - HOURS)
    await begin(db, "new")
    await db.write(partial(web_sessions.begin_sign_in, state="waits", pending=PENDING))
    assert await db.read(partial(web_sessions.has_expired, now=NOW))
    await db.write(partial(web_sessions.remove_expired, now=NOW))
    assert not await db.read(partial(web_sessions.has_expired, now=NOW))
    assert "'ola'" not in (left := await stored(db))
    assert left.count("kari") == 1
    assert await take(db, "waits") == PENDING
