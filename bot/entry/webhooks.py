"""Posts to programs' addresses: over https, to no address within a private network, following no redirect."""

import socket
from collections.abc import Mapping
from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address, ip_address
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.entry.openid.connections import parsed
from bot.entry.teams.tls import ssl_context
from bot.ports import Meaning, Outcome
from dialogs.model import limits

TOTAL_SECONDS = 10.0
"""A program that has to work longer answers first, and works afterwards."""

_NAT64 = 0x64FF9B << 96
_LONGEST_WAIT = 900.0  # seconds that Retry-After may ask for


class NotPublic(OSError):
    """The host is within a private network, or this machine."""


def wrong_address(url: str, *, local: bool) -> str:
    """Why nothing can be sent to the address, "" for a good one. `local`: this machine is an address too."""
    address = parsed(url)
    if address is None or address.scheme not in {"https", "http"}:
        return "is not the address of a program; https://… is needed"
    if fault := limits.too_long(url, limits.ADDRESS):
        return fault
    if address.user is not None or address.password is not None or address.fragment:
        return "has a user or a fragment, which would be sent, or lost, on the way"
    host = address.host or ""
    if _is_this_machine(host):
        return "" if local else "is on this machine; SLOYFA_LOCAL_WEBHOOKS=1 allows that"
    if address.scheme != "https":
        return "has to begin with https:// (http:// only on loopback)"
    literal = _literal(host)
    return "is within a private network" if literal is not None and not _is_public(literal) else ""


class Webhooks:
    """While entered, posts to programs. `local`: this machine is an address too, and no other private one."""

    def __init__(self, *, local: bool, total_seconds: float = TOTAL_SECONDS) -> None:
        self._local = local
        self._timeout = aiohttp.ClientTimeout(total=total_seconds)

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            resolver=_Resolver(local=self._local), ssl=ssl_context(), use_dns_cache=False, force_close=True
        )
        self._session = aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar(), timeout=self._timeout, trust_env=False
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Outcome:
        """The answer's status alone is read. An address is looked at anew: its name may lead elsewhere since."""
        if wrong := wrong_address(url, local=self._local):
            return Outcome(Meaning.REFUSED, reason=wrong)
        try:
            sending = self._session.post(URL(url), data=body, headers=dict(headers), allow_redirects=False)
            async with sending as response:
                return _outcome(response)
        except aiohttp.InvalidURL:
            return Outcome(Meaning.REFUSED, reason="is not the address of a program")
        except (aiohttp.ClientError, OSError) as error:  # TimeoutError is an OSError
            if _is_not_public(error):
                return Outcome(Meaning.REFUSED, reason="its host is within a private network")
            return Outcome(Meaning.AGAIN, reason=type(error).__name__)


class _Resolver(AbstractResolver):
    """Asks the system, and refuses hosts of which any address is not for everybody."""

    def __init__(self, *, local: bool) -> None:
        self._local = local
        self._system = aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._system.resolve(host, port, family)
        if not all(self._may_be_asked(ip_address(one["host"].partition("%")[0])) for one in found):
            raise NotPublic(host)
        return found

    async def close(self) -> None:
        await self._system.close()

    def _may_be_asked(self, address: IPv4Address | IPv6Address) -> bool:
        return _is_public(address) or (self._local and address.is_loopback)


def _outcome(response: aiohttp.ClientResponse) -> Outcome:
    status = response.status
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Outcome(Meaning.DONE)
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return Outcome(Meaning.AGAIN, reason=f"{status}, and no redirect is followed")
    if status == HTTPStatus.GONE:
        return Outcome(Meaning.REFUSED, reason=f"{status}")
    return Outcome(Meaning.AGAIN, retry_after=_asked_to_wait(response), reason=f"{status}")


def _asked_to_wait(response: aiohttp.ClientResponse) -> float | None:
    asked = response.headers.get("Retry-After", "")
    return min(float(asked), _LONGEST_WAIT) if asked.isascii() and asked.isdigit() else None


def _is_not_public(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, NotPublic) or isinstance(getattr(error, "os_error", None), NotPublic):
            return True
        error = error.__cause__
    return False


def _is_this_machine(host: str) -> bool:
    literal = _literal(host)
    return host == "localhost" or (literal is not None and literal.is_loopback)


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    """Also of an address of IPv4 within one of IPv6, which a gateway would lead to."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or _behind_gateway(address)
        if inner is not None or address.teredo is not None:
            return inner is not None and _is_public(inner)
    is_for_many = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not is_for_many


def _behind_gateway(address: IPv6Address) -> IPv4Address | None:
    """The address of IPv4 in 64:ff9b::/96 (RFC 6052)."""
    value = int(address)
    return IPv4Address(value & 0xFFFFFFFF) if value >> 32 == _NAT64 >> 32 else None
