"""POST /api/messages on a real socket, between made-up keys and a connector that keeps each request."""

import asyncio
import json
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp
import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bot.entry.openid.keys import SigningKeys
from bot.entry.teams.authentication import ISSUER, Anonymous, Authenticates, Authentication
from bot.entry.teams.connector import Connector
from bot.entry.teams.endpoint import Endpoint
from bot.entry.teams.messenger import TeamsMessenger
from bot.ports import NoMetrics
from content.presses import OpenNextStep, StepRef, encode
from content.vocabulary.conversing import Help
from content.vocabulary.messages import Message
from dialogs.events import Event, Place
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
    file: None = None
    listed: None = None


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
