"""POST /signout: our session ends, and then the issuer's, where the browser shows the issuer's page."""

from aiohttp import web

from bot.entry.web.gate import gate_of, in_frame, led_to, session_secret
from bot.entry.web.headers import FRAMED
from bot.entry.web.templating import shown
from content.vocabulary.pages import SignedOutPage

OUT = "/signed-out"


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
