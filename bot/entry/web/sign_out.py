"""Signing out: of our session and then of the issuer's, or the other way round, where the issuer tells us."""

from aiohttp import web

from bot.entry.web.gate import gate_of, in_frame, led_to, session_secret
from bot.entry.web.headers import FRAMED
from bot.entry.web.templating import shown
from content.vocabulary.pages import SignedOutPage
from dialogs.model import limits

OUT = "/signed-out"
BY_ISSUER = "/signed-out/by-issuer"
"""Registered at the issuer as the logout address."""


async def sign_out(request: web.Request) -> web.Response:
    """In a tab of Teams, Teams' own session stays: whoever uses Teams is signed in there."""
    gate, secret = gate_of(request), session_secret(request)
    found = await gate.sessions.look_up(secret, now=gate.clock())
    in_teams = found is not None and found.session.in_teams
    await gate.sessions.end(secret)
    address = None if in_teams else await gate.provider.sign_out_address(back=gate.path(OUT))
    response = led_to(str(address or gate.path(OUT)))
    gate.cookies.drop(response, gate.cookies.session, in_teams=in_teams)
    return response


async def signed_out(request: web.Request) -> web.Response:
    request[FRAMED] = in_frame(request)
    return shown(request, SignedOutPage())


async def signed_out_by_issuer(request: web.Request) -> web.Response:
    """The issuer's page for signing out shows this address in a frame, where browsers send no cookie of ours.

    Entra names the session by `sid` alone, without `iss`. Nothing tells whether there was such a session here.
    """
    gate, named = gate_of(request), request.query.get("sid", "")
    if 0 < len(named) <= limits.ID:
        await gate.sessions.end_at_issuer(named)
    return web.Response(headers={"Content-Security-Policy": f"frame-ancestors {gate.provider.origin}"})
