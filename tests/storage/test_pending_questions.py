"""Pending questions: a single one per account, for a limited time, taken once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from dialogs.model import Account, Happening, PendingQuestion, Place, Scope
from storage import inbox, pending_questions
from storage.database import Database
from tests.databases import make_tables

NOW = datetime(2026, 11, 24, 7, tzinfo=UTC)
LATER = NOW + timedelta(minutes=10)
QUESTION = PendingQuestion({"sloyfa": 1, "press": "LinkChannel", "others": 3}, NOW, LATER)


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url) as database:
        await make_tables(database)
        yield database


def about(who: str = "kari", conversation: str = "19:a", tenant: str = "t") -> Happening:
    place = Place(tenant, "https://teams.example/", conversation, Scope.CHANNEL, bot="28:bot", user="29:x")
    return Happening(Account(tenant, who), place, "1", NOW, "message", "fingerprint")


async def ask_question(db: Database, question: PendingQuestion = QUESTION, *, by: Happening | None = None) -> None:
    await db.write(partial(pending_questions.ask, about=by or about(), question=question))


async def take(db: Database, by: Happening | None = None, *, now: datetime = NOW) -> PendingQuestion | None:
    return await db.write(partial(pending_questions.take, about=by or about(), now=now))


async def was_asked(db: Database, by: Happening | None = None, *, now: datetime = NOW) -> bool:
    return await db.read(partial(pending_questions.was_asked, about=by or about(), now=now))


async def test_a_pending_question_is_taken_once_whoever_comes_first(db: Database) -> None:
    await ask_question(db)
    taken = await asyncio.gather(*(take(db) for _ in range(5)))
    assert sorted(taken, key=bool) == [None] * 4 + [QUESTION]
    assert await was_asked(db), "so that a yes sent again is known as one"


async def test_a_new_question_replaces_a_pending_or_taken_one(db: Database) -> None:
    await ask_question(db)
    await take(db)
    other = PendingQuestion({"press": "Other"}, NOW, LATER)
    await ask_question(db, other, by=about(conversation="19:b"))
    assert not await was_asked(db)
    assert await take(db) is None
    assert await take(db, about(conversation="19:b")) == other


@pytest.mark.parametrize("by", [about("lars"), about(conversation="19:b"), about(tenant="u")])
async def test_a_pending_question_waits_for_the_person_asked_in_the_conversation_where_they_were_asked(
    db: Database, by: Happening
) -> None:
    await ask_question(db)
    assert not await was_asked(db, by)
    assert await take(db, by) is None
    assert await take(db) == QUESTION


async def test_a_pending_question_waits_until_it_expires_and_is_forgotten_then(db: Database) -> None:
    await ask_question(db)
    before = LATER - timedelta(microseconds=1)
    assert (await was_asked(db, now=before), await was_asked(db, now=LATER)) == (True, False)
    assert await take(db, now=LATER) is None
    assert not await db.read(partial(inbox.has_old, now=before, today=before.date()))
    assert await db.read(partial(inbox.has_old, now=LATER, today=LATER.date()))
    await db.write(partial(inbox.forget_old, now=LATER, today=LATER.date()))
    assert not await was_asked(db, now=before)
