"""Authentication of requests by the token Teams signs them with.

Replaces the SDK's check, which answers 500 to expired tokens and unknown keys, fetches keys with a blocking call, and
accepts tokens without an expiry.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import jwt
from jwt.types import Options

from bot.entry.openid.keys import SigningKey, SigningKeys

ISSUER = "https://api.botframework.com"
LEEWAY_SECONDS = 300
_MOST_REMEMBERED = 200  # tokens


class NotAuthentic(Exception):
    """The request does not come from Teams; the argument is the reason, without any part of the token."""


@dataclass(frozen=True)
class Claims:
    """A token's claims on the request. `service_urls` has the values of the claim in every spelling of its name."""

    service_urls: frozenset[str] = frozenset()
    endorsements: frozenset[str] = frozenset()


class Authenticates(Protocol):
    async def verify(self, authorization: str | None) -> Claims:
        """Raises NotAuthentic; `authorization` is the header, None without one."""
        ...

    def check(self, claims: Claims, activity: Mapping[str, Any]) -> None:
        """Raises NotAuthentic where the token is for another activity."""
        ...


class Anonymous:
    """Lets everybody in: for a bot without app id, on loopback only."""

    async def verify(self, authorization: str | None) -> Claims:  # noqa: ARG002 - the protocol's parameter
        return Claims()

    def check(self, claims: Claims, activity: Mapping[str, Any]) -> None:
        pass


@dataclass(frozen=True)
class _Verified:
    """A verified token. Time alone can make only its expiry fail; all other checks hold as long as `key` does."""

    kid: str
    key: SigningKey
    claims: Claims
    ends: float


class Authentication:
    """`seconds` is the time since 1970, in seconds."""

    def __init__(self, app_id: str, keys: SigningKeys, *, seconds: Callable[[], float]) -> None:
        if not app_id:
            raise ValueError("authentication needs an app id; without one it would let everybody in")
        self._app_id = app_id
        self._keys = keys
        self._seconds = seconds
        self._verified: dict[str, _Verified] = {}

    async def verify(self, authorization: str | None) -> Claims:
        """Teams repeats a token in many requests; each token is decoded once for as long as its key stays the same."""
        token = _bearer(authorization)
        try:
            known = self._verified.get(token)
            kid = known.kid if known is not None else _kid(token)
            key = await self._keys.find(kid)
            if key is None:
                raise NotAuthentic("unknown key")
            if known is None or known.key is not key:
                known = self._look_at(token, kid, key)
        except (jwt.PyJWTError, ValueError) as error:
            raise NotAuthentic(type(error).__name__) from error
        if known.ends + LEEWAY_SECONDS <= self._seconds():
            raise NotAuthentic("expired")
        return known.claims

    def _look_at(self, token: str, kid: str, key: SigningKey) -> _Verified:
        claims = jwt.decode(
            token,
            key.public,
            algorithms=["RS256"],
            audience=self._app_id,
            issuer=ISSUER,
            leeway=LEEWAY_SECONDS,
            options=Options(require=["exp", "iss", "aud"]),
        )
        found = _Verified(kid, key, Claims(_service_urls(claims), key.endorsements), int(claims["exp"]))
        if len(self._verified) >= _MOST_REMEMBERED:
            self._verified.clear()
        self._verified[token] = found
        return found

    def check(self, claims: Claims, activity: Mapping[str, Any]) -> None:
        if not claims.service_urls:
            raise NotAuthentic("the token names no service URL")
        if claims.service_urls - {activity.get("serviceUrl")}:
            raise NotAuthentic("the token is for another service URL")
        if claims.endorsements and activity.get("channelId") not in claims.endorsements:
            raise NotAuthentic("the key may not speak for this channel")


def _bearer(authorization: str | None) -> str:
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotAuthentic("no bearer token")
    return token.strip()


def _kid(token: str) -> str:
    """The id of the key that the token claims to be signed with."""
    kid = jwt.get_unverified_header(token).get("kid")
    if not isinstance(kid, str):
        raise NotAuthentic("unknown key")
    return kid


def _service_urls(claims: Mapping[str, object]) -> frozenset[str]:
    return frozenset(str(value) for name, value in claims.items() if name.lower() == "serviceurl")
