"""Ways to prove the bot's identity and get a token: secret, certificate or managed identity."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Protocol

import aiohttp

from bot.entry.openid.connections import private
from bot.entry.teams.certificate import Certificate
from bot.ports import Clock, Meaning, Outcome

RESOURCE = "https://api.botframework.com"
SCOPE = f"{RESOURCE}/.default"
IDENTITY_VERSION = "2019-08-01"
_DISCOVERY = "/v2.0/.well-known/openid-configuration"
_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_CODE = re.compile(r"[A-Za-z0-9_]{1,60}")


class NoToken(Exception):
    """No token could be had, so nothing was sent."""

    def __init__(self, reason: str, meaning: Meaning) -> None:
        super().__init__(reason)
        self.outcome = Outcome(meaning, reason=reason)


@dataclass(frozen=True)
class IssuedToken:
    """A token, and its remaining lifetime in seconds."""

    token: str
    lasts: float


class Credentials(Protocol):
    async def ask(self) -> IssuedToken:
        """Raises NoToken for an answer without a token, ClientError for no answer."""
        ...


Proof = Callable[[str], Mapping[str, str]]
"""From the token endpoint's URL to the form fields that prove the bot's identity to it."""


def by_secret(secret: str) -> Proof:
    return lambda _endpoint: {"client_secret": secret}


def by_certificate(certificate: Certificate, *, app_id: str, clock: Clock) -> Proof:
    def proof(endpoint: str) -> Mapping[str, str]:
        assertion = certificate.assertion(app_id=app_id, audience=endpoint, now=clock())
        return {"client_assertion_type": _ASSERTION_TYPE, "client_assertion": assertion}

    return proof


class Registration:
    """An app registration at the login service. `authority` is the whole URL, tenant included."""

    def __init__(self, session: aiohttp.ClientSession, *, app_id: str, proof: Proof, authority: str) -> None:
        self._session = session
        self._app_id = app_id
        self._proof = proof
        self._authority = authority.rstrip("/")
        self._endpoint = ""

    async def ask(self) -> IssuedToken:
        self._endpoint = self._endpoint or await self._discovered()
        form = {
            "grant_type": "client_credentials",
            "client_id": self._app_id,
            "scope": SCOPE,
            **self._proof(self._endpoint),
        }
        async with self._session.post(self._endpoint, data=form, allow_redirects=False) as response:
            answer = _read(response.status, await response.read())
        return IssuedToken(_token(answer), _seconds(answer.get("expires_in")))

    async def _discovered(self) -> str:
        # A redirect would let another host choose where the proof goes.
        async with self._session.get(self._authority + _DISCOVERY, allow_redirects=False) as response:
            endpoint = _read(response.status, await response.read()).get("token_endpoint")
        if not isinstance(endpoint, str) or not private(endpoint):
            raise NoToken("login: no token endpoint over https", Meaning.UNAUTHORISED)
        return endpoint


class ManagedIdentity:
    """The managed identity of an Azure App Service or Container App; `header` is Azure's IDENTITY_HEADER."""

    def __init__(
        self, session: aiohttp.ClientSession, *, app_id: str, endpoint: str, header: str, clock: Clock
    ) -> None:
        self._session = session
        self._app_id = app_id
        self._endpoint = endpoint
        self._header = header
        self._clock = clock

    async def ask(self) -> IssuedToken:
        query = {"resource": RESOURCE, "api-version": IDENTITY_VERSION, "client_id": self._app_id}
        headers = {"X-IDENTITY-HEADER": self._header}
        async with self._session.get(self._endpoint, params=query, headers=headers, allow_redirects=False) as response:
            answer = _read(response.status, await response.read())
        return IssuedToken(_token(answer), _lasts(answer, self._clock()))


def _read(status: int, body: bytes) -> Mapping[str, Any]:
    """The answer's JSON object. Raises NoToken for every status but 200."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    answer: Mapping[str, Any] = found if isinstance(found, dict) else {}
    if status != HTTPStatus.OK:
        code = _CODE.fullmatch(str(answer.get("error", "")))
        raise NoToken(f"login: {status} {code.group() if code else ''}".rstrip(), _meaning(status))
    return answer


def _meaning(status: int) -> Meaning:
    """A wrong secret, id or tenant is permanent; errors of the login service itself pass."""
    passing = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in {
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_MANY_REQUESTS,
    }
    return Meaning.AGAIN if passing else Meaning.UNAUTHORISED


def _token(answer: Mapping[str, Any]) -> str:
    token = answer.get("access_token")
    if not isinstance(token, str) or not token:
        raise NoToken("login: no token in the answer", Meaning.AGAIN)
    return token


def _lasts(answer: Mapping[str, Any], now: datetime) -> float:
    """Azure caches tokens, so the expiry time counts before the lifetime, counted from the token's issue."""
    ends = _seconds(answer.get("expires_on"))
    return max(ends - now.timestamp(), 0.0) if ends else _seconds(answer.get("expires_in"))


def _seconds(number: object) -> float:
    """A number of seconds that some login services send as text; 0 for anything else."""
    text = str(number)
    return float(text) if text.isascii() and text.isdigit() else 0.0
