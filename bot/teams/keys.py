"""The keys Teams signs its requests with, fetched when they are needed and kept for a day."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import aiohttp
import jwt

KEPT_SECONDS = 24 * 60 * 60
BETWEEN_FETCHES_SECONDS = 30
TIMEOUT_SECONDS = 5

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SigningKey:
    """`endorsements` are the channels the key may speak for; none at all means any."""

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
        self._one_at_a_time = asyncio.Lock()

    async def find(self, kid: str) -> SigningKey | None:
        """The key of that id; an id never seen may be a new key, so it is asked for before it is refused."""
        if not self._knows(kid):
            async with self._one_at_a_time:
                if not self._knows(kid) and self._may_ask():
                    await self._refresh()
        return self._keys.get(kid)

    def _knows(self, kid: str) -> bool:
        return kid in self._keys and self._monotonic() - self._fetched_at < KEPT_SECONDS

    def _may_ask(self) -> bool:
        return self._monotonic() - self._asked_at >= BETWEEN_FETCHES_SECONDS

    async def _refresh(self) -> None:
        self._asked_at = self._monotonic()
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                keys = await self._fetch()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            _log.warning("Teams' signing keys could not be fetched (%s); the old ones stay", type(error).__name__)
            return
        self._keys, self._fetched_at = keys, self._asked_at

    async def _fetch(self) -> dict[str, SigningKey]:
        document = await self._get(self._metadata_url)
        uri = document.get("jwks_uri")
        keys = _usable((await self._get(str(uri))).get("keys"))
        if not keys:
            raise ValueError("no key that can be used")
        return keys

    async def _get(self, url: str) -> Mapping[str, object]:
        async with self._session.get(url, raise_for_status=True) as response:
            document = await response.json(content_type=None)
        if not isinstance(document, dict):
            raise ValueError("not a JSON object")  # noqa: TRY004 - the document is wrong, not our types
        return document


def _usable(found: object) -> dict[str, SigningKey]:
    """The RSA keys among those found; a key we cannot read is passed over and spoils nothing."""
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
