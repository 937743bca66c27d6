"""A stand-in for Teams between an echoing bot and Guro, with a team."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from bot.rehearsal.clients import Client, Team
from bot.rehearsal.teams import StandInTeams
from tests.bot.stand_in.sides import APP, TENANT, Clock, EchoBot, Outgoing


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def bot() -> AsyncIterator[tuple[EchoBot, str]]:
    echo = EchoBot()
    application = web.Application()
    application.router.add_post("/api/messages", echo.messages)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield echo, f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.fixture
def echo(bot: tuple[EchoBot, str]) -> EchoBot:
    return bot[0]


@pytest.fixture
async def teams(bot: tuple[EchoBot, str], clock: Clock) -> AsyncIterator[StandInTeams]:
    async with StandInTeams(bot_url=bot[1], app_id=APP, tenant=TENANT, now=clock) as teams:
        yield teams


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def outgoing(session: aiohttp.ClientSession, teams: StandInTeams) -> Outgoing:
    outgoing = Outgoing(session, teams)
    await outgoing.log_in()
    return outgoing


@pytest.fixture
def guro(teams: StandInTeams) -> Client:
    return Client(teams, "Guro Nordvik", "object-guro", "guro@nordvik.example", locale="nn-NO")


@pytest.fixture
async def installed(guro: Client) -> Client:
    await guro.install()
    return guro


@pytest.fixture
async def team(teams: StandInTeams, guro: Client) -> Team:
    team = Team(teams, "Rektorene")
    team.add(guro)
    await team.install(by=guro)
    return team
