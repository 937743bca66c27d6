"""Hosts to which the bot's token may be sent, and over which connections."""

from functools import lru_cache

from yarl import URL

from bot.entry.openid.connections import parsed, private

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
    address = parsed(url)
    if address is None or not private(url) or address.user is not None:
        return None
    host = _bracketed(address)
    listed = {entry.lower() for entry in hosts}
    return address if {host, f"{host}:{address.port}"} & listed else None


def _bracketed(address: URL) -> str:
    host = address.host or ""
    return f"[{host}]" if ":" in host else host
