"""POST /api/messages: checks of the request in order, and its response."""

import asyncio
import logging
import traceback
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import orjson
from aiohttp import web

from bot.entry.teams.adapter import Adapter, ReceivedActivity
from bot.entry.teams.authentication import Authenticates, NotAuthentic
from bot.entry.teams.foreign_json import NotReadable, brief, read, text_at
from bot.entry.teams.handler import Answer, Handler, TurnScope, unmeasured
from bot.entry.teams.hosts import TEAMS_HOSTS, trusted
from bot.entry.teams.inbound import event_of
from bot.entry.teams.message_extension import SECONDS, is_query
from bot.entry.teams.messenger import Render
from bot.entry.teams.places import tenant_of
from bot.entry.teams.refusals import RefusedTenants
from bot.ports import Apologise, Clock, Metrics, NoMetrics, Say
from dialogs.events import Event
from dialogs.model import limits

LARGEST_BYTES = 256 * 1024
TURN_SECONDS = 9.0
"""Teams sends again after 10 to 15 seconds without response; a slow or absent database may take longer."""
_CONVERSATION = ("conversation", "id")
_NEEDED = (("type",), ("channelId",), ("serviceUrl",), ("from", "id"), _CONVERSATION)

_TOLD = frozenset({"too large", "not readable", "not json"})
"""Refusals of requests signed by Teams, which are logged; requests of strangers are only counted."""
_ENCODINGS = frozenset({"identity", "gzip", "deflate", "br", "zstd"})
_MOST_TOLD = 100  # characters of a header in the log

_NO_METRICS = NoMetrics()

_log = logging.getLogger(__name__)


