"""One town for all tests of the desk: each leaves the town as at the beginning."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.bot.desk.town import Town, open_town


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def town() -> AsyncIterator[Town]:
    async with open_town() as opened:
        yield opened
