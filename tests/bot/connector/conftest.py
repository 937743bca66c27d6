"""The connector for the tests."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from bot.entry.teams.connector import Connector
from bot.entry.teams.tokens import BotToken
from tests.bot.connector.world import NOW, Hands, Teams, World, registration


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with AsyncExitStack() as stack:
        teams, hands = Teams(), Hands()
        server = await stack.enter_async_context(TestServer(teams.app()))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        hosts = frozenset({f"{server.host}:{server.port}"})
        connector = Connector(session, token=None, clock=lambda: NOW, service_hosts=hosts)
        authority = str(server.make_url("/tenant-1"))
        token = BotToken(registration(session, authority), monotonic=hands)
        stack.push_async_callback(token.aclose)
        service_url = str(server.make_url("/emea/"))
        yield World(teams, service_url, hosts, session, hands, connector, token)
        teams.released.set()
