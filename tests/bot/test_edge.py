"""POST /api/messages over real sockets with really signed tokens: who is let in, and the responses."""

import asyncio
import base64
import gzip
import json
import logging
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp
import jwt
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jwt.algorithms import RSAAlgorithm

from bot.entry.teams.authentication import ISSUER, LEEWAY_SECONDS, Anonymous, Authenticates, Authentication
from bot.entry.teams.connector import Connector
from bot.entry.teams.endpoint import LARGEST_BYTES, Endpoint
from bot.entry.teams.keys import AHEAD_SECONDS, BETWEEN_FETCHES_SECONDS, KEPT_SECONDS, SigningKeys
from bot.entry.teams.messenger import TeamsMessenger
from bot.ports import NoMetrics
from content.presses import OpenNextStep, StepRef, encode
from content.vocabulary.conversing import Help, NothingOpen, Welcome
from content.vocabulary.messages import Message
from dialogs.events import Event, Installed, Place, Pressed, Said, StrangePress
from dialogs.model import Happening, Language
from dialogs.turn import SILENCE, Turn

APP = "11111111-aaaa-bbbb-cccc-222222222222"
TENANT = "aaaaaaaa-0000-0000-0000-000000000001"
BOT = f"28:{APP}"
PRIVATE_WORDS = "Kari gråt i timen i dag"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    """A message rendered by the tests: its name, as a text or a card."""

    summary: str
    text: str | None
    card: dict[str, Any] | None


def render(message: Message, language: Language, *, room: int = 0) -> Line:  # noqa: ARG001 - as cards are rendered
    name = f"{type(message).__name__} {language.value}"
    if isinstance(message, Help):
        return Line(name, None, {"type": "AdaptiveCard", "name": name})
    return Line(name, name, None)


