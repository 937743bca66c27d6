"""Validation of settings' values; each function returns the value, or raises ValueError with the fault."""

import re
from ipaddress import ip_address

import yarl
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.entry.openid.connections import private

GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
WHERE_THE_ID_STANDS = "its id stands in the Entra admin center, under Overview, as Tenant ID"
_QUOTES = ('"', "'", "«", "“", "”", "‘", "’", "`")
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")
_TENANT = re.compile(r"[0-9a-z-]{1,40}")
_HOST = re.compile(r"(?!-)[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]", re.IGNORECASE)
_PUBLIC = re.compile(r"[^.]+\.(.+\.)?[a-z][a-z0-9-]*")
_OF_ONE_NETWORK = (".local", ".localhost", ".internal", ".home", ".lan")
_LARGEST_PORT = 65535
_LONGEST_NAME, _LONGEST_PAGE = 32, 2048  # what the manifest of a Teams app takes


def plain(value: object) -> object:
    """The text, trimmed. ValueError for quotation marks around it: a shell would remove them, an env file does not."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if len(text) > 1 and text.startswith(_QUOTES) and text.endswith(_QUOTES):
        raise ValueError("has quotation marks around it, which are taken for a part of it; leave them out")
    if not text.isprintable():
        raise ValueError("has a character in it that cannot be seen; type it anew")
    return text


def number(value: object) -> object:
    """Plain decimal notation only: no 1_000, 1e3 or signs."""
    if isinstance(value, str) and not _NUMBER.fullmatch(value.strip()):
        raise ValueError("is not a number")
    return value


def listed(value: object) -> object:
    if not isinstance(value, str):
        return value
    return frozenset(part.strip().lower() for part in value.split(",") if part.strip())


def app_id(value: str) -> str:
    if value and not GUID.fullmatch(value):
        raise ValueError("is not the id of an app registration, which has 36 characters")
    return value


def app_password(value: str) -> str:
    if GUID.fullmatch(value):
        raise ValueError("is the secret's id; its value is needed, which is only shown when the secret is made")
    return value


def tenant(value: str) -> str:
    """A tenant's id, never its domain: tokens and activities name tenants by id only."""
    if "." in value:
        raise ValueError(f"has {value}, which is a domain; Teams names a tenant by its id ({WHERE_THE_ID_STANDS})")
    if value and not _TENANT.fullmatch(value.lower()):
        raise ValueError(f"has {value}, which is not a tenant's id; several are separated by commas")
    return value


def tenants(found: frozenset[str]) -> frozenset[str]:
    return frozenset(tenant(one) for one in sorted(found))


def hosts(found: frozenset[str]) -> frozenset[str]:
    for one in sorted(found):
        name, _, port = one.rpartition(":") if re.search(r"(?<!:):[0-9]+$|\]:[0-9]+$", one) else (one, "", "")
        if not _HOST.fullmatch(name) or (port and not 0 < int(port) <= _LARGEST_PORT):
            raise ValueError(f"has {one}, which is not a host or host:port")
    return found


def host(value: str) -> str:
    """The address to listen on: a host name or IP address."""
    try:
        ip_address(value)
    except ValueError:
        if not _HOST.fullmatch(value) or value.startswith("["):
            raise ValueError(f"is {value}, which is neither a host's name nor an IP address") from None
    return value


def public_host(value: str) -> str:
    """A host that Teams, from the internet, can reach: a name alone, given back in small letters of ASCII."""
    if not value.strip():
        raise ValueError("is empty")
    if "/" in value:
        raise ValueError(f"has {value}, which is an address; the host's name alone is needed")
    try:
        name = yarl.URL.build(scheme="https", host=value).raw_host or ""
    except ValueError:
        name = ""
    if not _HOST.fullmatch(name) or ":" in name:
        raise ValueError(f"has {value}, which is not a host's name")
    if not _PUBLIC.fullmatch(name) or name.endswith(_OF_ONE_NETWORK):
        raise ValueError(f"has {value}, which Teams cannot reach from the internet")
    return name


def page(url: str) -> str:
    """A page on the internet, or "": with https, as Teams demands, and without a user; given back in ASCII."""
    if not url:
        return url
    try:
        address = yarl.URL(url)
        public_host(address.host or "")
    except ValueError:
        raise ValueError(f"has {url}, which is not the address of a page on the internet") from None
    if address.scheme != "https":
        raise ValueError(f"has {url}, which has to begin with https://")
    if address.user is not None or len(url) > _LONGEST_PAGE or " " in url:
        raise ValueError(f"has an address with a user, a blank or more than {_LONGEST_PAGE} characters")
    return str(address)


def developer(name: str) -> str:
    if len(name) > _LONGEST_NAME:
        raise ValueError(f"has {len(name)} characters, and Teams shows at most {_LONGEST_NAME}")
    return name


def database(url: str) -> str:
    try:
        found = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise ValueError("is not the address of a database") from error
    if found.drivername == "sqlite+aiosqlite":
        return _sqlite(found, url)
    if found.drivername != "postgresql+asyncpg":
        raise ValueError("has to begin with sqlite+aiosqlite:/// or postgresql+asyncpg://")
    if not found.database:
        raise ValueError("has to name a database after the host")
    if "sslmode" in found.query:
        raise ValueError("has sslmode, which this driver calls ssl (ssl=require)")
    return url


def _sqlite(found: URL, url: str) -> str:
    if found.host or found.database in {None, "", ":memory:"}:
        raise ValueError("has to name a file after sqlite+aiosqlite:/// (three slashes, four before a whole path)")
    patience = found.query.get("timeout", "1")
    if set(found.query) - {"timeout"} or not (isinstance(patience, str) and _NUMBER.fullmatch(patience)):
        raise ValueError("may have nothing but timeout=SECONDS after the file's name")
    return url


def address(url: str) -> str:
    if url and not private(url):
        raise ValueError("has to begin with https:// (http:// only on loopback)")
    return url


def origin(url: str) -> str:
    """Where people reach the pages: scheme, host and port alone, since every address of a page begins there."""
    if not url:
        return url
    try:
        found = yarl.URL(address(url))
        is_alone = found.host and found.user is None and found.path == "/" and not found.query_string
    except ValueError as error:
        raise ValueError(str(error)) from None
    if not is_alone or found.fragment:
        raise ValueError(f"has {url}, which has to be a scheme and a host alone, without a path")
    return str(found.origin())


def issuer(url: str) -> str:
    """Whoever signs people in, as the issuer's own document names it; without a slash at the end."""
    if not address(url):
        return url
    found = yarl.URL(url)
    if found.user is not None or found.query_string or found.fragment:
        raise ValueError(f"has {url}, which has to be an address without a user and a query")
    return url.rstrip("/")


def authority(url: str) -> str:
    if address(url) and not yarl.URL(url).path.strip("/"):
        raise ValueError("has to end with the tenant's id")
    return url
