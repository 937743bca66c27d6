"""A municipality's own days and quiet hours in the database."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, time, timedelta
from functools import partial

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import QUIET, DayKind, Language, OwnDay, QuietHours, Unit, UnitKind
from storage import school_year
from storage.database import Database
from storage.units import put_municipality, put_units
from tests.databases import make_tables

FIFTH = OwnDay("nes", 2026, date(2026, 10, 5), DayKind.CLOSED, "høstferie")
SIXTH = replace(FIFTH, day=date(2026, 10, 6))


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """Two municipalities, each with a school called Nes."""

    async def furnish(c: AsyncConnection) -> None:
        for town in ("vik", "dal"):
            await put_municipality(c, municipality=town, name=town.title())
            await put_units(c, town, [Unit("nes", frozenset({UnitKind.SCHOOL}), "Nes", None, Language.NB)])

    async with Database(database_url) as opened:
        await make_tables(opened)
        await opened.write(furnish)
        yield opened


async def put(db: Database, *days: OwnDay, town: str = "vik") -> None:
    async def work(c: AsyncConnection) -> None:
        for day in days:
            await school_year.put_day(c, town, day)

    await db.write(work)


async def days(db: Database, town: str = "vik", *, since: date | None = None) -> tuple[OwnDay, ...]:
    return await db.read(partial(school_year.days_in, municipality=town, units=["nes"], since=since))


async def test_days_come_back_in_order_and_from_a_day_on(db: Database) -> None:
    await put(db, SIXTH, FIFTH)
    assert await days(db) == (FIFTH, SIXTH)
    assert await days(db, since=SIXTH.day) == (SIXTH,)
    assert await days(db, "dal") == ()


async def test_a_day_put_again_is_another_now(db: Database) -> None:
    exam = replace(FIFTH, kind=DayKind.EXAM, name="eksamen")
    await put(db, FIFTH)
    await put(db, exam)
    assert await days(db) == (exam,)


async def test_a_day_is_taken_away_from_its_own_school_year_unit_and_municipality_alone(db: Database) -> None:
    of_next_year = replace(FIFTH, year=2027)
    await put(db, FIFTH, of_next_year)
    await put(db, FIFTH, town="dal")
    await db.write(partial(school_year.remove_day, municipality="vik", day=FIFTH))
    assert await days(db) == (of_next_year,)
    assert await days(db, "dal") == (FIFTH,)


async def test_a_skolerute_has_more_days_than_one_added_by_hand(db: Database) -> None:
    week = [replace(FIFTH, day=FIFTH.day + timedelta(days=n)) for n in range(5)]
    await put(db, *week, replace(FIFTH, year=2027))
    await put(db, FIFTH, town="dal")
    known = partial(school_year.years_of_units, units=["nes"])
    assert [await db.read(partial(known, municipality=town)) for town in ("vik", "dal")] == [{"nes": {2026}}, {}]


async def test_quiet_hours_are_each_municipalitys_own(db: Database) -> None:
    assert await db.read(partial(school_year.quiet_hours, municipality="vik")) == QUIET
    early = QuietHours(time(15, 30), time(8))
    await db.write(partial(school_year.put_quiet_hours, municipality="vik", quiet=early))
    assert await db.read(partial(school_year.quiet_hours, municipality="vik")) == early
    assert await db.read(partial(school_year.quiet_hours, municipality="dal")) == QUIET