@dataclass
class Hands:
    """A clock moved by the test."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Counted(NoMetrics):
    """The reasons of all refusals, in order."""

    refusals: list[str] = field(default_factory=list)

    def refused(self, why: str) -> None:
        self.refusals.append(why)


@dataclass
class Teams:
    """The login and the connector side of the wire."""

    keys: list[dict[str, Any]] = field(default_factory=list)
    broken: bool = False
    jwks_uri: str = ""
    redirect: str = ""
    document: str = ""
    hangs: bool = False
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)
    fetched: int = 0
    status: int = 201
    received: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/openid", self.openid)
        app.router.add_get("/keys", self.jwks)
        app.router.add_get("/elsewhere", self.elsewhere)
        app.router.add_route("*", "/v3/{rest:.*}", self.connector)
        return app

    async def openid(self, request: web.Request) -> web.Response:
        self.fetched += 1
        if self.broken:
            return web.Response(text="<html>down</html>", content_type="text/html")
        if self.hangs:
            self.asked.set()
            await self.released.wait()
        return web.json_response({"jwks_uri": self.jwks_uri or str(request.url.with_path("/keys"))})

    async def jwks(self, _request: web.Request) -> web.Response:
        if self.redirect:
            raise web.HTTPFound(self.redirect)
        if self.document:
            return web.Response(text=self.document)
        return await self.elsewhere(_request)

    async def elsewhere(self, _request: web.Request) -> web.Response:
        return web.json_response({"keys": self.keys})

    async def connector(self, request: web.Request) -> web.Response:
        self.received.append((f"{request.method} {request.path}", await request.json()))
        return web.json_response({"id": "sent"}, status=self.status)


@pytest.fixture(scope="session")
def private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture(scope="session")
def other_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def jwk(key: rsa.RSAPrivateKey, kid: str = "k1", **more: object) -> dict[str, Any]:
    return {**RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid, "endorsements": ["msteams"], **more}


@dataclass
class World:
    teams: Teams
    service_url: str
    bot_url: str
    session: aiohttp.ClientSession
    key: rsa.RSAPrivateKey
    hands: Hands
    heard: list[Event]
    answers: list[Turn | Exception]
    counted: list[str]
    signing: SigningKeys
    today: Hands

    def claims(self, **more: object) -> dict[str, Any]:
        fresh = {"iss": ISSUER, "aud": APP, "exp": int(time.time()) + 3600, "serviceurl": self.service_url}
        return {name: value for name, value in {**fresh, **more}.items() if value is not None}

    def token(self, *, key: rsa.RSAPrivateKey | None = None, kid: object = "k1", **more: object) -> str:
        headers = {"kid": kid} if kid is not None else {}
        # Not jwt.encode, which refuses some of the claims a forger would sign.
        return jwt.PyJWS().encode(
            json.dumps(self.claims(**more)).encode(), key or self.key, algorithm="RS256", headers=headers
        )

    def message(self, **more: object) -> dict[str, Any]:
        return {
            "type": "message",
            "id": "1700000000001",
            "timestamp": "2026-11-24T07:00:00Z",
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "from": {"id": "29:guro", "aadObjectId": "guro"},
            "recipient": {"id": BOT},
            "conversation": {"id": "a:1", "conversationType": "personal"},
            "channelData": {"tenant": {"id": TENANT}},
            "text": PRIVATE_WORDS,
            **more,
        }

    def in_channel(self, **more: object) -> dict[str, Any]:
        conversation = {"id": "19:k@thread.tacv2;messageid=1699", "conversationType": "channel"}
        return self.message(conversation=conversation, **more)

    def press(self, activity: dict[str, Any]) -> dict[str, Any]:
        data = encode(OpenNextStep(StepRef("nordvik", "s", 0)))
        value = {"action": {"type": "Action.Execute", "data": data}}
        return {**activity, "type": "invoke", "name": "adaptiveCard/action", "text": None, "value": value}

    async def post(self, body: object, authorization: str | None = "fresh") -> tuple[int, str]:
        if authorization == "fresh":
            authorization = f"Bearer {self.token()}"
        headers = {"Content-Type": "application/json; charset=utf-8"}
        headers |= {} if authorization is None else {"Authorization": authorization}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        async with self.session.post(self.bot_url, data=data, headers=headers) as response:
            return response.status, await response.text()

    async def status(self, body: object, authorization: str | None = "fresh") -> int:
        return (await self.post(body, authorization))[0]


class NeverAnswered(Exception):
    """A turn that never ends."""


async def build(stack: AsyncExitStack, key: rsa.RSAPrivateKey, *, anonymous: bool = False) -> World:
    teams, hands, heard, answers = Teams(keys=[jwk(key)]), Hands(), list[Event](), list[Turn | Exception]()
    there = await stack.enter_async_context(TestServer(teams.app()))
    session = await stack.enter_async_context(aiohttp.ClientSession())
    hosts = frozenset({f"{there.host}:{there.port}"})
    watch = Counted()

    async def answer(event: Event) -> Turn:
        heard.append(event)
        turn = answers.pop(0) if answers else SILENCE
        if isinstance(turn, NeverAnswered):
            await asyncio.Event().wait()
        if isinstance(turn, Exception):
            raise turn
        return turn

    stack.callback(teams.released.set)
    keys = SigningKeys(session, str(there.make_url("/openid")), monotonic=hands)
    stack.push_async_callback(keys.aclose)
    today = Hands(time.time())
    authentication: Authenticates = Anonymous() if anonymous else Authentication(APP, keys, seconds=today)
    connector = Connector(session, token=None, clock=lambda: NOW, service_hosts=hosts)
    messenger = TeamsMessenger(connector, app_id=APP, render=render)

    async def say(_about: Happening, place: Place, messages: Sequence[Message], language: Language) -> None:
        for message in messages:
            await messenger.send(place, message, language)

    edge = Endpoint(
        authentication=authentication,
        tenants=frozenset({TENANT.upper()}),
        answer=answer,
        say=say,
        app_id=APP,
        render=render,
        sorry=lambda locale: f"sorry in {locale}",
        clock=lambda: NOW,
        service_hosts=hosts,
        metrics=watch,
        turn_seconds=0.2,
    )
    app = web.Application()
    app.router.add_post("/api/messages", edge.messages)
    here = await stack.enter_async_context(TestServer(app))
    service_url, bot_url = str(there.make_url("/")), str(here.make_url("/api/messages"))
    return World(teams, service_url, bot_url, session, key, hands, heard, answers, watch.refusals, keys, today)


@pytest.fixture
async def world(private_key: rsa.RSAPrivateKey) -> AsyncIterator[World]:
    async with AsyncExitStack() as stack:
        yield await build(stack, private_key)


async def test_what_teams_sends_is_heard(world: World) -> None:
    assert await world.post(world.message()) == (200, "")
    [said] = world.heard
    assert isinstance(said, Said)
    assert said.text == PRIVATE_WORDS


# Tokens.


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


# The keys.


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


# Bodies.


async def test_the_token_is_looked_at_before_the_body(world: World) -> None:
    assert await world.status(b"x" * (LARGEST_BYTES + 1), None) == 401
    assert await world.status(b"x" * (LARGEST_BYTES + 1)) == 413
    assert await world.status(world.message(text="x" * (LARGEST_BYTES - 1000))) == 200


async def test_the_body_is_measured_before_its_service_url_is_compared(world: World) -> None:
    elsewhere = f"Bearer {world.token(serviceurl='https://elsewhere.example/')}"
    assert await world.status(b"x" * (LARGEST_BYTES + 1), elsewhere) == 413
    assert await world.status(world.message(channelData=None), elsewhere) == 401


async def test_why_somebody_was_refused_is_counted(world: World) -> None:
    off_the_list = "https://elsewhere.example/"
    await world.status(world.message(), None)
    await world.status(world.message(serviceUrl=off_the_list))
    await world.status(b"x" * (LARGEST_BYTES + 1))
    await world.status(b"{")
    await world.status(world.message(type=None))
    await world.status(world.message(channelData=None))
    await world.status(world.message(serviceUrl=off_the_list), f"Bearer {world.token(serviceurl=off_the_list)}")
    assert await world.status(world.message()) == 200
    assert world.counted == [
        *("not authentic", "not authentic", "too large", "not readable", "not readable", "tenant", "service url")
    ]


async def test_a_body_that_does_not_tell_its_length_is_measured(world: World) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(LARGEST_BYTES // 1024 + 1):
            yield b" " * 1024

    headers = {"Authorization": f"Bearer {world.token()}"}
    async with world.session.post(world.bot_url, data=endless(), headers=headers) as response:
        assert response.status == 413


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 5000, b'{"a":' * 5000, b'{"a":[' * 30 + b"]}" * 30),
        *(b'{"type": NaN}', b'{"type": -Infinity}', b'{"type": 1e999}', b'{"type": -1e999}', b"[" + b"9" * 5000 + b"]"),
    ],
)
async def test_what_is_no_json_object_is_refused(world: World, body: bytes) -> None:
    assert await world.status(body) == 400
    assert world.heard == []


async def test_a_number_that_is_infinite_to_us_is_not_readable(world: World) -> None:
    body = json.dumps(world.message(value="N")).encode()
    assert await world.status(body.replace(b'"N"', b"1e308")) == 200
    assert await world.status(body.replace(b'"N"', b"1e999")) == 400


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json", 200),
        ("Application/JSON; charset=UTF-8", 200),
        ("application/json;charset=utf-8; x=y", 200),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        ("text/json", 415),
        ("application/json, text/plain", 415),
        ("application/jsonp", 415),
        ("rubbish" + "x" * 4000, 415),
        ("", 415),
    ],
)
async def test_a_body_of_another_kind_than_json_is_refused_and_the_log_says_which(
    world: World, kind: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    headers = {"Authorization": f"Bearer {world.token()}", "Content-Type": kind}
    with caplog.at_level(logging.INFO, "bot.entry.teams"):
        async with world.session.post(world.bot_url, data=json.dumps(world.message()), headers=headers) as response:
            assert response.status == status
    assert world.counted == ([] if status == 200 else ["not json"])
    assert ("not application/json" in caplog.text) == (status == 415)
    assert len(caplog.text) < 500


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "rubbish"])
async def test_a_body_that_is_not_packed_as_it_says_is_refused(world: World, encoding: str) -> None:
    headers = {"Authorization": f"Bearer {world.token()}", "Content-Encoding": encoding}
    async with world.session.post(world.bot_url, data=b"rubbish", headers=headers) as response:
        assert response.status == 400


async def test_a_packed_body_is_measured_as_it_unpacks(world: World) -> None:
    headers = {"Authorization": f"Bearer {world.token()}", "Content-Encoding": "gzip"}
    packed = gzip.compress(b" " * LARGEST_BYTES * 40)
    async with world.session.post(world.bot_url, data=packed, headers=headers) as response:
        assert response.status == 413


# Any value in place of any field.

_LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from([10**400, ""])
)
_ANYTHING = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)
_KINDS = st.sampled_from(
    [
        *("message", "messageUpdate", "messageDelete", "invoke", "installationUpdate", "conversationUpdate"),
        *("messageReaction", "event", "typing", "brandNew"),
    ]
)
_FIELDS = st.sampled_from(
    [
        *("type", "id", "timestamp", "localTimestamp", "localTimezone", "channelId", "serviceUrl", "from", "name"),
        *("recipient", "conversation", "channelData", "text", "textFormat", "entities", "attachments", "value"),
        *("membersAdded", "membersRemoved", "reactionsAdded", "action", "locale", "replyToId", "expiration"),
    ]
)
_INNER = st.sampled_from(
    [
        *("id", "aadObjectId", "tenant", "team", "channel", "settings", "eventType", "type", "mentioned", "data"),
        *("action", "conversationType", "isGroup", "sloyfa", "press", "step", "position", "seen"),
    ]
)
_ODD = _ANYTHING | st.dictionaries(_INNER, _ANYTHING, max_size=4) | st.lists(st.dictionaries(_INNER, _ANYTHING))

# All examples share a world, and the time of making an example depends on the machine.
_HEALTHY = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@given(kind=_KINDS, odd=st.dictionaries(_FIELDS, _ODD, max_size=4), inner=st.dictionaries(_INNER, _ANYTHING))
@settings(max_examples=150, suppress_health_check=_HEALTHY)
async def test_whatever_a_field_holds_is_answered(
    world: World, kind: str, odd: dict[str, Any], inner: dict[str, Any]
) -> None:
    activity = {**world.press(world.message(value=inner)), "type": kind, **odd}
    assert await world.status(activity) in {200, 400, 401, 403}


@given(body=st.binary(max_size=200) | _ODD.map(lambda value: json.dumps(value).encode()))
@settings(max_examples=50, suppress_health_check=_HEALTHY)
async def test_whatever_a_body_holds_is_answered(world: World, body: bytes) -> None:
    assert await world.status(body) == 400


@pytest.mark.parametrize(
    ("missing", "name"),
    [
        ({"type": None}, "type"),
        ({"type": ["message"]}, "type"),
        ({"type": {"a": 1}}, "type"),
        ({"channelId": ""}, "channelId"),
        ({"channelId": 1e300}, "channelId"),
        ({"serviceUrl": None}, "serviceUrl"),
        ({"from": None}, "from.id"),
        ({"from": "29:guro"}, "from.id"),
        ({"from": [{"id": "29:guro"}]}, "from.id"),
        ({"from": {"id": 29}}, "from.id"),
        ({"conversation": {}}, "conversation.id"),
    ],
)
async def test_an_activity_lacking_what_it_must_have_is_refused(
    world: World, missing: dict[str, Any], name: str
) -> None:
    assert await world.post(world.message(**missing)) == (400, f"{name} is missing")


async def test_an_address_longer_than_any_of_teams_is_refused(world: World) -> None:
    conversation = {"id": "a:" + "1" * 399}
    assert await world.post(world.message(conversation=conversation)) == (400, "conversation.id is too long")


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/",
        "https://smba.trafficmanager.net/emea/",
        "http://127.0.0.1:1/",
        "https://smba.trafficmanager.net@elsewhere.example/",
        "ftp://127.0.0.1/",
        "not a url",
    ],
)
async def test_a_service_url_off_the_list_is_refused(world: World, url: str) -> None:
    token = world.token(serviceurl=url)
    assert await world.status(world.message(serviceUrl=url), f"Bearer {token}") == 403
    assert world.heard == []


@pytest.mark.parametrize("data", [{"tenant": {"id": "stranger"}}, {"tenant": {"id": ["x"]}}, {}, None, "x"])
async def test_a_tenant_not_let_in_leaves_no_trace_but_its_name_once(
    world: World, data: object, caplog: pytest.LogCaptureFixture
) -> None:
    elsewhere = "https://elsewhere.example/"
    with caplog.at_level(logging.DEBUG):
        caplog.clear()
        assert await world.status(world.message(channelData=data)) == 403
        body, token = world.message(channelData=data, serviceUrl=elsewhere), world.token(serviceurl=elsewhere)
        assert await world.status(body, f"Bearer {token}") == 403
    assert world.heard == []
    [named] = [record for record in caplog.records if record.name not in ("asyncio", "aiohttp.access")]
    assert named.name == "bot.entry.teams.refusals"
    assert world.counted == ["tenant", "tenant"]


async def test_a_tenant_is_known_in_any_case(world: World) -> None:
    assert await world.status(world.message(channelData={"tenant": {"id": TENANT.upper()}})) == 200


async def test_a_tenant_is_named_by_the_channel_data_and_nothing_else(world: World) -> None:
    conversation = {"id": "a:1", "tenantId": TENANT}
    assert await world.status(world.message(channelData=None, conversation=conversation)) == 403
    assert world.heard == []


@pytest.mark.parametrize(
    "odd",
    [
        {"timestamp": None},
        {"timestamp": "yesterday"},
        {"timestamp": 7, "localTimestamp": "x", "expiration": []},
        {"entities": "x"},
        {"entities": [None, 3]},
        {"attachments": {"a": 1}},
        {"membersAdded": 5},
        {"recipient": "x"},
        {"recipient": None},
        {"name": {"a": 1}},
        {"locale": 3},
        {"conversation": {"id": "a:1", "isGroup": "maybe"}},
        {"deliveryMode": "expectReplies"},
        {"text": "\ud800"},
        {"importance": [1], "listenFor": 3, "textHighlights": [1]},
    ],
)
async def test_odd_fields_spoil_nothing(world: World, odd: dict[str, Any]) -> None:
    assert await world.status(world.message(**odd)) == 200
    assert len(world.heard) == 1


# Responses.


async def test_what_is_said_is_sent_to_the_chat_in_order(world: World) -> None:
    world.answers.append(Turn(Language.NN, say=(Welcome(), NothingOpen())))
    assert await world.post(world.message()) == (200, "")
    assert [path for path, _ in world.teams.received] == ["POST /v3/conversations/a:1/activities"] * 2
    assert [activity["text"] for _, activity in world.teams.received] == ["Welcome nn", "NothingOpen nn"]


async def test_what_is_said_in_a_channel_is_said_in_the_thread(world: World) -> None:
    world.answers.append(Turn(say=(NothingOpen(),)))
    assert await world.status(world.in_channel()) == 200
    [(path, _)] = world.teams.received
    assert path == "POST /v3/conversations/19:k@thread.tacv2;messageid=1699/activities"


async def test_a_press_is_answered_with_the_card_it_becomes(world: World) -> None:
    world.answers.append(Turn(show=Help()))
    status, body = await world.post(world.press(world.message()))
    assert (status, json.loads(body)) == (
        200,
        {
            "statusCode": 200,
            "type": "application/vnd.microsoft.card.adaptive",
            "value": {"type": "AdaptiveCard", "name": "Help nb"},
        },
    )
    assert isinstance(world.heard[0], Pressed)
    assert world.teams.received == []


@pytest.mark.parametrize(
    ("turn", "value"),
    [
        (Turn(say=(NothingOpen(),)), "NothingOpen nb"),
        (Turn(say=(Help(), Welcome())), "Help nb\n\nWelcome nb"),
        (Turn(show=Welcome()), "Welcome nb"),
        (Turn(), ""),
    ],
)
@pytest.mark.parametrize("channel", [True, False])
async def test_a_press_without_a_card_is_answered_with_a_line(
    world: World, turn: Turn, value: str, *, channel: bool
) -> None:
    world.answers.append(turn)
    _, body = await world.post(world.press(world.in_channel() if channel else world.message()))
    assert json.loads(body) == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": value,
    }
    assert world.teams.received == []


async def test_what_is_said_beside_a_card_is_said_in_personal_chat_only(world: World) -> None:
    turn = Turn(show=Help(), say=(NothingOpen(),))
    world.answers += [turn, turn]
    await world.post(world.press(world.in_channel()))
    assert world.teams.received == []
    _, body = await world.post(world.press(world.message()))
    assert json.loads(body)["value"]["name"] == "Help nb"
    assert [activity["text"] for _, activity in world.teams.received] == ["NothingOpen nb"]


async def test_a_submitted_card_is_answered_in_personal_chat_only(world: World) -> None:
    turn = Turn(show=Help(), say=(NothingOpen(),))
    world.answers += [turn, turn]
    value = encode(OpenNextStep(StepRef("nordvik", "s", 0)))
    assert await world.post(world.in_channel(text=None, value=value)) == (200, "")
    assert world.teams.received == []
    assert await world.post(world.message(text=None, value=value)) == (200, "")
    assert [activity["text"] for _, activity in world.teams.received] == ["NothingOpen nb"]
    assert [type(event) for event in world.heard] == [Pressed, Pressed]


@pytest.mark.parametrize("value", [None, "x", {}, {"action": None}, {"action": {"type": "Action.Execute"}}])
async def test_a_press_nobody_can_read_is_still_answered(world: World, value: object) -> None:
    status, body = await world.post({**world.press(world.message()), "value": value})
    assert (status, json.loads(body)["statusCode"]) == (200, 200)
    assert [type(event) for event in world.heard] == [StrangePress]


@pytest.mark.parametrize(
    "name", ["message/submitAction", "message/fetchTask", "task/fetch", "fileConsent/invoke", "signin/x", None]
)
async def test_an_invoke_nobody_knows_is_answered_with_nothing(world: World, name: str | None) -> None:
    assert await world.post(world.message(type="invoke", name=name, value={"a": 1})) == (200, "{}")
    assert world.heard == []


@pytest.mark.parametrize("kind", ["event", "messageReaction", "handoff", "brandNew"])
async def test_an_activity_nobody_knows_is_taken_and_logged(
    world: World, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    odd = {"reactionsAdded": [{"type": "like"}], "name": "application/vnd.microsoft.meetingStart", "value": "x"}
    with caplog.at_level(logging.INFO, "bot.entry.teams"):
        assert await world.post(world.message(type=kind, **odd)) == (200, "")
    assert world.heard == []
    assert f"of type {kind}" in caplog.text


async def test_being_installed_asks_teams_for_nothing(world: World) -> None:
    members = [{"id": BOT}, {"id": "29:kari"}, {"id": "29:ola"}]
    assert await world.status(world.in_channel(type="conversationUpdate", text=None, membersAdded=members)) == 200
    assert [type(event) for event in world.heard] == [Installed]
    assert world.teams.received == []


async def test_the_bot_knows_itself_where_no_recipient_is_named(world: World) -> None:
    added = world.message(type="conversationUpdate", recipient=None, membersAdded=[{"id": BOT}])
    assert await world.status(added) == 200
    assert [type(event) for event in world.heard] == [Installed]


async def test_a_failure_makes_teams_send_it_again(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.answers.append(ValueError(PRIVATE_WORDS))
    assert await world.post(world.message()) == (500, "")
    assert "1700000000001" in caplog.text
    assert "ValueError" in caplog.text
    assert "test_edge.py" in caplog.text
    assert PRIVATE_WORDS not in caplog.text


async def test_a_turn_that_takes_too_long_is_given_up_and_teams_sends_it_again(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.answers += [NeverAnswered(), NeverAnswered()]
    assert await world.post(world.message()) == (500, "")
    status, body = await world.post(world.press(world.message(locale="nn-NO")))
    assert (status, json.loads(body)["value"]["message"]) == (200, "sorry in nn-NO")
    assert "TimeoutError" in caplog.text


async def test_a_failure_is_told_to_one_who_pressed(world: World) -> None:
    world.answers.append(ValueError(PRIVATE_WORDS))
    status, body = await world.post({**world.press(world.message()), "locale": "nn-NO"})
    assert (status, json.loads(body)) == (
        200,
        {
            "statusCode": 500,
            "type": "application/vnd.microsoft.error",
            "value": {"code": "InternalError", "message": "sorry in nn-NO"},
        },
    )


def test_importing_the_edge_is_quiet_and_leaves_the_sdks_dialogs_alone() -> None:
    code = "import sys, bot.entry.teams.endpoint; print([m for m in sys.modules if m.startswith('botbuilder.dialogs')])"
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    assert (done.stdout.strip(), done.stderr, done.returncode) == ("[]", "", 0)
