"""The keys that sign tokens: fetched, renewed, and refused."""

import asyncio
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.entry.openid.keys import AHEAD_SECONDS, BETWEEN_FETCHES_SECONDS, KEPT_SECONDS
from tests.bot.endpoint.world import World, jwk


async def test_the_keys_are_fetched_once_a_day(world: World) -> None:
    for _ in range(3):
        assert await world.status(world.message()) == 200
    assert world.teams.fetched == 1
    world.hands.seconds += KEPT_SECONDS
    assert await world.status(world.message()) == 200
    assert world.teams.fetched == 2


async def test_a_new_key_is_fetched_when_it_shows_up(world: World, other_key: rsa.RSAPrivateKey) -> None:
    assert await world.status(world.message()) == 200
    world.teams.keys.append(jwk(other_key, "k2"))
    world.hands.seconds += BETWEEN_FETCHES_SECONDS
    token = world.token(key=other_key, kid="k2")
    assert await world.status(world.message(), f"Bearer {token}") == 200


async def test_unknown_keys_are_asked_for_at_most_twice_a_minute(world: World) -> None:
    unknown = f"Bearer {world.token(kid='unknown')}"
    assert await asyncio.gather(*(world.status(world.message(), unknown) for _ in range(5))) == [401] * 5
    assert world.teams.fetched == 1
    world.hands.seconds += BETWEEN_FETCHES_SECONDS
    assert await asyncio.gather(*(world.status(world.message(), unknown) for _ in range(5))) == [401] * 5
    assert world.teams.fetched == 2


async def test_many_at_once_share_one_fetch(world: World) -> None:
    assert await asyncio.gather(*(world.status(world.message()) for _ in range(10))) == [200] * 10
    assert world.teams.fetched == 1


async def test_old_keys_stay_while_new_ones_cannot_be_had(world: World) -> None:
    assert await world.status(world.message()) == 200
    world.teams.broken = True
    world.hands.seconds += KEPT_SECONDS
    assert await world.status(world.message()) == 200
    world.teams.broken, world.teams.keys = False, []
    world.hands.seconds += BETWEEN_FETCHES_SECONDS
    assert await world.status(world.message()) == 200
    assert world.teams.fetched == 3


async def test_keys_are_renewed_ahead_while_requests_go_on(world: World, other_key: rsa.RSAPrivateKey) -> None:
    assert await world.status(world.message()) == 200
    world.teams.hangs = True
    world.teams.keys.append(jwk(other_key, "k2"))
    world.hands.seconds += KEPT_SECONDS - AHEAD_SECONDS
    assert [await world.status(world.message()) for _ in range(3)] == [200] * 3
    await world.teams.asked.wait()
    assert world.teams.fetched == 2
    world.teams.released.set()
    unseen = asyncio.create_task(world.status(world.message(), f"Bearer {world.token(key=other_key, kid='k2')}"))
    assert await unseen == 200
    assert world.teams.fetched == 2


async def test_keys_that_are_fresh_are_not_renewed(world: World) -> None:
    assert await world.status(world.message()) == 200
    world.hands.seconds += KEPT_SECONDS - AHEAD_SECONDS - 1
    assert await world.status(world.message()) == 200
    await world.signing.aclose()
    assert world.teams.fetched == 1


async def test_an_unknown_key_is_waited_for_by_its_own_request_alone(world: World) -> None:
    assert await world.status(world.message()) == 200
    world.teams.hangs = True
    world.hands.seconds += BETWEEN_FETCHES_SECONDS
    unknown = asyncio.create_task(world.status(world.message(), f"Bearer {world.token(kid='unknown')}"))
    await world.teams.asked.wait()
    assert await world.status(world.message()) == 200
    assert not unknown.done()
    world.teams.released.set()
    assert await unknown == 401


async def test_nothing_is_left_running_when_the_keys_are_closed(world: World) -> None:
    assert await world.status(world.message()) == 200
    world.teams.hangs = True
    world.hands.seconds += KEPT_SECONDS - AHEAD_SECONDS
    assert await world.status(world.message()) == 200
    await world.teams.asked.wait()
    fetching = [task for task in asyncio.all_tasks() if "SigningKeys" in task.get_name()]
    await world.signing.aclose()
    assert [task.cancelled() for task in fetching] == [True]


async def test_keys_are_taken_from_no_host_that_a_redirect_names(world: World) -> None:
    world.teams.redirect = "/elsewhere"
    assert await world.status(world.message()) == 401


@pytest.mark.parametrize("uri", ["http://login.example/keys", "ftp://127.0.0.1/keys", "keys", " "])
async def test_keys_come_over_https_or_from_this_machine(
    world: World, uri: str, caplog: pytest.LogCaptureFixture
) -> None:
    world.teams.jwks_uri = uri
    assert await world.status(world.message()) == 401
    assert "signing keys could not be fetched (ValueError)" in caplog.text


@pytest.mark.parametrize("document", ["", "[]", "{", "[" * 5000, '{"keys": 7}', '{"keys": {"a": 1}}'])
async def test_a_document_of_keys_that_cannot_be_read_leaves_the_old_ones(world: World, document: str) -> None:
    assert await world.status(world.message()) == 200
    world.teams.document = document or " "
    world.hands.seconds += KEPT_SECONDS
    assert await world.status(world.message()) == 200
    assert world.teams.fetched == 2


async def test_without_keys_nobody_is_let_in(world: World) -> None:
    world.teams.broken = True
    assert await world.status(world.message()) == 401


async def test_a_key_that_cannot_be_read_spoils_nothing(world: World) -> None:
    odd: list[Any] = ["x", {}, {"kid": "k2", "kty": "RSA", "n": "?", "e": "?"}, {"kid": "k3", "kty": "new"}]
    world.teams.keys = [*odd, *world.teams.keys]
    assert await world.status(world.message()) == 200