class Refused(Exception):
    """The request is refused. `why` is its label in metrics, `reason` the response's text."""

    def __init__(self, status: HTTPStatus, why: str, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.why = why


async def unapologetic(event: Event, error: Exception, *, in_place: bool) -> bool:  # noqa: ARG001 - the port's parameters
    """Tells nobody."""
    return False


class Endpoint:
    """`tenants` are those let in; `sorry` gives the error message in a client's locale."""

    def __init__(
        self,
        *,
        authentication: Authenticates,
        tenants: frozenset[str],
        answer: Answer,
        say: Say,
        app_id: str,
        render: Render,
        sorry: Callable[[str], str],
        clock: Clock,
        service_hosts: frozenset[str] = TEAMS_HOSTS,
        metrics: Metrics = _NO_METRICS,
        turn_seconds: float = TURN_SECONDS,
        turn_scope: TurnScope = unmeasured,
        apologise: Apologise = unapologetic,
    ) -> None:
        self._authentication = authentication
        self._tenants = frozenset(tenant.lower() for tenant in tenants)
        self._service_hosts = service_hosts
        self._sorry = sorry
        self._clock = clock
        self._metrics = metrics
        self._turn_seconds = turn_seconds
        self._apologise = apologise
        self._refused_tenants = RefusedTenants()
        self._adapter = Adapter()
        self._bot = f"28:{app_id}" if app_id else ""
        self._handler = Handler(answer=answer, say=say, render=render, bot=self._bot, turn_scope=turn_scope)

    async def messages(self, request: web.Request) -> web.Response:
        try:
            activity = await self._let_in(request)
        except NotAuthentic as error:
            self._metrics.refused("not authentic")
            _log.info("a request was not authentic: %s", error)
            return web.Response(status=HTTPStatus.UNAUTHORIZED, text="not authentic")
        except Refused as refusal:
            self._metrics.refused(refusal.why)
            if refusal.why in _TOLD:
                _log.info("a request was refused: %s", refusal)
            return web.Response(status=refusal.status, text=str(refusal))
        return await self._turn(activity)

    async def _let_in(self, request: web.Request) -> dict[str, Any]:
        claims = await self._authentication.verify(_authorization(request))
        body = await _body(request)
        _check_content_type(request)
        activity = _activity(body)
        self._authentication.check(claims, activity)
        if tenant_of(activity) not in self._tenants:
            # Only a count and the tenant's id are kept of strangers, so this check precedes any other logging.
            self._refused_tenants.refuse(tenant_of(activity), now=self._clock())
            raise Refused(HTTPStatus.FORBIDDEN, "tenant", "tenant not allowed")
        if trusted(text_at(activity, "serviceUrl"), self._service_hosts) is None:
            _log.warning("a request named a service URL whose host is not among those a token may go to")
            raise Refused(HTTPStatus.FORBIDDEN, "service url", "service URL not allowed")
        return activity

    async def _turn(self, activity: Mapping[str, Any]) -> web.Response:
        try:
            # A timeout cancels the action; its database transaction is committed whole or not at all.
            async with asyncio.timeout(min(self._turn_seconds, SECONDS) if is_query(activity) else self._turn_seconds):
                response = await self._adapter.turn(ReceivedActivity(activity, self._clock()), self._handler)
        except Exception as error:  # noqa: BLE001 - whatever an action raises, Teams and the log must learn of it
            _log_failure(activity, error)
            if is_query(activity):
                return _json(self._handler.not_searched(activity), status=HTTPStatus.OK)
            return await self._failed(activity, error)
        if response is None:
            return web.Response()
        return _json(response.body, status=response.status)

    async def _failed(self, activity: Mapping[str, Any], error: Exception) -> web.Response:
        """The response to a failed turn; the person is told on the pressed card or in the chat.

        If nobody could be told, 500 makes Teams send the message again. If its author has been told, 200 prevents a
        resend: the message would be kept after all, or told of twice.
        """
        is_press = text_at(activity, "type") == "invoke"
        knows = await self._apologised(activity, error, in_place=is_press)
        if not is_press:
            return web.Response(status=HTTPStatus.OK if knows else HTTPStatus.INTERNAL_SERVER_ERROR)
        told = {"code": "InternalError", "message": self._sorry(text_at(activity, "locale"))}
        return _json({"statusCode": 500, "type": "application/vnd.microsoft.error", "value": told}, status=200)

    async def _apologised(self, activity: Mapping[str, Any], error: Exception, *, in_place: bool) -> bool:
        try:
            event = event_of(activity, now=self._clock(), bot=self._bot)
            return event is not None and await self._apologise(event, error, in_place=in_place)
        except Exception as another:  # noqa: BLE001 - the first error matters more, and Teams must learn of it
            _log_failure(activity, another)
            return False


def _json(body: Mapping[str, Any], *, status: int) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json", charset="utf-8")


def _authorization(request: web.Request) -> str | None:
    given = request.headers.getall("Authorization", [])
    if len(given) > 1:
        raise NotAuthentic("more than one Authorization header")
    return given[0] if given else None


def _check_content_type(request: web.Request) -> None:
    given = request.headers.getall("Content-Type", [])
    if len(given) != 1 or request.content_type != "application/json":
        named = ascii(", ".join(given))[:_MOST_TOLD] if given else "of no type"
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not json", f"the body is {named}, not application/json")


async def _body(request: web.Request) -> bytes:
    if request.headers.get("Content-Encoding", "identity").lower() not in _ENCODINGS:
        raise _not_readable("the body is packed in a way that is not known")
    body = bytearray()
    try:
        async for chunk in request.content.iter_any():
            body += chunk
            if len(body) > LARGEST_BYTES:
                raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too large", f"more than {LARGEST_BYTES} bytes")
    except web.RequestPayloadError as error:  # e.g. an encoding is declared that the body does not have
        raise _not_readable("the body cannot be read") from error
    return bytes(body)


def _activity(body: bytes) -> dict[str, Any]:
    try:
        activity = read(body)
    except NotReadable as error:
        raise _not_readable(str(error)) from error
    for path in _NEEDED:
        # A chat between two people may have no name for a bot that is not in the chat.
        if not text_at(activity, *path) and not (path is _CONVERSATION and is_query(activity)):
            raise _not_readable(f"{'.'.join(path)} is missing")
        if len(text_at(activity, *path)) > limits.ADDRESS:
            raise _not_readable(f"{'.'.join(path)} is too long")
    return activity


def _not_readable(reason: str) -> Refused:
    return Refused(HTTPStatus.BAD_REQUEST, "not readable", reason)


def _log_failure(activity: Mapping[str, Any], error: Exception) -> None:
    """Logs ids, the error's class and traceback; never the message, which may hold people's words."""
    _log.error(
        "activity %s of type %s in tenant %s could not be answered: %s\n%s",
        brief(text_at(activity, "id")),
        brief(text_at(activity, "type")),
        tenant_of(activity),
        type(error).__name__,
        "".join(traceback.format_tb(error.__traceback__)),
    )
