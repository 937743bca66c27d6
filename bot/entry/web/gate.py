"""Everything handed to signing in, and read of a request by signing in: the cookies, and the asker's address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

import yarl
from aiohttp import web

from bot.context.web_sessions import WebSessions
from bot.entry.try_limit import TryLimit
from bot.entry.web.asking_address import asking_address
from bot.entry.web.cookies import Cookies
from bot.entry.web.provider import Provider
from bot.entry.web.uploading import multipart_form
from bot.ports import Clock

_LARGEST_FORM = 400_000  # bytes: many times the longest words that any field takes, as browsers write them
_WINDOW = 300  # seconds
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Gate:
    """`proxies` is the number of our own proxies in front; `starts` are sign-ins begun, `failures` those refused.

    All people of a municipality may come from one address: a whole network meeting signs in within a minute.
    """

    sessions: WebSessions
    provider: Provider
    clock: Clock
    public_url: yarl.URL
    cookies: Cookies
    proxies: int
    starts: TryLimit
    failures: TryLimit

    def path(self, path: str) -> str:
        """The whole address of a path of ours: a path alone may be read as another host's."""
        return f"{self.public_url.origin()}{path}"


def gate(sessions: WebSessions, provider: Provider, *, clock: Clock, public_url: yarl.URL, proxies: int) -> Gate:
    return Gate(
        sessions,
        provider,
        clock,
        public_url,
        Cookies(secure=public_url.scheme == "https"),
        proxies,
        starts=TryLimit(most=600, seconds=_WINDOW),
        failures=TryLimit(most=60, seconds=_WINDOW),
    )


GATE = web.AppKey("gate", Gate)


def gate_of(request: web.Request) -> Gate:
    return request.config_dict[GATE]


def session_secret(request: web.Request) -> str:
    """The secret in the session's cookie, "" without a secret of ours."""
    return secret_of(request.cookies.get(gate_of(request).cookies.session))


def browser_secret(request: web.Request) -> str:
    """The secret in the cookie of the browser that began a sign-in, "" without a secret of ours."""
    return secret_of(request.cookies.get(gate_of(request).cookies.browser))


def secret_of(given: str | None) -> str:
    """`given` where it may be one of our secrets, else "": a header may hold any bytes."""
    return given if given is not None and _SECRET.fullmatch(given) else ""


async def form_of(request: web.Request) -> Mapping[str, object]:
    """The fields of the form that was sent. Raises HTTPBadRequest for a body that is no form, and for one too large.

    Multipart, a format of many parts that can each be wrong, is read at the addresses that take files alone.
    """
    if request.content_type.startswith("multipart/"):
        return await multipart_form(request)
    if (request.content_length or 0) > _LARGEST_FORM:
        raise web.HTTPRequestEntityTooLarge(_LARGEST_FORM, request.content_length or 0)
    try:
        return await request.post()
    # Of another charset than the header says, or an unknown one; cut off, or packed in another way than it says.
    except (ValueError, LookupError, web.RequestPayloadError):
        raise web.HTTPBadRequest from None


def address_of(request: web.Request) -> str:
    forwarded = request.headers.getall("X-Forwarded-For", [])
    return asking_address(request.remote, forwarded, proxies=gate_of(request).proxies)


def in_frame(request: web.Request) -> bool:
    """Whether the browser asks for a frame's page; our pages are framed by Teams alone."""
    return request.headers.get("Sec-Fetch-Dest") == "iframe"


def led_to(address: str) -> web.Response:
    """On to another address, with GET."""
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": address})
