"""A crowd with an open session, and a house of its own, with a ladder on every prompt."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.bot.follow_ups.ladders import QUESTIONS, Somebody, lay_ladders, next_member
from tests.nordvik import House, at, municipality, open_house, series


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def crowded(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """A session of a group is open with a ladder of three questions, and nobody has installed."""
    place = tmp_path_factory.mktemp("crowd")
    people = [f"p{number},rektorgruppa,participant" for number in range(39)]
    folder = municipality(place, people=["guro,rektorgruppa,coordinator", "lars,team-solbakken,participant", *people])
    async with open_house(f"sqlite+aiosqlite:///{place}/sloyfa.db", folder=folder) as house:
        lay_ladders(house, *QUESTIONS)
        await house.stage.plan(series(place, "alle", "rektorgruppa"))
        await house.to(at(11, 24))
        yield house


@pytest_asyncio.fixture(loop_scope="module")
async def tor(crowded: House) -> Somebody:
    """A new member of the crowd for each test."""
    return await next_member(crowded)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(f"sqlite+aiosqlite:///{tmp_path}/sloyfa.db") as opened:
        lay_ladders(opened, *QUESTIONS)
        yield opened


@pytest.fixture
async def alone(house: House) -> Somebody:
    """Tor in a house whose clock can be turned; the session is open until 29 November at eight."""
    await house.plan("rektorgruppa")
    await house.install("tor", "siv", "ali", "frode")
    await house.to(at(11, 24))
    return Somebody(house, "tor")
