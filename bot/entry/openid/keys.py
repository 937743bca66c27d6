"""An issuer's document and signing keys: fetched on demand, cached for a day, refreshed ahead in the background."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import aiohttp
import jwt
from yarl import URL

from bot.entry.openid.connections import private
from bot.entry.openid.single_flight import SingleFlight

KEPT_SECONDS = 24 * 60 * 60
AHEAD_SECONDS = 6 * 60 * 60
BETWEEN_FETCHES_SECONDS = 30
TIMEOUT_SECONDS = 5

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SigningKey:
    """`endorsements` are the channels the key may sign for, an empty set for any; `issuer` the issuer, "" for any."""

    public: jwt.PyJWK
    endorsements: frozenset[str]
    issuer: str = ""


class SigningKeys:
    """`monotonic` and `patience` are in seconds. `is_out_of_reach`: nothing came when the issuer was asked last."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        metadata_url: str,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        patience: float = TIMEOUT_SECONDS,
    ) -> None:
        self._session = session
        self._metadata_url = metadata_url
        self._monotonic = monotonic
        self._patience = patience
        self.is_out_of_reach = False
        self._document: Mapping[str, object] = {}
        self._keys: dict[str, SigningKey] = {}
        self._fetched_at = float("-inf")
        self._asked_at = float("-inf")
        self._fetching = SingleFlight(self._refresh)

    async def find(self, kid: str) -> SigningKey | None:
        """The key with this id. An unknown id may be a new key: keys are fetched before None is returned."""
        await self._up_to_date(is_known=kid in self._keys)
        return self._keys.get(kid)

    async def document(self) -> Mapping[str, object]:
        """The issuer's own description; empty as long as the issuer is out of reach."""
        await self._up_to_date(is_known=bool(self._document))
        return self._document

    async def aclose(self) -> None:
        await self._fetching.aclose()

    async def _up_to_date(self, *, is_known: bool) -> None:
        age = self._monotonic() - self._fetched_at
        if not is_known or age >= KEPT_SECONDS:
            await self._refreshed()
        elif age >= KEPT_SECONDS - AHEAD_SECONDS and self._may_ask():
            self._fetching.start()

    async def _refreshed(self) -> None:
        if self._fetching.is_running or self._may_ask():
            await self._fetching.wait()

    def _may_ask(self) -> bool:
        return self._monotonic() - self._asked_at >= BETWEEN_FETCHES_SECONDS

    async def _refresh(self) -> None:
        self._asked_at = self._monotonic()
        try:
            async with asyncio.timeout(self._patience):
                document, keys = await self._fetch()
        except (aiohttp.ClientError, TimeoutError, ValueError, RecursionError) as error:
            self.is_out_of_reach = True
            why, host = type(error).__name__, URL(self._metadata_url).host
            _log.warning("signing keys could not be fetched (%s) from %s; the old ones stay", why, host)
            return
        self.is_out_of_reach = False
        self._document, self._keys, self._fetched_at = document, keys, self._asked_at

    async def _fetch(self) -> tuple[Mapping[str, object], dict[str, SigningKey]]:
        document = await self._get(self._metadata_url)
        keys = _usable((await self._get(str(document.get("jwks_uri")))).get("keys"))
        if not keys:
            raise ValueError("no key that can be used")
        return document, keys

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
        endorsements, issuer = key.get("endorsements"), key.get("issuer")
        named = endorsements if isinstance(endorsements, list) else []
        channels = frozenset(name for name in named if isinstance(name, str))
        keys[key["kid"]] = SigningKey(public, channels, issuer if isinstance(issuer, str) else "")
    return keys
