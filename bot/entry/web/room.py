"""A meeting's pack on the screen in the room, for whoever leads the meeting."""

from aiohttp import web

from bot.context.pages import digests
from bot.entry.web.failures import not_found
from bot.entry.web.reading import named
from bot.entry.web.site import site_of
from bot.entry.web.templating import shown
from bot.entry.web.visiting import visitor

ROUTES = web.RouteTableDef()

_LONGEST = 4  # digits


@ROUTES.get("/digests/{municipality}/{digest}/room")
async def room(request: web.Request) -> web.Response:
    who, site, now = await visitor(request), site_of(request), site_of(request).clock()
    municipality, wanted = named(request)
    step = _step(request.query.get("step", ""))
    page = await site.themes.read(
        municipality,
        lambda c, finder: digests.room_page(c, finder, who.actor, municipality, wanted, step=step, now=now),
        now=now,
    )
    if page is None:
        raise not_found()
    return shown(request, page)


def _step(given: str) -> int:
    """The first step for what is no number of ours."""
    return int(given) if given.isascii() and given.isdigit() and len(given) <= _LONGEST else 0
