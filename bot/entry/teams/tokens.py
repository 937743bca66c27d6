"""The bot's own token: cached until shortly before it expires, and renewed in the background while still valid."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

import aiohttp

from bot.entry.openid.single_flight import SingleFlight
from bot.entry.teams.credentials import Credentials, IssuedToken, NoToken
from bot.ports import Meaning

AHEAD_SECONDS = 5 * 60
BETWEEN_TRIES_SECONDS = 30
TIMEOUT_SECONDS = 10


@dataclass(frozen=True)
class CurrentToken:
    """`fresh`: fetched just now, so a 401 is about the bot and not about an outdated token."""

    token: str
    fresh: bool


class BotToken:
    """`monotonic` is in seconds."""

    def __init__(self, credentials: Credentials, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._credentials = credentials
        self._monotonic = monotonic
        self._token = ""
        self._renew_at = self._ends_at = float("-inf")
        self._failure: NoToken | None = None
        self._fetching = SingleFlight(self._renew)

    async def get(self) -> CurrentToken:
        """Raises NoToken. Waits only without a valid token; concurrent callers share one fetch."""
        if self._is_good():
            if self._monotonic() >= self._renew_at:
                self._fetching.start()
            return CurrentToken(self._token, fresh=False)
        await self._fetching.wait()
        if self._is_good():
            return CurrentToken(self._token, fresh=True)
        raise self._failure or NoToken("login: the token ran out at once", Meaning.AGAIN)

    def forget(self, token: str) -> None:
        """Drop a token that Teams refused; the next caller gets another."""
        if token == self._token:
            self._ends_at = float("-inf")

    async def aclose(self) -> None:
        await self._fetching.aclose()

    def _is_good(self) -> bool:
        return self._monotonic() < self._ends_at

    async def _renew(self) -> None:
        """A token that is still valid survives a failed renewal."""
        asked_at = self._monotonic()
        try:
            issued = await self._ask()
        except NoToken as failure:
            self._failure, self._renew_at = failure, asked_at + BETWEEN_TRIES_SECONDS
            return
        self._token, self._failure = issued.token, None
        self._ends_at = asked_at + issued.lasts
        self._renew_at = self._ends_at - min(AHEAD_SECONDS, issued.lasts / 2)

    async def _ask(self) -> IssuedToken:
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                return await self._credentials.ask()
        except TimeoutError as error:
            raise NoToken("login: timeout", Meaning.AGAIN) from error
        except (aiohttp.ClientError, ValueError) as error:
            raise NoToken(f"login: {type(error).__name__}", Meaning.AGAIN) from error
