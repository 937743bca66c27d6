"""The pages to look at: each handler finds the reader, reads as much as the reader may, and shows the page."""

import re
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from aiohttp import web

from bot.context.pages.coverage import coverage_page
from bot.context.pages.plan import plan_page
from bot.context.pages.promises import promises_page
from bot.entry.web.failures import not_found
from bot.entry.web.site import site_of
from bot.entry.web.templating import shown
from bot.entry.web.visiting import visitor
from content.vocabulary.pictures import CoveragePage, PlanPage

ROUTES = web.RouteTableDef()

_OF_YEARS: Mapping[str, Callable[..., Awaitable[PlanPage | CoveragePage]]] = {
    "plan": plan_page,
    "coverage": coverage_page,
}
_PRESENT = 0
_YEAR = re.compile(r"20\d\d", re.ASCII)


@ROUTES.get("/{page:plan|coverage}")
async def of_this_year(request: web.Request) -> web.Response:
    return await _of_year(request, _PRESENT)


@ROUTES.get("/{page:plan|coverage}/{year}")
async def of_year(request: web.Request) -> web.Response:
    """`year` is when the school year begins."""
    year = request.match_info["year"]
    if not _YEAR.fullmatch(year):
        raise not_found()
    return await _of_year(request, int(year))


@ROUTES.get("/promises")
async def promises(request: web.Request) -> web.Response:
    who, site = await visitor(request), site_of(request)
    return shown(request, await site.db.read(partial(promises_page, actor=who.actor, now=site.clock())))


async def _of_year(request: web.Request, year: int) -> web.Response:
    who, site = await visitor(request), site_of(request)
    read = partial(_OF_YEARS[request.match_info["page"]], catalogues=site.catalogues, actor=who.actor)
    page = await site.db.read(partial(read, language=who.language, year=year, now=site.clock()))
    return shown(request, page)
