"""What people read instead of a page, and programs instead of an answer: every refusal and fault in kind words.

No status is 500.
"""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from math import ceil

import structlog
from aiohttp import web

from bot.entry.web.api.problems import is_of_api, problem
from bot.entry.web.headers import add_headers
from bot.entry.web.templating import shown
from content.vocabulary.pages import Trouble, TroublePage

log = structlog.get_logger()

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

NOT_PAGES = frozenset({"/api/messages", "/healthz", "/readyz"})

_SECONDS_UNTIL_AGAIN = 30
_NUL = "\0"
"""No id has this character, and PostgreSQL takes no text with it."""

_LATER = frozenset({HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS})
_WHY = {
    HTTPStatus.BAD_REQUEST: Trouble.NOT_UNDERSTOOD,
    HTTPStatus.FORBIDDEN: Trouble.NOT_ALLOWED,
    HTTPStatus.GONE: Trouble.GONE,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Trouble.TOO_LARGE,
    HTTPStatus.SERVICE_UNAVAILABLE: Trouble.AWAY,
    HTTPStatus.TOO_MANY_REQUESTS: Trouble.TOO_MANY,
}
"""By status, where a refusal names no trouble of its own; every other status is that of a page not found."""


class Refused(Exception):
    """The page is refused. `why` chooses the words that its reader gets; `retry_after` is in seconds."""

    def __init__(self, status: HTTPStatus, why: Trouble, *, retry_after: float = _SECONDS_UNTIL_AGAIN) -> None:
        super().__init__(why)
        self.status = status
        self.why = why
        self.retry_after = retry_after


def gone() -> Refused:
    """What was here has been withdrawn, or deleted."""
    return Refused(HTTPStatus.GONE, Trouble.GONE)


def not_found() -> Refused:
    """Also for what the reader may not know exists."""
    return Refused(HTTPStatus.NOT_FOUND, Trouble.NOT_FOUND)


@web.middleware
async def kindly(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turns refusals and faults into pages, and gives every page its headers."""
    if request.path in NOT_PAGES:
        return await handler(request)
    response = await _answered(request, handler)
    add_headers(request, response)
    return response


async def _answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    if _NUL in request.path:
        return _told(request, HTTPStatus.NOT_FOUND, Trouble.NOT_FOUND)
    try:
        return await handler(request)
    except Refused as refused:
        return _told(request, refused.status, refused.why, retry_after=refused.retry_after)
    except web.HTTPException as refused:
        if refused.status < HTTPStatus.BAD_REQUEST:  # a redirect
            return web.Response(status=refused.status, headers={"Location": refused.headers["Location"]})
        status = HTTPStatus(refused.status)
        response = _told(request, status, _WHY.get(status, Trouble.NOT_FOUND))
        if "Allow" in refused.headers:
            response.headers["Allow"] = refused.headers["Allow"]
        return response
    except Exception:
        # Whatever is wrong, the reader can only come back later; operators find the reason in the log.
        log.exception("a page could not be shown", route=_route_of(request))
        return _told(request, HTTPStatus.SERVICE_UNAVAILABLE, Trouble.AWAY)


def _told(
    request: web.Request, status: HTTPStatus, why: Trouble, *, retry_after: float = _SECONDS_UNTIL_AGAIN
) -> web.Response:
    response = problem(request, status) if is_of_api(request) else shown(request, TroublePage(why), status=status)
    if status in _LATER:
        response.headers["Retry-After"] = str(ceil(retry_after))
    return response


def _route_of(request: web.Request) -> str:
    """The route's pattern: an address may hold what somebody searched for."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else ""
