"""The issuer's tokens that name an account: the ID token of a sign-in, and the token of single sign-on in Teams."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt
from jwt.types import Options
from yarl import URL

from bot.entry.openid.keys import SigningKeys
from bot.ports import Clock
from dialogs.model import Account, limits

LEEWAY_SECONDS = 120
"""How far the issuer's clock may be from ours."""

ANY_TENANT = "{tenantid}"
"""Stands in an issuer's document for the tenant, where the issuer serves several."""

TEAMS_CLIENTS = frozenset({"1fec8e78-bce4-4aaf-ab1b-5451cc387264", "5e3ce6c0-2b1f-4285-8d4b-75ee78787346"})
"""Teams' own clients, on desktop and mobile, and on the web: others may not sign anybody in by single sign-on."""

SCOPE = "access_as_user"
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_NO_TIMES = Options(
    require=["exp", "iss", "aud"], verify_exp=False, verify_nbf=False, verify_iat=False, verify_aud=False
)


class IssuerAway(Exception):
    """The issuer gives no answer that can be used; a later try may succeed. The argument is the reason."""


class NotVouchedFor(Exception):
    """The issuer vouches for no account. The argument is the reason, without any part of a token."""


class TenantNotLetIn(NotVouchedFor):
    """The account is genuine, of a tenant that is not let in."""


@dataclass(frozen=True)
class Vouched:
    """`session` is the issuer's id of the browser's session there (`sid`), "" where the token has none."""

    account: Account
    session: str


class IssuerTokens:
    """`tenants` are those let in; `issuer` is the issuer's name as set."""

    def __init__(
        self, keys: SigningKeys, *, issuer: str, client_id: str, tenants: frozenset[str], clock: Clock
    ) -> None:
        self._keys = keys
        self._issuer = issuer
        self._client_id = client_id
        self._tenants = tenants
        self._clock = clock

    async def of_sign_in(self, token: str, *, nonce: str) -> Vouched:
        """The account of an ID token for the sign-in with this nonce. Raises IssuerAway or NotVouchedFor."""
        claims = await self._verified(token)
        if claims.get("nonce") != nonce:
            raise NotVouchedFor("the token is of another sign-in")
        if claims.get("azp", self._client_id) != self._client_id:
            raise NotVouchedFor("the token was given to another client")
        return Vouched(self._account(claims), _session(claims))

    async def of_teams(self, token: str) -> Vouched:
        """The account of a token of single sign-on. Raises IssuerAway or NotVouchedFor."""
        claims = await self._verified(token)
        if SCOPE not in str(claims.get("scp", "")).split():
            raise NotVouchedFor(f"the token's scopes lack {SCOPE}")
        if claims.get("azp") not in TEAMS_CLIENTS:
            raise NotVouchedFor("the token was given to a client that is not Teams")
        return Vouched(self._account(claims), _session(claims))

    async def _verified(self, token: str) -> Mapping[str, Any]:
        kid = _kid(token)
        key = await self._keys.find(kid)
        if key is None:
            if self._keys.is_out_of_reach:
                raise IssuerAway("the issuer's keys are out of reach")
            raise NotVouchedFor("unknown key")
        try:
            claims: dict[str, Any] = jwt.decode(token, key.public, algorithms=["RS256"], options=_NO_TIMES)
        except (jwt.PyJWTError, ValueError) as error:
            raise NotVouchedFor(type(error).__name__) from None
        issuer = self._issuer_of(claims)
        if claims.get("iss") != issuer or key.issuer not in ("", issuer, issuer_template(self._issuer)):
            raise NotVouchedFor("the token or its key is of another issuer")
        self._check_audience_and_time(claims)
        return claims

    def _issuer_of(self, claims: Mapping[str, Any]) -> str:
        """The issuer of the tenant that the token names."""
        template = issuer_template(self._issuer)
        tenant = str(claims.get("tid", ""))
        if ANY_TENANT in template and not _GUID.fullmatch(tenant):
            raise NotVouchedFor("the token names no tenant")
        return template.replace(ANY_TENANT, tenant)

    def _check_audience_and_time(self, claims: Mapping[str, Any]) -> None:
        if claims["aud"] != self._client_id:
            version = "; a token of version 1, see requestedAccessTokenVersion" if claims.get("ver") == "1.0" else ""
            raise NotVouchedFor(f"the token is for another audience{version}")
        now = self._clock().timestamp()
        if not now - LEEWAY_SECONDS < _seconds(claims["exp"]):
            raise NotVouchedFor("the token has expired")
        if _seconds(claims.get("nbf", 0)) > now + LEEWAY_SECONDS:
            raise NotVouchedFor("the token is not valid yet; is the clock right?")

    def _account(self, claims: Mapping[str, Any]) -> Account:
        account = Account(_id(claims, "tid"), _id(claims, "oid"))
        named = [part.lower() for part in URL(str(claims["iss"])).parts if _GUID.fullmatch(part)]
        if named and named != [account.tenant]:
            raise NotVouchedFor("the token's tenant is not its issuer's")
        if account.tenant not in self._tenants:
            raise TenantNotLetIn("the tenant is not let in")
        return account


def issuer_template(issuer: str) -> str:
    """The issuer as its document names it: of several tenants, with a blank for the tenant."""
    return issuer.replace("/organizations/", f"/{ANY_TENANT}/")


def _kid(token: str) -> str:
    try:
        kid = jwt.get_unverified_header(token).get("kid")
    except (jwt.PyJWTError, ValueError):
        raise NotVouchedFor("not a token") from None
    if not isinstance(kid, str):
        raise NotVouchedFor("the token names no key")
    return kid


def _id(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= limits.ID:
        raise NotVouchedFor(f"the token has no {name}")
    return value.lower()


def _session(claims: Mapping[str, Any]) -> str:
    """An optional claim, which the registration has to ask for."""
    value = claims.get("sid")
    return value if isinstance(value, str) and len(value) <= limits.ID else ""


def _seconds(value: object) -> float:
    """Seconds since 1970. Raises NotVouchedFor for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotVouchedFor("the token's times are no numbers")
    return float(value)
