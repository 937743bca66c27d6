"""Hosts to which the bot's token may be sent, and over which connections."""

from functools import lru_cache
from ipaddress import ip_address

from yarl import URL

TEAMS_HOSTS = frozenset(
    {
        "smba.trafficmanager.net",
        "smba.onyx.prod.teams.trafficmanager.net",
        "smba.infra.gcc.teams.microsoft.com",
    }
)

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})


@lru_cache(maxsize=256)
def trusted(url: str, hosts: frozenset[str]) -> URL | None:
    """The parsed URL if its host (or host:port) is in `hosts` and the connection is private; else None."""
    address = _parsed(url)
    if address is None or not private(url) or address.user is not None:
        return None
    host = _bracketed(address)
    listed = {entry.lower() for entry in hosts}
    return address if {host, f"{host}:{address.port}"} & listed else None


def private(url: str) -> bool:
    """Whether the connection to `url` is secret: https, or plain http on loopback."""
    address = _parsed(url)
    if address is None:
        return False
    return address.scheme == "https" or (address.scheme == "http" and _loopback(address.host or ""))


def private_or_link_local(url: str) -> bool:
    """As `private`, or plain http on a link-local address, as Azure's identity endpoint is."""
    address = _parsed(url)
    return private(url) or (address is not None and address.scheme == "http" and _link_local(address.host or ""))


def _parsed(url: str) -> URL | None:
    try:
        address = URL(url)
    except ValueError:
        return None
    return address if address.host and address.port else None


def _bracketed(address: URL) -> str:
    host = address.host or ""
    return f"[{host}]" if ":" in host else host


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _link_local(host: str) -> bool:
    try:
        return ip_address(host).is_link_local
    except ValueError:
        return False
