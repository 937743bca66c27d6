"""Whether a request comes from Teams.

The SDK's own check answers 500 to expired tokens and unknown keys, fetches keys with a blocking call, and takes tokens
that never expire; this one does not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import jwt

from bot.teams.keys import SigningKeys

ISSUER = "https://api.botframework.com"
LEEWAY_SECONDS = 300


class NotAuthentic(Exception):
    """The request does not come from Teams; the argument says how that was seen, and holds nothing of the token."""


@dataclass(frozen=True)
class Claims:
    """What a token says of the request it came with. `service_urls` holds every spelling of the claim's name."""

    service_urls: frozenset[str] = frozenset()
    endorsements: frozenset[str] = frozenset()


class Authenticates(Protocol):
    async def verify(self, authorization: str | None) -> Claims:
        """Raises NotAuthentic; `authorization` is the header, None where there is none."""
        ...

    def check(self, claims: Claims, activity: Mapping[str, Any]) -> None:
        """Raises NotAuthentic where the token was made for another activity than this."""
        ...


class Anonymous:
    """Lets everybody in: for a bot without an app id, on loopback only."""

    async def verify(self, authorization: str | None) -> Claims:  # noqa: ARG002 - the protocol's parameter
        return Claims()

    def check(self, claims: Claims, activity: Mapping[str, Any]) -> None:
        pass


class Authentication:
    def __init__(self, app_id: str, keys: SigningKeys) -> None:
        if not app_id:
            raise ValueError("authentication needs an app id; without one it would let everybody in")
        self._app_id = app_id
        self._keys = keys

    async def verify(self, authorization: str | None) -> Claims:
        token = _bearer(authorization)
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            key = await self._keys.find(kid) if isinstance(kid, str) else None
            if key is None:
                raise NotAuthentic("unknown key")
            claims = jwt.decode(
                token,
                key.public,
                algorithms=["RS256"],
                audience=self._app_id,
                issuer=ISSUER,
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iss", "aud"]},
            )
        except (jwt.PyJWTError, ValueError) as error:
            raise NotAuthentic(type(error).__name__) from error
        return Claims(_service_urls(claims), key.endorsements)

    def check(self, claims: Claims, activity: Mapping[str, Any]) -> None:
        if claims.service_urls - {activity.get("serviceUrl")}:
            raise NotAuthentic("the token is for another service URL")
        if claims.endorsements and activity.get("channelId") not in claims.endorsements:
            raise NotAuthentic("the key may not speak for this channel")


def _bearer(authorization: str | None) -> str:
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotAuthentic("no bearer token")
    return token.strip()


def _service_urls(claims: Mapping[str, object]) -> frozenset[str]:
    return frozenset(str(value) for name, value in claims.items() if name.lower() == "serviceurl")
