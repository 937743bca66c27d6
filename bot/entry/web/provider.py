"""Sign-in at the issuer by OpenID Connect: authorization code flow with PKCE, state and nonce.

MSAL is not used: MSAL blocks without a time limit, and since 1.38 checks no ID token.
"""

import asyncio
import base64
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import Any

import aiohttp
import orjson
from yarl import URL

from bot.entry.openid.connections import private
from bot.entry.openid.keys import SigningKeys
from bot.entry.web.id_tokens import IssuerAway, IssuerTokens, NotVouchedFor, Vouched, issuer_template
from bot.ports import Clock

DISCOVERY = "/.well-known/openid-configuration"
TIMEOUT_SECONDS = 5
_CODE = re.compile(r"[a-z_]{1,40}")

Proof = Callable[[str], Mapping[str, str]]
"""From the token endpoint's URL to the form fields that prove the client's identity to the issuer."""


@dataclass(frozen=True)
class Client:
    """The app registration, as the issuer knows it."""

    id: str
    proof: Proof
    redirect_uri: str


class Provider:
    """`issuer` is a whole URL without a slash at its end; `tenants` are those let in.

    `monotonic` and `patience`, with each of the issuer's answers, are in seconds.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        client: Client,
        *,
        issuer: str,
        tenants: frozenset[str],
        clock: Clock,
        monotonic: Callable[[], float],
        patience: float = TIMEOUT_SECONDS,
    ) -> None:
        self._session = session
        self._client = client
        self._issuer = issuer
        self._patience = patience
        self._keys = SigningKeys(session, issuer + DISCOVERY, monotonic=monotonic, patience=patience)
        self.tokens = IssuerTokens(self._keys, issuer=issuer, client_id=client.id, tenants=tenants, clock=clock)

    @property
    def origin(self) -> str:
        """Where the issuer's pages are: signing out leads there from a form."""
        return str(URL(self._issuer).origin())

    async def aclose(self) -> None:
        await self._keys.aclose()

    async def sign_in_address(self, *, state: str, nonce: str, verifier: str, choose: bool) -> URL:
        """The issuer's page; with `choose`, people choose among their accounts again. Raises IssuerAway."""
        wanted = {
            "client_id": self._client.id,
            "response_type": "code",
            "response_mode": "query",
            "redirect_uri": self._client.redirect_uri,
            "scope": "openid profile",
            "state": state,
            "nonce": nonce,
            "code_challenge": _challenge(verifier),
            "code_challenge_method": "S256",
        }
        if choose:
            wanted["prompt"] = "select_account"
        return (await self._endpoint("authorization_endpoint")).update_query(wanted)

    async def sign_out_address(self, *, back: str) -> URL | None:
        """The issuer's page that ends the issuer's session and leads to `back`; None without a page, and while away."""
        try:
            endpoint = await self._endpoint("end_session_endpoint")
        except IssuerAway:
            return None
        return endpoint.update_query({"post_logout_redirect_uri": back, "client_id": self._client.id})

    async def account(self, code: str, *, nonce: str, verifier: str) -> Vouched:
        """The account that has signed in, for a code that the issuer takes once. Raises IssuerAway, NotVouchedFor."""
        endpoint = str(await self._endpoint("token_endpoint"))
        form = {
            "grant_type": "authorization_code",
            "client_id": self._client.id,
            "code": code,
            "redirect_uri": self._client.redirect_uri,
            "code_verifier": verifier,
            **self._client.proof(endpoint),
        }
        token = (await self._exchanged(endpoint, form)).get("id_token")
        if not isinstance(token, str):
            raise IssuerAway("no ID token in the answer")
        return await self.tokens.of_sign_in(token, nonce=nonce)

    async def _exchanged(self, endpoint: str, form: Mapping[str, str]) -> Mapping[str, Any]:
        try:
            async with (
                asyncio.timeout(self._patience),
                self._session.post(endpoint, data=form, allow_redirects=False) as response,
            ):
                return _read(response.status, await response.read())
        except (aiohttp.ClientError, TimeoutError) as error:
            raise IssuerAway(type(error).__name__) from None

    async def _endpoint(self, name: str) -> URL:
        """An address of the issuer's document, over a secret connection. Raises IssuerAway."""
        document = await self._keys.document()
        if not document:
            raise IssuerAway("the issuer's document is out of reach")
        if document.get("issuer") not in (self._issuer, issuer_template(self._issuer)):
            raise IssuerAway("the document is another issuer's")
        address = document.get(name)
        if not isinstance(address, str) or not private(address):
            raise IssuerAway(f"the document has no {name}")
        return URL(address)


def new_secret() -> str:
    """43 characters that nobody can guess, fit for an address, a cookie and PKCE."""
    return secrets.token_urlsafe(32)


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _read(status: int, body: bytes) -> Mapping[str, Any]:
    """The answer's JSON object. Raises NotVouchedFor for a code that is refused, IssuerAway for anything else."""
    try:
        found = orjson.loads(body)
    except ValueError:
        found = None
    answer: Mapping[str, Any] = found if isinstance(found, dict) else {}
    if status == HTTPStatus.OK:
        return answer
    error = str(answer.get("error", ""))
    if error in {"invalid_grant", "interaction_required"}:
        raise NotVouchedFor(error)
    raise IssuerAway(f"{status} {error if _CODE.fullmatch(error) else ''}".rstrip())
