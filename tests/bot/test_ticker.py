"""The ticker: ticks go on through changes of the wall clock, and a stopped ticker is noticed."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import aiohttp
import pytest
import structlog

from bot.entry.clock.ticker import Ticker
from tests.bot.scraping import scrape
from tests.nordvik import House, open_house


class WallClock(tzinfo):
    """A wall clock that can be set: APScheduler reads the time through a time zone, here shifted by `set_by`."""

    def __init__(self) -> None:
        self.set_by = timedelta()

    def utcoffset(self, _at: datetime | None) -> timedelta:
        return timedelta()

    def dst(self, _at: datetime | None) -> timedelta:
        return timedelta()

    def tzname(self, _at: datetime | None) -> str:
        return "UTC"

    def fromutc(self, at: datetime) -> datetime:
        return at + self.set_by


class Ticks:
    def __init__(self) -> None:
        self.wall = WallClock()
        self.ticker = Ticker(self._tick, seconds=0.01, wall=self.wall)
        self._came = asyncio.Event()
        self.number = 0

    async def _tick(self) -> None:
        self.number += 1
        self._came.set()

    async def next(self) -> None:
        self._came.clear()
        async with asyncio.timeout(5):
            await self._came.wait()


@pytest.fixture
async def ticks() -> AsyncIterator[Ticks]:
    found = Ticks()
    found.ticker.start()
    yield found
    found.ticker.stop()


@pytest.mark.parametrize(
    "set_by", [-timedelta(hours=1), -timedelta(days=400), timedelta(hours=1), timedelta(days=4000)]
)
async def test_ticks_go_on_when_the_wall_clock_is_set(ticks: Ticks, set_by: timedelta) -> None:
    await ticks.next()
    ticks.wall.set_by = set_by
    before = ticks.number
    for _ in range(3):
        await ticks.next()
    assert ticks.number >= before + 3


async def test_a_tick_that_is_still_running_is_not_begun_again(ticks: Ticks) -> None:
    began: list[int] = []
    second = asyncio.Event()

    async def tick() -> None:
        began.append(len(began))
        await second.wait()

    ticker = Ticker(tick, seconds=0.01)
    ticker.start()
    for _ in range(5):  # ticks of another ticker at the same rate
        await ticks.next()
    assert began == [0]
    second.set()
    ticker.stop()


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """The application with its ticker started; no tick is due during a test."""
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as opened:
        opened.stage.app.ticker.start()
        yield opened
        opened.stage.app.ticker.stop()


async def ready(house: House) -> int:
    async with aiohttp.ClientSession() as session, session.get(f"{house.stage.url}/readyz") as answer:
        return answer.status


async def overdue(house: House) -> float:
    return (await scrape(house.stage.app))["sloyfa_tick_overdue"]


async def test_a_tick_that_does_not_come_for_three_periods_is_told_once_and_so_is_its_return(house: House) -> None:
    house.stage.now += timedelta(seconds=45)
    assert (await ready(house), await overdue(house)) == (200, 0)
    with structlog.testing.capture_logs() as lines:
        house.stage.now += timedelta(seconds=1)
        assert [await ready(house) for _ in range(3)] == [503, 503, 503]
        assert await overdue(house) == 1
        await house.stage.app.ticker.tick()
        assert (await ready(house), await overdue(house)) == (200, 0)
    told = [line["event"] for line in lines if "tick" in line["event"] and line["event"] != "tick"]
    assert told == ["no tick for three periods", "ticks come again"]
    assert [line["why"] for line in lines if line["event"] == "not ready"] == ["no tick comes"]


async def test_a_tick_that_hangs_shows_too() -> None:
    seconds, release = [0.0], asyncio.Event()

    async def tick() -> None:
        await release.wait()

    ticker = Ticker(tick, seconds=15, now=lambda: seconds[0])
    ticker.start()
    ticking = asyncio.create_task(ticker.tick())
    await asyncio.sleep(0)
    assert not ticker.is_overdue
    seconds[0] = 46
    assert ticker.is_overdue
    release.set()
    await ticking
    assert not ticker.is_overdue
    ticker.stop()


async def test_where_no_ticks_are_expected_none_is_missed(tmp_path: Path) -> None:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as house:
        house.stage.now += timedelta(days=1)
        assert (await ready(house), await overdue(house)) == (200, 0)


async def test_a_failing_tick_is_no_missing_one() -> None:
    seconds = [0.0]

    async def tick() -> None:
        raise ValueError("as a tick may")

    ticker = Ticker(tick, seconds=15, now=lambda: seconds[0])
    ticker.start()
    for _ in range(10):
        seconds[0] += 15
        with pytest.raises(ValueError, match="as a tick"):
            await ticker.tick()
        assert not ticker.is_overdue
    ticker.stop()
