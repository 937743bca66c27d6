"""An issuer of OpenID Connect on loopback: a page to choose who of a made-up municipality signs in, tokens and keys.

Like Entra, as far as the pages can tell: an issuer for each tenant and another for all, PKCE, codes taken once. Faults
of the real issuer are told beforehand.
"""

import asyncio
import base64
import secrets
import socket
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from html import escape
from types import TracebackType
from typing import Any, Self

import jwt
from aiohttp import web
from yarl import URL

from bot.rehearsal.signing import SigningKeys

Json = dict[str, Any]
MANY = "organizations"
_SESSION = "at-issuer"
_CODES_LAST = 600  # seconds
_TOKENS_LAST = 3600  # seconds
_TEAMS_ON_THE_WEB = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346"


@dataclass(frozen=True)
class Guest:
    """Somebody to choose; `about` tells the person's roles in the municipality."""

    tenant: str
    object_id: str
    name: str
    about: str = ""


@dataclass(frozen=True)
class _Asked:
    """A request for a code, and when the request was answered."""

    guest: Guest
    redirect_uri: str
    nonce: str
    challenge: str
    session: str
    at: datetime


@dataclass
class Faults:
    """`status` answers everything; `stalls` holds every answer until set; `claims` change those of tokens to come.

    A claim of None is left out. With `unsigned` tokens have no signature. `refuses` is an error in place of a code.
    """

    status: int = 0
    stalls: asyncio.Event | None = None
    claims: Json = field(default_factory=dict)
    unsigned: bool = False
    refuses: str = ""


class Issuer:
    """`now` tells the rehearsal's time; `asked` holds the paths of the requests so far.

    `logout_url` is registered for signing out: the issuer's page for that shows the address in a frame.
    """

    def __init__(
        self,
        guests: Iterable[Guest],
        *,
        client_id: str,
        client_secret: str,
        now: Callable[[], datetime],
        port: int = 0,
    ) -> None:
        self.guests = tuple(guests)
        self.faults = Faults()
        self.asked: list[str] = []
        self.logout_url = ""
        self.keys = SigningKeys("issuer")
        self._client_id = client_id
        self._client_secret = client_secret
        self._now = now
        self._port = port
        self._codes: dict[str, _Asked] = {}
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = int(self._runner.addresses[0][1])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.faults.stalls is not None:
            self.faults.stalls.set()
        if self._runner is not None:
            await self._runner.cleanup()

    def url(self, tenant: str = MANY) -> str:
        """The issuer of the tenant's accounts, or of all tenants'."""
        return f"http://127.0.0.1:{self._port}/{tenant}/v2.0"

    def teams_token(self, guest: Guest, **claims: object) -> str:
        """A token as Teams gives a tab for single sign-on, but for these claims (None leaves a claim out)."""
        genuine = {**self._claims(guest), "scp": "access_as_user", "azp": _TEAMS_ON_THE_WEB}
        return self._signed({**genuine, **claims})

    def _application(self) -> web.Application:
        application = web.Application(middlewares=[self._met])
        router = application.router
        router.add_get("/{tenant}/v2.0/.well-known/openid-configuration", self._document)
        router.add_get("/{tenant}/discovery/v2.0/keys", self._published)
        router.add_get("/{tenant}/oauth2/v2.0/authorize", self._authorize)
        router.add_get("/{tenant}/oauth2/v2.0/chosen", self._chosen)
        router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        router.add_get("/{tenant}/oauth2/v2.0/logout", self._logout)
        return application

    @web.middleware
    async def _met(self, request: web.Request, handler: Callable[[web.Request], Any]) -> web.StreamResponse:
        self.asked.append(request.path)
        if self.faults.stalls is not None:
            await self.faults.stalls.wait()
        if self.faults.status:
            return web.Response(status=self.faults.status, text="Out of order.")
        response: web.StreamResponse = await handler(request)
        return response

    async def _document(self, request: web.Request) -> web.Response:
        tenant = request.match_info["tenant"]
        base = f"http://127.0.0.1:{self._port}/{tenant}"
        return web.json_response(
            {
                "issuer": self.url("{tenantid}" if tenant == MANY else tenant),
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
                "end_session_endpoint": f"{base}/oauth2/v2.0/logout",
                "jwks_uri": f"{base}/discovery/v2.0/keys",
            }
        )

    async def _published(self, _request: web.Request) -> web.Response:
        return web.json_response(self.keys.document())

    async def _authorize(self, request: web.Request) -> web.Response:
        """A page of links, each to a code for one of the guests."""
        asked = request.query
        wrong = _wrong_in(asked, self._client_id)
        if wrong:
            return web.Response(status=400, text=wrong)
        if self.faults.refuses:
            back = URL(asked["redirect_uri"]).update_query(error=self.faults.refuses, state=asked["state"])
            raise web.HTTPFound(back)
        tenant = request.match_info["tenant"]
        chosen = request.url.with_path(f"/{tenant}/oauth2/v2.0/chosen", keep_query=True)
        links = "".join(
            _link(one, chosen.update_query(guest=number))
            for number, one in enumerate(self.guests)
            if tenant in (MANY, one.tenant)
        )
        page = _PAGE.format(links=links)
        return web.Response(text=page, content_type="text/html", charset="utf-8")

    async def _chosen(self, request: web.Request) -> web.Response:
        asked, guest = request.query, self.guests[int(request.query["guest"])]
        code, session = secrets.token_urlsafe(16), request.cookies.get(_SESSION) or secrets.token_hex(16)
        wanted = (asked["redirect_uri"], asked["nonce"], asked["code_challenge"])
        self._codes[code] = _Asked(guest, *wanted, session, self._now())
        found = web.HTTPFound(URL(asked["redirect_uri"]).update_query(code=code, state=asked["state"]))
        found.set_cookie(_SESSION, session, httponly=True)
        raise found

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        given = {name: str(value) for name, value in form.items()}
        if given.get("client_id") != self._client_id or given.get("client_secret") != self._client_secret:
            return _error(401, "invalid_client")
        asked = self._codes.pop(given.get("code", ""), None)
        if asked is None or not self._is_for(asked, given):
            return _error(400, "invalid_grant")
        token = self._signed({**self._claims(asked.guest), "nonce": asked.nonce, "sid": asked.session})
        return web.json_response({"token_type": "Bearer", "expires_in": _TOKENS_LAST, "id_token": token})

    def _is_for(self, asked: _Asked, given: Mapping[str, str]) -> bool:
        challenge = base64.urlsafe_b64encode(sha256(given.get("code_verifier", "").encode()).digest())
        return (
            given.get("grant_type") == "authorization_code"
            and given.get("redirect_uri") == asked.redirect_uri
            and challenge.decode().rstrip("=") == asked.challenge
            and (self._now() - asked.at).total_seconds() < _CODES_LAST
        )

    async def _logout(self, request: web.Request) -> web.Response:
        """The browser's session here ends, and each app hears of the end by its own address, in a frame."""
        session, back = request.cookies.get(_SESSION), request.query.get("post_logout_redirect_uri")
        if back and not self.logout_url:
            raise web.HTTPFound(back)
        told = URL(self.logout_url).update_query(sid=session) if session and self.logout_url else ""
        page = _OUT.format(frame=f'<iframe src="{escape(str(told))}"></iframe>' if told else "")
        response = web.Response(text=page, content_type="text/html", charset="utf-8")
        response.del_cookie(_SESSION)
        return response

    def _claims(self, guest: Guest) -> Json:
        issued = int(self._now().timestamp())
        return {
            "iss": self.url(guest.tenant),
            "aud": self._client_id,
            "tid": guest.tenant,
            "oid": guest.object_id,
            "name": guest.name,
            "ver": "2.0",
            "iat": issued,
            "nbf": issued,
            "exp": issued + _TOKENS_LAST,
        }

    def _signed(self, claims: Json) -> str:
        wanted = {name: value for name, value in {**claims, **self.faults.claims}.items() if value is not None}
        if self.faults.unsigned:
            return jwt.encode(wanted, "", algorithm="none", headers={"kid": "key-1"})
        return self.keys.sign(wanted)


