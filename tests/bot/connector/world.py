"""The connector on real sockets, with a login service and a Teams whose responses the test chooses."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp
from aiohttp import web

from bot.entry.teams.connector import Connector
from bot.entry.teams.credentials import Registration, by_secret
from bot.entry.teams.outcomes import Call
from bot.entry.teams.tokens import BotToken
from bot.ports import Meaning, Outcome

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
APP = "11111111-aaaa-bbbb-cccc-222222222222"
CALLS = tuple(Call)


DONE, AGAIN, UNCERTAIN = Meaning.DONE, Meaning.AGAIN, Meaning.UNCERTAIN
UNREACHABLE, REFUSED, TOO_BIG = Meaning.UNREACHABLE, Meaning.REFUSED, Meaning.TOO_BIG
UNAUTHORISED = Meaning.UNAUTHORISED


@dataclass
class Hands:
    """A monotonic clock moved by the test."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Asked:
    method: str
    path: str
    authorization: str | None
    body: Any


@dataclass
class Teams:
    """The login service and the connector, with responses chosen by the test."""

    status: int = 200
    body: str = '{"id": "new"}'
    headers: dict[str, str] = field(default_factory=dict)
    hangs: bool = False
    login_hangs: bool = False
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    refuses: frozenset[str] = frozenset()
    redirect: str = ""
    asked: list[Asked] = field(default_factory=list)
    login_status: int = 200
    login: dict[str, Any] = field(default_factory=lambda: {"access_token": "t1", "expires_in": 3600})
    forms: list[dict[str, Any]] = field(default_factory=list)
    discovered: list[str] = field(default_factory=list)
    endpoint: str | None = None
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", self.discovery)
        app.router.add_post("/token", self.token)
        app.router.add_route("*", "/{rest:.*}", self.connector)
        return app

    async def discovery(self, request: web.Request) -> web.Response:
        self.discovered.append(request.path)
        if self.redirect:
            raise web.HTTPTemporaryRedirect(self.redirect)
        return web.json_response({"token_endpoint": self.endpoint or str(request.url.with_path("/token"))})

    async def token(self, request: web.Request) -> web.Response:
        self.forms.append(dict(await request.post()))
        self.reached.set()
        if self.hangs or self.login_hangs:
            await self.released.wait()
        return web.json_response(self.login, status=self.login_status)

    async def connector(self, request: web.Request) -> web.Response:
        body = await request.json() if request.can_read_body else None
        self.asked.append(Asked(request.method, request.raw_path, request.headers.get("Authorization"), body))
        if self.hangs:
            await self.released.wait()
        if request.headers.get("Authorization") in self.refuses:
            return web.Response(status=401)
        return web.Response(status=self.status, text=self.body, headers=self.headers)


@dataclass
class World:
    teams: Teams
    service_url: str
    hosts: frozenset[str]
    session: aiohttp.ClientSession
    hands: Hands
    connector: Connector
    token: BotToken

    def with_token(self) -> Connector:
        return Connector(self.session, token=self.token, clock=lambda: NOW, service_hosts=self.hosts)

    async def got(self) -> str:
        return (await self.token.get()).token

    async def ask(self, call: Call, connector: Connector | None = None, service_url: str = "") -> Outcome:
        to, url = connector or self.connector, service_url or self.service_url
        match call:
            case Call.CREATE:
                return await to.create_conversation(url, {"isGroup": True})
            case Call.SEND:
                return await to.send(url, "a:1", {"type": "message"})
            case Call.UPDATE:
                return await to.update(url, "a:1", "17", {"type": "message"})
            case Call.DELETE:
                return await to.delete(url, "a:1", "17")
            case Call.MEMBERS:
                return (await to.members_page(url, "a:1"))[0]


def registration(session: aiohttp.ClientSession, authority: str) -> Registration:
    return Registration(session, app_id=APP, proof=by_secret("made-up"), authority=authority)
