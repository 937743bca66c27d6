"""A house with a planned series for the tests of sending."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.nordvik import House, open_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """The rektorgruppa's series is planned, and Tor has installed."""
    async with open_house(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as opened:
        await opened.plan("rektorgruppa")
        await opened.install("tor")
        yield opened
