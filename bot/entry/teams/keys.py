"""Teams' signing keys: fetched on demand, cached for a day, refreshed in the background before the day ends."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import aiohttp
import jwt

from bot.entry.teams.hosts import private
from bot.entry.teams.single_flight import SingleFlight

KEPT_SECONDS = 24 * 60 * 60
AHEAD_SECONDS = 6 * 60 * 60
BETWEEN_FETCHES_SECONDS = 30
TIMEOUT_SECONDS = 5

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SigningKey:
    """`endorsements` are the channels the key may sign for; an empty set means any."""

    public: jwt.PyJWK
    endorsements: frozenset[str]


class SigningKeys:
    """`monotonic` is in seconds."""

    def __init__(
        self, session: aiohttp.ClientSession, metadata_url: str, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._session = session
        self._metadata_url = metadata_url
        self._monotonic = monotonic
        self._keys: dict[str, SigningKey] = {}
        self._fetched_at = float("-inf")
        self._asked_at = float("-inf")
        self._fetching = SingleFlight(self._refresh)

    async def find(self, kid: str) -> SigningKey | None:
        """The key with this id. An unknown id may be a new key: keys are fetched before None is returned."""
        age = self._monotonic() - self._fetched_at
        if kid not in self._keys or age >= KEPT_SECONDS:
            await self._refreshed()
        elif age >= KEPT_SECONDS - AHEAD_SECONDS and self._may_ask():
            self._fetching.start()
        return self._keys.get(kid)

    async def aclose(self) -> None:
        await self._fetching.aclose()

    async def _refreshed(self) -> None:
        if self._fetching.is_running or self._may_ask():
            await self._fetching.wait()

    def _may_ask(self) -> bool:
        return self._monotonic() - self._asked_at >= BETWEEN_FETCHES_SECONDS

    async def _refresh(self) -> None:
        self._asked_at = self._monotonic()
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                keys = await self._fetch()
        except (aiohttp.ClientError, TimeoutError, ValueError, RecursionError) as error:
            _log.warning("Teams' signing keys could not be fetched (%s); the old ones stay", type(error).__name__)
            return
        self._keys, self._fetched_at = keys, self._asked_at

    async def _fetch(self) -> dict[str, SigningKey]:
        document = await self._get(self._metadata_url)
        keys = _usable((await self._get(str(document.get("jwks_uri")))).get("keys"))
        if not keys:
            raise ValueError("no key that can be used")
        return keys

    async def _get(self, url: str) -> Mapping[str, object]:
        if not private(url):
            raise ValueError("keys come over https only")
        # Following a redirect would let another host choose the keys to trust.
        async with self._session.get(url, raise_for_status=True, allow_redirects=False) as response:
            document = await response.json(content_type=None)
        if not isinstance(document, dict):
            raise ValueError("not a JSON object")  # noqa: TRY004 - the document is wrong, not our types
        return document


def _usable(found: object) -> dict[str, SigningKey]:
    """The RSA keys in the list; unreadable keys are skipped."""
    keys: dict[str, SigningKey] = {}
    for key in found if isinstance(found, list) else []:
        if not isinstance(key, dict) or not isinstance(key.get("kid"), str):
            continue
        try:
            public = jwt.PyJWK.from_dict(key, algorithm="RS256")
        except jwt.PyJWTError:
            continue
        endorsements = key.get("endorsements")
        named = endorsements if isinstance(endorsements, list) else []
        keys[key["kid"]] = SigningKey(public, frozenset(name for name in named if isinstance(name, str)))
    return keys
