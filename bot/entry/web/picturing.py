"""The pages to look at: each handler finds who looks, reads what that person may, and shows it."""

import re
from functools import partial

from aiohttp import web

from bot.context.pages.plan import plan_page
from bot.context.pages.promises import promises_page
from bot.entry.web.failures import not_found
from bot.entry.web.site import site_of
from bot.entry.web.templating import shown
from bot.entry.web.visiting import visitor

ROUTES = web.RouteTableDef()

_YEAR = re.compile(r"20\d\d", re.ASCII)


@ROUTES.get("/plan")
async def plan(request: web.Request) -> web.Response:
    return await _plan(request, 0)


@ROUTES.get("/plan/{year}")
async def plan_of_year(request: web.Request) -> web.Response:
    """`year` is when the school year begins."""
    year = request.match_info["year"]
    if not _YEAR.fullmatch(year):
        raise not_found()
    return await _plan(request, int(year))


@ROUTES.get("/promises")
async def promises(request: web.Request) -> web.Response:
    who, site = await visitor(request), site_of(request)
    return shown(request, await site.db.read(partial(promises_page, actor=who.actor, now=site.clock())))


async def _plan(request: web.Request, year: int) -> web.Response:
    who, site = await visitor(request), site_of(request)
    read = partial(plan_page, catalogues=site.catalogues, actor=who.actor, language=who.language, year=year)
    return shown(request, await site.db.read(partial(read, now=site.clock())))
