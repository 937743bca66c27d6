"""The counter every request passes: read, let in or not, met by a fault or carried out, and written in the ledger."""

import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from aiohttp import web

from bot.rehearsal.faults import Faults
from bot.rehearsal.ledger import Call, Ledger, Record
from bot.rehearsal.wire_answers import DROPPED, Answer, Json, Question

Handler = Callable[[Question], Answer]
TenantOf = Callable[[Question], str]
Gate = Callable[[Question], Answer | None]
WebHandler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_SECRETS = {"client_secret", "client_assertion"}
"""Names of form fields whose values are kept out of the ledger."""


def everybody(question: Question) -> Answer | None:  # noqa: ARG001 - the gate that is always open
    """Open to all: what is public at Microsoft's too."""
    return None


class Desk:
    """`tenant_of` tells whose conversation is asked for."""

    def __init__(self, *, ledger: Ledger, faults: Faults, now: Callable[[], datetime], tenant_of: TenantOf) -> None:
        self._ledger = ledger
        self._faults = faults
        self._now = now
        self._tenant_of = tenant_of

    def serving(self, call: Call, handler: Handler, *, gate: Gate = everybody) -> WebHandler:
        async def serve(request: web.Request) -> web.StreamResponse:
            at, clock = time.monotonic(), self._now()
            question = await _question(request, call)
            question = replace(question, tenant=question.tenant or self._tenant_of(question))
            answer = await self._answer(question, handler, gate)
            answered = None if request.transport is None else time.monotonic()
            self._ledger.add(_record(question, answer, at=at, answered=answered, clock=clock))
            return _sent(request, answer)

        return serve

    async def _answer(self, question: Question, handler: Handler, gate: Gate) -> Answer:
        if refusal := gate(question):
            return refusal
        if fault := self._faults.take(question):
            return await fault.meet(lambda: handler(question))
        return handler(question)


async def _question(request: web.Request, call: Call) -> Question:
    address = request.match_info.get("conversation", "")
    conversation, _, thread = address.partition(";messageid=")
    return Question(
        call=call,
        method=request.method,
        conversation=conversation,
        thread=thread,
        activity=request.match_info.get("activity", ""),
        member=request.match_info.get("member", ""),
        tenant=request.match_info.get("tenant", ""),
        body=await _body(request),
        query=dict(request.query),
        bearer=request.headers.get("Authorization", "").removeprefix("Bearer "),
        identity=request.headers.get("X-IDENTITY-HEADER", ""),
        raw=await request.read() if call is Call.UPLOAD else b"",
        span=request.headers.get("Content-Range", ""),
    )


async def _body(request: web.Request) -> Json | None:
    """A form or JSON; None where it is neither."""
    if request.content_type == "application/x-www-form-urlencoded":
        return {name: str(value) for name, value in (await request.post()).items()}
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _record(question: Question, answer: Answer, *, at: float, answered: float | None, clock: datetime) -> Record:
    body = question.body or {}
    conversation, _, thread = answer.conversation.partition(";messageid=")
    return Record(
        at=at,
        answered=answered,
        clock=clock,
        method=question.method,
        call=question.call,
        tenant=question.tenant,
        conversation=question.conversation or conversation,
        thread=question.thread or thread,
        status=answer.status,
        activity=answer.activity or question.activity,
        body={name: value for name, value in body.items() if name not in _SECRETS},
    )


def _sent(request: web.Request, answer: Answer) -> web.StreamResponse:
    if answer.status == DROPPED:
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=502)
    if isinstance(answer.body, str):
        return web.Response(status=answer.status, text=answer.body, content_type="text/html", headers=answer.headers)
    if answer.body is None:
        return web.Response(status=answer.status, headers=answer.headers)
    return web.json_response(answer.body, status=answer.status, headers=answer.headers)
