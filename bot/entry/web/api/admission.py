"""Who may ask: a program by its token, checked at every request and counted; nothing may be sent along."""

from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus

from aiohttp import web

from bot.context import api_tokens
from bot.entry.try_limit import TryLimit
from bot.entry.web.failures import Refused
from bot.entry.web.gate import address_of
from bot.entry.web.site import site_of
from content.vocabulary.pages import Trouble
from dialogs.calendar.instants import local
from dialogs.model import ApiScope, ApiToken

PER_MINUTE = 120
_MOST_STRANGERS, _STRANGERS_SECONDS = 600, 300
_MOST_SENT_ALONG = 16 * 1024


@dataclass(frozen=True)
class ApiLimits:
    """`programs` are counted by token, `strangers` by address: requests with no token, or with one that opens nothing.

    Counted in this process: several replicas together let through as many times more.
    """

    programs: TryLimit = field(default_factory=lambda: TryLimit(most=PER_MINUTE, seconds=60))
    strangers: TryLimit = field(default_factory=lambda: TryLimit(most=_MOST_STRANGERS, seconds=_STRANGERS_SECONDS))


LIMITS = web.AppKey("api_limits", ApiLimits)


def refuse_body(request: web.Request) -> None:
    if request.can_read_body:
        is_large = (request.content_length or 0) > _MOST_SENT_ALONG
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if is_large else HTTPStatus.UNSUPPORTED_MEDIA_TYPE
        raise Refused(status, Trouble.NOT_UNDERSTOOD)


async def admitted(request: web.Request, scope: ApiScope | None) -> ApiToken:
    """The token that the request shows, which opens `scope` where there is one. Raises Refused."""
    limits, site = request.config_dict[LIMITS], site_of(request)
    now, address = site.clock(), address_of(request)
    seconds = now.timestamp()
    _refuse_while(limits.strangers.wait(address, now=seconds))
    secret = _shown(request)
    look = partial(api_tokens.holder_of, secret=secret, tenants=frozenset(site.tenants), now=now)
    token = await site.db.read(look) if secret else None
    if token is None:
        limits.strangers.count(address, now=seconds)
        raise Refused(HTTPStatus.UNAUTHORIZED, Trouble.NOT_ALLOWED)
    _refuse_while(limits.programs.wait(token.id, now=seconds))
    limits.programs.count(token.id, now=seconds)
    if scope is not None and scope not in token.scopes:
        raise Refused(HTTPStatus.FORBIDDEN, Trouble.NOT_ALLOWED)
    if token.used_on != local(now).date():
        await site.db.write(partial(api_tokens.note_use, token=token, now=now))
    return token


def _refuse_while(seconds: float) -> None:
    if seconds > 0:
        raise Refused(HTTPStatus.TOO_MANY_REQUESTS, Trouble.TOO_MANY, retry_after=seconds)


def _shown(request: web.Request) -> str:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else ""
