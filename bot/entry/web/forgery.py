"""Requests that another site makes a visitor's browser send: every change needs the visitor's token."""

import hmac
from hashlib import sha256
from http import HTTPStatus

from aiohttp import web

from bot.entry.web.failures import NOT_PAGES, Handler, Refused
from bot.entry.web.gate import form_of, gate_of, session_secret
from bot.entry.web.uploading import brings_files
from content.vocabulary.pages import Trouble

FIELD, HEADER = "csrf", "X-CSRF-Token"
TEAMS = "/signin/teams"
"""Takes a token of Teams' own, unknown to any other site, before a session begins."""

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def token_for(secret: str) -> str:
    """The token of the session with this secret; the token tells nothing of the secret."""
    return hmac.new(secret.encode(), b"form", sha256).hexdigest()


@web.middleware
async def ours_alone(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuses changes sent by no page of ours.

    Programs that use the API send a token of their own, and no cookie for another site to abuse.
    """
    is_page = request.path not in NOT_PAGES and not request.path.startswith("/api/")
    if is_page and request.method not in _SAFE and not await _is_ours(request):
        raise Refused(HTTPStatus.FORBIDDEN, Trouble.STALE)
    return await handler(request)


async def _is_ours(request: web.Request) -> bool:
    if request.path == TEAMS:
        return _is_sent_from_here(request, unknown=False)
    return _is_sent_from_here(request, unknown=True) and await _has_token(request)


def _is_sent_from_here(request: web.Request, *, unknown: bool) -> bool:
    """As the browser says; `unknown` where the browser says nothing, or hides the form's own page ("null")."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin", "null")
    return unknown if origin == "null" else origin == str(gate_of(request).public_url.origin())


async def _has_token(request: web.Request) -> bool:
    secret = session_secret(request)
    if brings_files(request) and not await _is_signed_in(request, secret):
        return False  # nobody unknown has files read
    given = request.headers.get(HEADER) or str((await form_of(request)).get(FIELD, ""))
    return bool(secret) and hmac.compare_digest(given.encode(errors="replace"), token_for(secret).encode())


async def _is_signed_in(request: web.Request, secret: str) -> bool:
    gate = gate_of(request)
    return bool(secret) and await gate.sessions.look_up(secret, now=gate.clock()) is not None
