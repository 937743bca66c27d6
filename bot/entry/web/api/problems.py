"""What a program gets instead of an answer: a problem of RFC 9457 in kind words, in the language it asks for."""

from collections.abc import Sequence
from http import HTTPStatus

from aiohttp import web

from bot.entry.web.api.models import Problem
from bot.entry.web.visitor import language_of
from content.vocabulary.programs import ApiProblem, ApiTrouble
from content.wording import phrase

API = "/api/v1"
PARAMETERS = web.RequestKey("parameters", tuple)
"""Set on a request whose parameters are at fault: their names."""

_WHY = {
    HTTPStatus.BAD_REQUEST: ApiTrouble.NOT_UNDERSTOOD,
    HTTPStatus.UNAUTHORIZED: ApiTrouble.NOT_LET_IN,
    HTTPStatus.FORBIDDEN: ApiTrouble.NOT_IN_SCOPE,
    HTTPStatus.METHOD_NOT_ALLOWED: ApiTrouble.NOT_DONE_HERE,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ApiTrouble.TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: ApiTrouble.NO_BODY,
    HTTPStatus.TOO_MANY_REQUESTS: ApiTrouble.TOO_MANY,
    HTTPStatus.SERVICE_UNAVAILABLE: ApiTrouble.AWAY,
}
"""By status; every other status is that of what is not here."""


def is_of_api(request: web.Request) -> bool:
    return request.path == API or request.path.startswith(f"{API}/")


def problem(request: web.Request, status: HTTPStatus) -> web.Response:
    told, language = ApiProblem(_WHY.get(status, ApiTrouble.NOT_FOUND)), language_of(request)
    at_fault: Sequence[str] = request.get(PARAMETERS, ())
    body = Problem(
        type="about:blank",
        title=phrase(told, f"{told.why}_title", language),
        status=status,
        detail=phrase(told, f"{told.why}_detail", language),
        parameters=tuple(at_fault),
    )
    response = web.Response(body=body.model_dump_json().encode(), status=status)
    response.headers["Content-Type"] = "application/problem+json"
    response.headers["Content-Language"] = language.value
    if status is HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response
