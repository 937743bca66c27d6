"""No surface shows anybody more than the rules in words allow: drawn towns, played on the real application.

SLOYFA_TEST_TOWNS says how many towns are drawn; few by default, beside six written down.
"""

import logging
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, Phase, example, given, settings

from bot.rehearsal.issuer import free_port
from tests.bot.circles.leaks import leaks
from tests.bot.circles.oracle import MARKER
from tests.bot.circles.playing import play
from tests.bot.circles.town import Town
from tests.bot.circles.worlds import (
    COMING_AND_GOING,
    DRAFTED,
    MOVED_CHANNEL,
    PROMISED,
    TRIED,
    UNTIED,
    WITHDRAWN_ABROAD,
    WRITTEN_DOWN,
    World,
    worlds,
)
from tests.bot.delivering.program import Program, open_program
from tests.bot.scraping import scrape
from tests.nordvik import House, at, open_house

TOWNS = int(os.environ.get("SLOYFA_TEST_TOWNS", "3"))
SERIAL = count(1)


@dataclass(frozen=True)
class Region:
    """One application, and the towns that it has played, the oldest first; a program is told of their digests."""

    house: House
    program: Program
    towns: list[Town] = field(default_factory=list)


@pytest.fixture
async def region(tmp_path: Path) -> AsyncIterator[Region]:
    port = free_port()
    pages = {"PORT": str(port), "SLOYFA_PUBLIC_URL": f"http://127.0.0.1:{port}", "SLOYFA_LOCAL_WEBHOOKS": "1"}
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    async with open_program() as program, open_house(url, now=at(8, 24, 9), settings=pages) as found:
        yield Region(found, program)


# A town takes a second to play: shrinking a failing town would take minutes, and tell little more.
# The same application plays all towns in turn: leaks between municipalities show too.
@settings(
    max_examples=TOWNS,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(worlds())
@example(MOVED_CHANNEL)
@example(WITHDRAWN_ABROAD)
@example(UNTIED)
@example(DRAFTED)
@example(COMING_AND_GOING)
@example(PROMISED)
@example(TRIED)
@pytest.mark.timeout(600 + 30 * TOWNS)
async def test_no_surface_shows_more_than_the_rules_allow(
    region: Region, tmp_path: Path, caplog: pytest.LogCaptureFixture, world: World
) -> None:
    house, program = region.house, region.program
    number, opens = next(SERIAL), house.stage.now + timedelta(hours=1)
    town = Town(house, tmp_path / str(number), world, number, opens, earlier=tuple(region.towns))
    region.towns.append(town)
    caplog.clear()
    with structlog.testing.capture_logs() as events, caplog.at_level(logging.INFO):
        await play(town, program)
    assert list(leaks(town)) == []
    promised = {one.marker for one in town.facts.promises}
    others = {marker for reader, marker in town.read if town.authors[marker] != reader}
    assert world not in WRITTEN_DOWN or len(others) >= 2, "nobody's words were taken or read"
    assert world is not DRAFTED or len({reader for reader, _ in town.followed}) >= 2, "nobody followed a quote"
    assert world is not PROMISED or len(promised & others) >= 6, "nobody else read what was promised"
    assert world is not TRIED or _told_on(town) & others, "nobody else read how it went"
    practices = {one.marker for one in town.facts.promises if one.is_practice}
    assert world is not PROMISED or len(practices & others) >= 3, "nobody else read what was put into the bank"
    assert world not in WRITTEN_DOWN or town.calendars, "nobody had anything in a calendar"
    assert world is not DRAFTED or town.inserted, "nobody read anything where messages are written"
    assert world not in WRITTEN_DOWN or len(program.came) > town.heard, "no program was told of a digest"
    logged = [str(event) for event in events] + [
        str(record.__dict__) for record in caplog.records if not record.name.startswith(("aiosqlite", "asyncio"))
    ]
    assert [line for line in logged if MARKER.search(line)] == []
    assert not [name for name in await scrape(house.stage.app) if MARKER.search(name)]


def _told_on(town: Town) -> set[str]:
    """The words that somebody in no group of the try reads beside the entry alone."""
    return {one.marker for one in town.facts.promises if one.told_on is not None}
