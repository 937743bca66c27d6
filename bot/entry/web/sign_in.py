"""GET /signin: the way to the issuer, and back from it with a code."""

import re
from http import HTTPStatus

import structlog
from aiohttp import web
from yarl import URL

from bot.context.web_sessions import LASTS, SIGN_IN_LASTS
from bot.entry.web.failures import Refused
from bot.entry.web.gate import (
    Gate,
    address_of,
    browser_secret,
    gate_of,
    in_frame,
    led_to,
    secret_of,
    session_secret,
)
from bot.entry.web.id_tokens import IssuerAway, NotVouchedFor, TenantNotLetIn, Vouched
from bot.entry.web.own_paths import START, own_path
from bot.entry.web.provider import new_secret
from bot.entry.web.visiting import known_visitor
from content.vocabulary.pages import Trouble
from dialogs.model import PendingSignIn

log = structlog.get_logger()

_CODE = re.compile(r"[a-z_]{1,40}")
_NOT_APPROVED = re.compile(r"AADSTS(65001|90094|90099|50105)\b")
"""No consent by an administrator, or an app that people have to be assigned to."""


async def sign_in(request: web.Request) -> web.Response:
    """The issuer comes back with `state`; everybody else begins. `to` is where to go afterwards."""
    return await (_returned(request) if "state" in request.query else _begun(request))


async def _begun(request: web.Request) -> web.Response:
    gate, wanted, choose = gate_of(request), own_path(request.query.get("to", START)), "other" in request.query
    if in_frame(request):  # the issuer's page is never shown in a frame
        return led_to(gate.path(str(URL("/signin/teams").with_query(to=wanted))))
    if not choose and await known_visitor(request):
        return led_to(gate.path(wanted))
    _wait_for(gate.starts.wait(address_of(request), now=gate.clock().timestamp()))
    gate.starts.count(address_of(request), now=gate.clock().timestamp())
    # Two tabs of a browser share its secret, and each has a state of its own.
    browser = browser_secret(request) or new_secret()
    state, pending = new_secret(), _pending(gate, browser, wanted)
    try:
        address = await gate.provider.sign_in_address(
            state=state, nonce=pending.nonce, verifier=pending.verifier, choose=choose
        )
    except IssuerAway as error:
        raise _away(error) from None
    await gate.sessions.begin_sign_in(state, pending)
    response = led_to(str(address))
    gate.cookies.put(response, gate.cookies.browser, browser, lasts=SIGN_IN_LASTS, in_teams=False)
    return response


def _pending(gate: Gate, browser: str, wanted: str) -> PendingSignIn:
    return PendingSignIn(browser, new_secret(), new_secret(), wanted, gate.clock() + SIGN_IN_LASTS)


async def _returned(request: web.Request) -> web.Response:
    gate, browser, state = gate_of(request), browser_secret(request), secret_of(request.query["state"])
    stop_guessing(request)
    pending = await gate.sessions.take_sign_in(state, browser=browser, now=gate.clock())
    if pending is None:
        return await _again(request)
    if "code" not in request.query:
        raise _not_signed_in(request)
    try:
        code = request.query["code"]
        vouched = await gate.provider.account(code, nonce=pending.nonce, verifier=pending.verifier)
    except (IssuerAway, NotVouchedFor) as error:
        raise refusal(request, error) from None
    return await let_in(request, vouched, pending.return_to, in_teams=False)


async def _again(request: web.Request) -> web.Response:
    """A sign-in of another browser, taken before, or too late; by the back button, of whoever is signed in."""
    if await known_visitor(request):
        return led_to(gate_of(request).path(START))
    _count_failure(request)
    raise Refused(HTTPStatus.BAD_REQUEST, Trouble.UNFINISHED)


def _not_signed_in(request: web.Request) -> Refused:
    """The issuer gave no code: the person went back, or the municipality has not approved the app."""
    error, told = request.query.get("error", ""), request.query.get("error_description", "")
    code = error if _CODE.fullmatch(error) else ""
    reason = _NOT_APPROVED.search(told)
    log.info("a sign-in ended at the issuer", error=code, code=reason.group() if reason else "")
    why = Trouble.NOT_APPROVED if reason or error == "consent_required" else Trouble.UNFINISHED
    return Refused(HTTPStatus.FORBIDDEN, why)


async def let_in(request: web.Request, vouched: Vouched, wanted: str, *, in_teams: bool) -> web.Response:
    """Begin a session, under a secret of its own. Raises Refused for an account that no list has."""
    gate, secret = gate_of(request), new_secret()
    former = session_secret(request)
    is_known = await gate.sessions.begin(
        secret,
        vouched.account,
        instead_of=former,
        in_teams=in_teams,
        issuer_session=vouched.session,
        now=gate.clock(),
    )
    if not is_known:
        raise Refused(HTTPStatus.FORBIDDEN, Trouble.NOT_KNOWN)
    response = led_to(gate.path(own_path(wanted)))
    gate.cookies.put(response, gate.cookies.session, secret, lasts=LASTS, in_teams=in_teams)
    return response


def refusal(request: web.Request, error: IssuerAway | NotVouchedFor) -> Refused:
    """What a sign-in that failed at the issuer comes to; the reason is for the log."""
    if isinstance(error, IssuerAway):
        return _away(error)
    _count_failure(request)
    log.warning("a sign-in was refused", why=str(error))
    return Refused(HTTPStatus.FORBIDDEN, Trouble.NOT_KNOWN if isinstance(error, TenantNotLetIn) else Trouble.UNFINISHED)


def stop_guessing(request: web.Request) -> None:
    """Raises Refused for an address whose sign-ins were refused too often."""
    gate = gate_of(request)
    _wait_for(gate.failures.wait(address_of(request), now=gate.clock().timestamp()))


def _count_failure(request: web.Request) -> None:
    gate = gate_of(request)
    gate.failures.count(address_of(request), now=gate.clock().timestamp())


def _wait_for(seconds: float) -> None:
    if seconds:
        raise Refused(HTTPStatus.TOO_MANY_REQUESTS, Trouble.TOO_MANY, retry_after=seconds)


def _away(error: IssuerAway) -> Refused:
    log.error("people cannot sign in: the issuer gives no answer that can be used", why=str(error))
    return Refused(HTTPStatus.SERVICE_UNAVAILABLE, Trouble.AWAY)
