"""How often an address may try to sign in: counted in this process, over a sliding window."""

from collections import OrderedDict, deque
from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address, ip_network

_MOST_ADDRESSES = 10_000


class TryLimit:
    """At most `most` tries of an address within `seconds`; `now` is in seconds."""

    def __init__(self, *, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, address: str, *, now: float) -> float:
        """Seconds until the address may try again, 0 for at once."""
        tries = self._tries.get(address, deque())
        while tries and tries[0] <= now - self._seconds:
            tries.popleft()
        return tries[0] + self._seconds - now if len(tries) >= self._most else 0

    def count(self, address: str, *, now: float) -> None:
        """A try of the address; of very many addresses, the address longest unheard of is forgotten."""
        self._tries.setdefault(address, deque(maxlen=self._most)).append(now)
        self._tries.move_to_end(address)
        if len(self._tries) > _MOST_ADDRESSES:
            self._tries.popitem(last=False)


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
