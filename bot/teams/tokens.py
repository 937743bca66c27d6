"""The bot's own token, fetched from the login service and kept until shortly before it runs out."""

import asyncio
import json
import re
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import aiohttp

from bot.ports import Meaning, Outcome
from bot.teams.hosts import private

SCOPE = "https://api.botframework.com/.default"
AHEAD_SECONDS = 5 * 60
BETWEEN_TRIES_SECONDS = 30
TIMEOUT_SECONDS = 10
_DISCOVERY = "/v2.0/.well-known/openid-configuration"
_CODE = re.compile(r"[A-Za-z0-9_]{1,60}")


class NoToken(Exception):
    """The login service gave no token, so nothing was sent."""

    def __init__(self, reason: str, meaning: Meaning) -> None:
        super().__init__(reason)
        self.outcome = Outcome(meaning, reason=reason)


class BotToken:
    """`authority` is whole, tenant included. `monotonic` is in seconds."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        *,
        app_id: str,
        password: str,
        authority: str,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session = session
        self._app_id = app_id
        self._password = password
        self._authority = authority.rstrip("/")
        self._monotonic = monotonic
        self._endpoint = ""
        self._token = ""
        self._renew_at = self._ends_at = float("-inf")
        self._failure: NoToken | None = None
        self._rounds = 0
        self._one_at_a_time = asyncio.Lock()

    async def get(self) -> str:
        """Raises NoToken; a token that is still good outlives a failed renewal."""
        if self._monotonic() >= self._renew_at:
            await self._renewed(self._rounds)
        if self._monotonic() < self._ends_at:
            return self._token
        raise self._failure or NoToken("login: the token ran out at once", Meaning.AGAIN)

    def forget(self, token: str) -> None:
        """Teams would not take this token; the next to ask gets another."""
        if token == self._token:
            self._renew_at = self._ends_at = float("-inf")

    async def _renewed(self, since: int) -> None:
        """One asks and the others, who came while it asked, share what it got: a token or a failure."""
        async with self._one_at_a_time:
            if self._rounds == since:
                await self._renew()
                self._rounds += 1

    async def _renew(self) -> None:
        asked_at = self._monotonic()
        try:
            self._token, lasts = await self._ask()
        except NoToken as failure:
            self._failure = failure
            self._renew_at = asked_at + BETWEEN_TRIES_SECONDS if asked_at < self._ends_at else float("-inf")
            return
        self._ends_at = asked_at + lasts
        self._renew_at = self._ends_at - min(AHEAD_SECONDS, lasts / 2)

    async def _ask(self) -> tuple[str, float]:
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                self._endpoint = self._endpoint or await self._discovered()
                return await self._exchanged()
        except TimeoutError as error:
            raise NoToken("login: timeout", Meaning.AGAIN) from error
        except (aiohttp.ClientError, ValueError) as error:
            raise NoToken(f"login: {type(error).__name__}", Meaning.AGAIN) from error

    async def _discovered(self) -> str:
        async with self._session.get(self._authority + _DISCOVERY) as response:
            endpoint = _read(response.status, await response.read()).get("token_endpoint")
        if not isinstance(endpoint, str) or not private(endpoint):
            raise NoToken("login: no token endpoint over https", Meaning.UNAUTHORISED)
        return endpoint

    async def _exchanged(self) -> tuple[str, float]:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._app_id,
            "client_secret": self._password,
            "scope": SCOPE,
        }
        async with self._session.post(self._endpoint, data=form, allow_redirects=False) as response:
            answer = _read(response.status, await response.read())
        token = answer.get("access_token")
        if not isinstance(token, str) or not token:
            raise NoToken("login: no token in the answer", Meaning.AGAIN)
        return token, _seconds(answer.get("expires_in"))


def _read(status: int, body: bytes) -> Mapping[str, Any]:
    """The answer's JSON object. Raises NoToken for any answer but a good one."""
    try:
        found = json.loads(body)
    except ValueError:
        found = None
    answer: Mapping[str, Any] = found if isinstance(found, dict) else {}
    if status != HTTPStatus.OK:
        code = _CODE.fullmatch(str(answer.get("error", "")))
        raise NoToken(f"login: {status} {code.group() if code else ''}".rstrip(), _meaning(status))
    return answer


def _meaning(status: int) -> Meaning:
    """A wrong secret, id or tenant stays wrong; a login service in trouble gets over it."""
    passing = status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in {
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_MANY_REQUESTS,
    }
    return Meaning.AGAIN if passing else Meaning.UNAUTHORISED


def _seconds(lasts: object) -> float:
    """Some login services write the number as text."""
    text = str(lasts)
    return float(text) if text.isascii() and text.isdigit() else 0.0
