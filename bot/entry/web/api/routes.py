"""The API's addresses: each request is let in, understood, answered, and told how long its answer may be kept."""

import json
from functools import partial
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from aiohttp import web
from pydantic import ValidationError

from bot.entry.web.api.admission import LIMITS, ApiLimits, admitted, refuse_body
from bot.entry.web.api.description import DESCRIPTION, description
from bot.entry.web.api.models import Asked
from bot.entry.web.api.operations import OPERATIONS, Operation, Question
from bot.entry.web.api.problems import PARAMETERS
from bot.entry.web.failures import Refused
from bot.entry.web.site import site_of
from content.vocabulary.pages import Trouble


def add_api(application: web.Application) -> None:
    application[LIMITS] = ApiLimits()
    application.router.add_get(DESCRIPTION, _described)
    for one in OPERATIONS:
        application.router.add_get(one.path, partial(_answered, operation=one))


async def _answered(request: web.Request, operation: Operation[Any]) -> web.Response:
    refuse_body(request)
    token = await admitted(request, operation.scope)
    question = Question(request, token, _asked(request, operation.asks))
    body = (await operation.read(question)).model_dump_json().encode()
    if operation.has_words:
        return web.Response(body=body, content_type="application/json", headers={"Cache-Control": "no-store"})
    return _unless_known(request, body)


async def _described(request: web.Request) -> web.Response:
    refuse_body(request)
    told = description(str(site_of(request).public_url.origin()))
    return _unless_known(request, json.dumps(told, ensure_ascii=False).encode())


def _asked(request: web.Request, asks: type[Asked]) -> Asked:
    """Raises Refused, with the names of the parameters that are wrong, unknown or there twice."""
    twice = sorted({name for name in request.query if len(request.query.getall(name)) > 1})
    if twice:
        raise _wrong(request, twice)
    try:
        return asks.model_validate(dict(request.query))
    except ValidationError as error:
        raise _wrong(request, sorted({str(one["loc"][0]) for one in error.errors()})) from None


def _wrong(request: web.Request, parameters: list[str]) -> Refused:
    request[PARAMETERS] = tuple(name[:80] for name in parameters[:10])
    return Refused(HTTPStatus.BAD_REQUEST, Trouble.NOT_UNDERSTOOD)


def _unless_known(request: web.Request, body: bytes) -> web.Response:
    """The answer with its tag, or that the program has the same already."""
    tag = sha256(body).hexdigest()[:32]
    known = request.if_none_match or ()
    headers = {"Cache-Control": "private, no-cache", "ETag": f'"{tag}"'}
    if any(one.value in {tag, "*"} for one in known):
        return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    return web.Response(body=body, content_type="application/json", headers=headers)
