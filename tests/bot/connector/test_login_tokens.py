"""Tokens from the login service: fetched, renewed, shared, and missing."""

import asyncio
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from bot.entry.teams.connector import Connector
from bot.entry.teams.credentials import SCOPE, NoToken
from bot.entry.teams.outcomes import Call
from bot.entry.teams.tokens import AHEAD_SECONDS, BETWEEN_TRIES_SECONDS, BotToken
from bot.ports import Outcome
from tests.bot.connector.world import AGAIN, APP, DONE, NOW, UNAUTHORISED, World, registration


async def test_a_token_is_asked_for_as_the_login_service_wants_it(world: World) -> None:
    assert await world.got() == "t1"
    assert world.teams.discovered == ["/tenant-1/v2.0/.well-known/openid-configuration"]
    assert world.teams.forms == [
        {"grant_type": "client_credentials", "client_id": APP, "client_secret": "made-up", "scope": SCOPE}
    ]


async def renewed(world: World) -> None:
    """Wait for the token being fetched in the background."""
    await world.token._fetching.wait()


async def test_a_token_is_renewed_five_minutes_ahead(world: World) -> None:
    await world.token.get()
    world.hands.seconds += 3600 - AHEAD_SECONDS - 1
    world.teams.login = {"access_token": "t2", "expires_in": 3600}
    assert await world.got() == "t1"
    assert len(world.teams.forms) == 1
    world.hands.seconds += 1
    assert await world.got() == "t1"
    await renewed(world)
    assert await world.got() == "t2"
    assert (len(world.teams.discovered), len(world.teams.forms)) == (1, 2)


async def test_nobody_waits_for_a_renewal_while_the_token_is_good(world: World) -> None:
    connector = world.with_token()
    await world.ask(Call.SEND, connector)
    world.teams.reached.clear()
    world.teams.login_hangs = True
    world.hands.seconds += 3600 - AHEAD_SECONDS
    outcomes = await asyncio.gather(*(world.ask(Call.SEND, connector) for _ in range(5)))
    assert {outcome.meaning for outcome in outcomes} == {DONE}
    await world.teams.reached.wait()
    assert len(world.teams.forms) == 2


async def test_nothing_is_left_running_when_the_token_is_closed(world: World) -> None:
    await world.token.get()
    world.teams.reached.clear()
    world.teams.login_hangs = True
    world.hands.seconds += 3600 - AHEAD_SECONDS
    await world.token.get()
    await world.teams.reached.wait()
    renewing = [task for task in asyncio.all_tasks() if "BotToken" in task.get_name()]
    await world.token.aclose()
    assert [task.cancelled() for task in renewing] == [True]


async def test_a_token_of_a_few_minutes_is_used_while_it_lasts(world: World) -> None:
    world.teams.login = {"access_token": "t1", "expires_in": 200}
    await world.token.get()
    world.hands.seconds += 99
    await world.token.get()
    assert len(world.teams.forms) == 1
    world.hands.seconds += 1
    await world.token.get()
    await renewed(world)
    assert len(world.teams.forms) == 2


async def test_many_at_once_share_one_token(world: World) -> None:
    assert await asyncio.gather(*(world.got() for _ in range(10))) == ["t1"] * 10
    assert len(world.teams.forms) == 1


async def test_many_at_once_share_one_failure(world: World) -> None:
    world.teams.login_status, world.teams.login = 503, {}
    found = await asyncio.gather(*(world.token.get() for _ in range(10)), return_exceptions=True)
    assert {type(failure) for failure in found} == {NoToken}
    assert len(world.teams.forms) == 1
    world.teams.login_status, world.teams.login = 200, {"access_token": "t1", "expires_in": 3600}
    assert await world.got() == "t1"


async def test_a_good_token_outlives_a_login_service_in_trouble(world: World) -> None:
    await world.token.get()
    world.teams.login_status = 503
    world.hands.seconds += 3600 - AHEAD_SECONDS
    assert await world.got() == "t1"
    await renewed(world)
    assert [await world.got() for _ in range(3)] == ["t1"] * 3
    assert len(world.teams.forms) == 2
    world.hands.seconds += BETWEEN_TRIES_SECONDS
    assert await world.got() == "t1"
    await renewed(world)
    assert len(world.teams.forms) == 3
    world.hands.seconds += AHEAD_SECONDS
    with pytest.raises(NoToken, match="503"):
        await world.token.get()


@pytest.mark.parametrize(
    ("status", "answer", "outcome"),
    [
        (400, {"error": "unauthorized_client"}, Outcome(UNAUTHORISED, reason="login: 400 unauthorized_client")),
        (401, {"error": "invalid_client"}, Outcome(UNAUTHORISED, reason="login: 401 invalid_client")),
        (404, {"error": "made by hand!"}, Outcome(UNAUTHORISED, reason="login: 404")),
        (408, {}, Outcome(AGAIN, reason="login: 408")),
        (429, {}, Outcome(AGAIN, reason="login: 429")),
        (503, {}, Outcome(AGAIN, reason="login: 503")),
        (200, {}, Outcome(AGAIN, reason="login: no token in the answer")),
        (200, {"access_token": "t", "expires_in": "x"}, Outcome(AGAIN, reason="login: the token ran out at once")),
    ],
)
async def test_without_a_token_nothing_is_sent(
    world: World, status: int, answer: dict[str, Any], outcome: Outcome
) -> None:
    world.teams.login_status, world.teams.login = status, answer
    assert await world.ask(Call.SEND, world.with_token()) == outcome
    assert world.teams.asked == []


async def test_a_login_service_that_hangs_costs_the_deadline_and_sends_nothing(world: World) -> None:
    world.teams.hangs = True
    connector = Connector(
        world.session, token=world.token, clock=lambda: NOW, service_hosts=world.hosts, total_seconds=0.2
    )
    assert await world.ask(Call.SEND, connector) == Outcome(AGAIN, reason="login: timeout")
    assert world.teams.asked == []


async def test_a_login_service_nobody_answers_at_is_asked_again(world: World) -> None:
    authority = f"http://127.0.0.1:{unused_port()}/tenant-1"
    token = BotToken(registration(world.session, authority), monotonic=world.hands)
    with pytest.raises(NoToken) as failure:
        await token.get()
    assert failure.value.outcome == Outcome(AGAIN, reason="login: ClientConnectorError")


async def test_where_the_password_goes_is_said_by_the_login_service_alone(world: World) -> None:
    world.teams.redirect = "/tenant-2/v2.0/.well-known/openid-configuration"
    with pytest.raises(NoToken) as failure:
        await world.token.get()
    assert failure.value.outcome == Outcome(UNAUTHORISED, reason="login: 307")
    assert (len(world.teams.discovered), world.teams.forms) == (1, [])


async def test_an_answer_nested_too_deep_is_no_token(world: World) -> None:
    async def deep(_request: web.Request) -> web.Response:
        return web.Response(text="[" * 5000)

    app = web.Application()
    app.router.add_get("/{rest:.*}", deep)
    async with TestServer(app) as server:
        token = BotToken(registration(world.session, str(server.make_url("/tenant-1"))), monotonic=world.hands)
        with pytest.raises(NoToken, match="no token endpoint"):
            await token.get()


async def test_the_password_goes_over_https_only(world: World) -> None:
    world.teams.endpoint = "http://login.example/token"
    with pytest.raises(NoToken) as failure:
        await world.token.get()
    assert failure.value.outcome.meaning is UNAUTHORISED
