"""The page of a group's session, and that of the group in its channel's tab."""

from aiohttp import web

from bot.context.pages.channels import channel_page
from bot.context.pages.sessions import session_page
from bot.entry.web.failures import not_found
from bot.entry.web.site import site_of
from bot.entry.web.templating import shown
from bot.entry.web.visiting import visitor
from dialogs.model import limits

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


@SESSIONS.get("/channels/{channel}")
async def channel(request: web.Request) -> web.Response:
    """The channel by Teams' id, as the tab's script names the channel."""
    who, site = await visitor(request), site_of(request)
    named = request.match_info["channel"][: limits.FOREIGN_ID]
    page = await site.db.read(lambda c: channel_page(c, who.actor, named, now=site.clock()))
    return shown(request, page)
