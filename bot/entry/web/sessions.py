"""GET /sessions/{municipality}/{session}: the page of a session, for the session's group."""

from aiohttp import web

from bot.context.pages.sessions import session_page
from bot.entry.web.failures import not_found
from bot.entry.web.site import site_of
from bot.entry.web.templating import shown
from bot.entry.web.visiting import visitor

SESSIONS = web.RouteTableDef()


@SESSIONS.get("/sessions/{municipality}/{session}")
async def session(request: web.Request) -> web.Response:
    who, site = await visitor(request), site_of(request)
    place, wanted = request.match_info["municipality"], request.match_info["session"]
    page = await site.db.read(
        lambda c: session_page(c, who.actor, place, wanted, who.language, now=site.clock()),
    )
    if page is None:
        raise not_found()
    return shown(request, page)
