"""POST /api/messages: valid and forged tokens."""

import base64
import json
import logging
import time
from contextlib import AsyncExitStack
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.entry.openid.keys import BETWEEN_FETCHES_SECONDS, KEPT_SECONDS, SigningKeys
from bot.entry.teams.authentication import ISSUER, LEEWAY_SECONDS, Authentication
from tests.bot.endpoint.world import APP, World, build, jwk


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Bearer rubbish", "Bearer a.b.c", "Bearer " + "[" * 4000],
)
async def test_rubbish_is_not_authentic(world: World, authorization: str | None) -> None:
    assert await world.status(world.message(), authorization) == 401
    assert world.heard == []


WRONG: list[dict[str, Any]] = [
    {"exp": 1_700_000_000},
    {"exp": None},
    {"exp": "x"},
    {"exp": 1e400},
    {"exp": [1]},
    {"exp": 10**400, "nbf": 1e400},
    {"iat": 1e400},
    {"iat": {"a": 1}},
    {"aud": {"a": APP}},
    {"aud": [7]},
    {"iss": [ISSUER]},
    {"sub": 7},
    {"jti": 7},
    {"iss": "https://login.example/"},
    {"iss": None},
    {"aud": "33333333-aaaa-bbbb-cccc-222222222222"},
    {"aud": None},
    {"nbf": 4_000_000_000},
    {"kid": None},
    {"kid": "unknown"},
    {"serviceurl": "https://elsewhere.example/"},
    {"serviceurl": None, "serviceUrl": "https://elsewhere.example/"},
    {"SERVICEURL": "https://elsewhere.example/"},
    {"serviceurl": ["https://elsewhere.example/"]},
    {"serviceurl": None},
    {"serviceurl": ""},
]


@pytest.mark.parametrize("wrong", WRONG)
async def test_a_token_that_is_not_right_is_not_authentic(world: World, wrong: dict[str, Any]) -> None:
    assert await world.status(world.message(), f"Bearer {world.token(**wrong)}") == 401
    assert world.heard == []


async def test_the_log_says_why_a_request_was_not_authentic(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "bot.entry.teams"):
        await world.status(world.message(), f"Bearer {world.token(serviceurl=None)}")
    assert "the token names no service URL" in caplog.text


async def test_of_two_tokens_neither_is_taken(world: World) -> None:
    headers = [("Authorization", f"Bearer {world.token()}"), ("Content-Type", "application/json")]
    for more in ([], [("Authorization", "Bearer rubbish")]):
        async with world.session.post(
            world.bot_url, data=json.dumps(world.message()), headers=[*headers, *more]
        ) as response:
            assert response.status == (401 if more else 200)


async def test_a_token_that_was_right_once_is_right_until_it_ends(world: World) -> None:
    """The token was checked and cached earlier, and has expired since."""
    token = f"Bearer {world.token()}"
    assert [await world.status(world.message(), token) for _ in range(2)] == [200, 200]
    world.today.seconds += 3600 + LEEWAY_SECONDS + 1
    assert await world.status(world.message(), token) == 401


async def test_a_known_signature_goes_with_its_key(world: World, other_key: rsa.RSAPrivateKey) -> None:
    token = f"Bearer {world.token()}"
    assert [await world.status(world.message(), token) for _ in range(2)] == [200, 200]
    world.teams.keys[:] = [jwk(other_key)]
    world.hands.seconds += KEPT_SECONDS
    assert await world.status(world.message(), token) == 401


@pytest.mark.parametrize(
    "header",
    ["[" * 2500, '{"kid":' * 400, '{"alg": "RS256"}', "[]", "7", '{"alg": ["RS256"], "kid": "k1"}', '{"alg": 1e999}'],
)
async def test_a_token_with_a_strange_header_is_not_authentic(world: World, header: str) -> None:
    encoded = base64.urlsafe_b64encode(header.encode()).rstrip(b"=").decode()
    assert await world.status(world.message(), f"Bearer {encoded}.e30.c2ln") == 401


async def test_a_token_nested_too_deep_is_not_authentic(world: World) -> None:
    token = jwt.PyJWS().encode(b"[" * 2000 + b"]" * 2000, world.key, algorithm="RS256", headers={"kid": "k1"})
    assert len(token) < 8000, "a header longer than this is refused as such"
    assert await world.status(world.message(), f"Bearer {token}") == 401


async def test_a_token_another_key_signed_is_not_authentic(world: World, other_key: rsa.RSAPrivateKey) -> None:
    assert await world.status(world.message(), f"Bearer {world.token(key=other_key)}") == 401


@pytest.mark.parametrize("algorithm", ["none", "HS256", "PS256"])
async def test_a_token_of_another_algorithm_is_not_authentic(world: World, algorithm: str) -> None:
    if algorithm == "PS256":
        token = jwt.encode(world.claims(), world.key, algorithm="PS256", headers={"kid": "k1"})
    else:
        parts = ({"alg": algorithm, "typ": "JWT", "kid": "k1"}, world.claims())
        encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts]
        token = ".".join(encoded) + "."
    assert await world.status(world.message(), f"Bearer {token}") == 401


@pytest.mark.parametrize(
    "right",
    [
        {"exp": lambda: int(time.time()) - 200},
        {"aud": lambda: ["other", APP]},
        {"iat": lambda: int(time.time()) + 200},
    ],
)
async def test_clocks_may_differ_and_claims_may_be_missing(world: World, right: dict[str, Any]) -> None:
    token = world.token(**{name: value() for name, value in right.items()})
    assert await world.status(world.message(), f"bearer {token}") == 200


async def test_a_key_speaks_only_for_the_channels_it_is_endorsed_for(world: World) -> None:
    assert await world.status(world.message(channelId="webchat")) == 401
    world.teams.keys.append(jwk(world.key, "k2", endorsements=[]))
    world.hands.seconds += BETWEEN_FETCHES_SECONDS
    assert await world.status(world.message(channelId="webchat"), f"Bearer {world.token(kid='k2')}") == 200


async def test_authentication_without_an_app_id_is_refused(world: World) -> None:
    with pytest.raises(ValueError, match="app id"):
        Authentication("", SigningKeys(world.session, world.service_url), seconds=world.today)


async def test_in_insecure_local_mode_nobody_is_asked_who_they_are(private_key: rsa.RSAPrivateKey) -> None:
    async with AsyncExitStack() as stack:
        world = await build(stack, private_key, anonymous=True)
        assert await world.status(world.message(), None) == 200
        assert await world.status(world.message(serviceUrl="https://elsewhere.example/"), None) == 403