def _wrong_in(asked: Mapping[str, str], client_id: str) -> str:
    """The fault of a request for a code, "" for none."""
    needed = ("redirect_uri", "state", "nonce", "code_challenge")
    if lacking := [name for name in needed if not asked.get(name)]:
        return f"{lacking[0]} is missing"
    wanted = {"client_id": client_id, "response_type": "code", "code_challenge_method": "S256"}
    different = [name for name, value in wanted.items() if asked.get(name) != value]
    if different:
        return f"{different[0]} is wrong"
    return "" if "openid" in asked.get("scope", "").split() else "the scope lacks openid"


def _link(guest: Guest, url: URL) -> str:
    about = f"<br><small>{escape(guest.about)}</small>" if guest.about else ""
    return f'<li><a href="{escape(str(url))}">{escape(guest.name)}</a>{about}</li>'


_PAGE = """<!DOCTYPE html>
<html lang="nb"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Hvem vil du være?</title><link rel="icon" href="data:,">
<style>body {{ font: 1.1rem/1.5 sans-serif; margin: 2rem auto; max-width: 34rem; padding: 0 1rem }}
li {{ margin: .6rem 0 }} small {{ color: #555 }}</style></head>
<body><main><h1>Hvem vil du være?</h1>
<p>Alle her er oppdiktet. I en kommune logger folk inn hos Microsoft i stedet.</p>
<ul>{links}</ul></main></body></html>
"""


_OUT = """<!DOCTYPE html>
<html lang="nb"><head><meta charset="utf-8"><title>Logget ut</title></head>
<body><h1>Du er logget ut</h1>{frame}</body></html>
"""


def _error(status: int, code: str) -> web.Response:
    return web.json_response({"error": code}, status=status)


def free_port() -> int:
    """A port of loopback that nobody listens on: the pages' own address stands in the settings they are made with."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
