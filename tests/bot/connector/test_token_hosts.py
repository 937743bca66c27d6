"""Hosts trusted with the bot's token, and tokens refused by Teams."""

import asyncio

import pytest

from bot.entry.openid.connections import private
from bot.entry.teams.connector import Connector
from bot.entry.teams.hosts import TEAMS_HOSTS, trusted
from bot.entry.teams.outcomes import Call
from bot.ports import Outcome
from tests.bot.connector.world import AGAIN, CALLS, DONE, NOW, REFUSED, UNAUTHORISED, World


async def test_the_token_goes_with_every_call(world: World) -> None:
    for call in CALLS:
        await world.ask(call, world.with_token())
    assert {asked.authorization for asked in world.teams.asked} == {"Bearer t1"}
    assert len(world.teams.forms) == 1


async def test_no_token_goes_to_a_host_off_the_list(world: World) -> None:
    connector = Connector(world.session, token=world.token, clock=lambda: NOW)
    for call in CALLS:
        outcome = await world.ask(call, connector)
        assert (outcome.meaning, outcome.reason) == (
            REFUSED,
            "the service URL's host is not among those a token may go to",
        )
    assert world.teams.asked == []
    assert world.teams.forms == []


async def test_a_redirect_is_not_followed(world: World) -> None:
    world.teams.status, world.teams.headers = 307, {"Location": "/elsewhere"}
    assert (await world.ask(Call.SEND, world.with_token())).meaning is REFUSED
    assert len(world.teams.asked) == 1


async def test_a_token_that_was_kept_and_is_refused_is_replaced_within_the_call(world: World) -> None:
    connector = world.with_token()
    await world.ask(Call.SEND, connector)
    world.teams.refuses = frozenset({"Bearer t1"})
    world.teams.login = {"access_token": "t2", "expires_in": "3600"}
    for call in CALLS:
        assert (await world.ask(call, connector)).meaning is DONE
    assert [asked.authorization for asked in world.teams.asked] == [*["Bearer t1"] * 2, *["Bearer t2"] * len(CALLS)]
    assert len(world.teams.forms) == 2


async def test_many_whose_token_is_refused_share_one_new_one(world: World) -> None:
    connector = world.with_token()
    await world.ask(Call.SEND, connector)
    world.teams.refuses = frozenset({"Bearer t1"})
    world.teams.login = {"access_token": "t2", "expires_in": 3600}
    outcomes = await asyncio.gather(*(world.ask(Call.SEND, connector) for _ in range(10)))
    assert {outcome.meaning for outcome in outcomes} == {DONE}
    assert len(world.teams.forms) == 2


async def test_who_is_refused_with_a_fresh_token_is_not_let_in(world: World) -> None:
    connector = world.with_token()
    world.teams.status = 401
    assert (await world.ask(Call.SEND, connector)).meaning is UNAUTHORISED
    assert len(world.teams.asked) == 1
    world.teams.status, world.teams.login = 200, {"access_token": "t2", "expires_in": "3600"}
    assert (await world.ask(Call.SEND, connector)).meaning is DONE
    assert [asked.authorization for asked in world.teams.asked] == ["Bearer t1", "Bearer t2"]


async def test_a_call_asks_twice_at_most(world: World) -> None:
    connector = world.with_token()
    await world.ask(Call.SEND, connector)
    world.teams.status = 401
    assert (await world.ask(Call.SEND, connector)).meaning is UNAUTHORISED
    assert (len(world.teams.asked), len(world.teams.forms)) == (3, 2)


async def test_asking_again_keeps_to_the_calls_deadline(world: World) -> None:
    await world.token.get()
    hasty = Connector(world.session, token=world.token, clock=lambda: NOW, service_hosts=world.hosts, total_seconds=0.3)
    world.teams.refuses, world.teams.login_hangs = frozenset({"Bearer t1"}), True
    assert await world.ask(Call.SEND, hasty) == Outcome(AGAIN, reason="login: timeout")
    assert len(world.teams.asked) == 1


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net/emea/",
        "https://SMBA.trafficmanager.net/emea/",
        "https://smba.infra.gcc.teams.microsoft.com/x/",
        "https://smba.onyx.prod.teams.trafficmanager.net/",
    ],
)
def test_teams_own_hosts_are_trusted(url: str) -> None:
    assert trusted(url, TEAMS_HOSTS) is not None


@pytest.mark.parametrize(
    "url",
    [
        "http://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net.elsewhere.example/",
        "https://elsewhere.example/smba.trafficmanager.net",
        "https://smba.trafficmanager.net@elsewhere.example/",
        "https://me:secret@smba.trafficmanager.net/",
        "https://elsewhere.example\\@smba.trafficmanager.net/",
        "ftp://smba.trafficmanager.net/",
        "//smba.trafficmanager.net/",
        "smba.trafficmanager.net",
        "https://:443/",
        "https://smba.trafficmanager.net:x/",
        "http://127.0.0.1:3978/",
        "",
    ],
)
def test_hosts_other_than_teams_are_not_trusted(url: str) -> None:
    assert trusted(url, TEAMS_HOSTS) is None


@pytest.mark.parametrize(
    ("url", "hosts", "is_trusted"),
    [
        ("http://127.0.0.1:9000/x", {"127.0.0.1:9000"}, True),
        ("http://127.0.0.1:9000/x", {"127.0.0.1"}, True),
        ("http://127.0.0.1:9001/x", {"127.0.0.1:9000"}, False),
        ("http://localhost:9000/", {"LOCALHOST:9000"}, True),
        ("http://[::1]:9000/", {"[::1]:9000"}, True),
        ("https://teams.example/", {"teams.example:443"}, True),
        ("http://teams.example/", {"teams.example"}, False),
    ],
)
def test_hosts_of_ones_own_take_the_place_of_teams(url: str, hosts: set[str], *, is_trusted: bool) -> None:
    assert (trusted(url, frozenset(hosts)) is not None) is is_trusted
    assert trusted("https://smba.trafficmanager.net/", frozenset(hosts)) is None


def test_only_https_and_loopback_keep_a_secret() -> None:
    assert private("https://login.example/")
    assert private("http://127.0.0.2:80/")
    assert not private("http://login.example/")
    assert not private("rubbish")
