"""Whose address a request comes from, behind our own proxies."""

from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address, ip_network


def asking_address(peer: str | None, forwarded: Sequence[str], *, proxies: int) -> str:
    """The asker's address, of IPv6 the network of 64 bits that a household has.

    Each of our own `proxies` adds its asker's address to X-Forwarded-For; all before was written by the asker, and may
    be anything.
    """
    named = [one.strip() for header in forwarded for one in header.split(",")]
    address = named[-proxies] if 0 < proxies <= len(named) else peer or ""
    try:
        found = ip_address(address.strip("[]"))
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(ip_network((found, 64), strict=False))
    return str(found.ipv4_mapped if isinstance(found, IPv6Address) else found)
