"""Connections that nobody else can read: what is fetched over any other is not trusted."""

from ipaddress import ip_address

from yarl import URL


def private(url: str) -> bool:
    """Whether the connection to `url` is secret: https, or plain http on loopback."""
    address = parsed(url)
    if address is None:
        return False
    return address.scheme == "https" or (address.scheme == "http" and _loopback(address.host or ""))


def private_or_link_local(url: str) -> bool:
    """As `private`, or plain http on a link-local address, as Azure's identity endpoint is."""
    address = parsed(url)
    return private(url) or (address is not None and address.scheme == "http" and _link_local(address.host or ""))


def on_loopback(url: str) -> bool:
    address = parsed(url)
    return address is not None and _loopback(address.host or "")


def parsed(url: str) -> URL | None:
    """None for an address without a host or a port."""
    try:
        address = URL(url)
    except ValueError:
        return None
    return address if address.host and address.port else None


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
