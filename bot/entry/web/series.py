"""GET /series, /series/{year} and /series/{municipality}/{series}: what is planned, what runs and what waits."""

import re
from functools import partial

from aiohttp import web

from bot.context.pages.series import all_series_page, series_page
from bot.entry.web.failures import not_found
from bot.entry.web.site import site_of
from bot.entry.web.templating import shown
from bot.entry.web.visiting import visitor

SERIES = web.RouteTableDef()

_PRESENT = 0
_YEAR = re.compile(r"20\d\d", re.ASCII)


@SERIES.get("/series")
async def all_of_this_year(request: web.Request) -> web.Response:
    return await _all_of(request, _PRESENT)


@SERIES.get("/series/{year}")
async def all_of_year(request: web.Request) -> web.Response:
    """`year` is when the school year begins."""
    year = request.match_info["year"]
    if not _YEAR.fullmatch(year):
        raise not_found()
    return await _all_of(request, int(year))


@SERIES.get("/series/{municipality}/{series}")
async def one(request: web.Request) -> web.Response:
    who, site = await visitor(request), site_of(request)
    place, series = request.match_info["municipality"], request.match_info["series"]
    read = partial(series_page, catalogues=site.catalogues, actor=who.actor, language=who.language)
    page = await site.db.read(partial(read, municipality=place, series_id=series, now=site.clock()))
    if page is None:
        raise not_found()
    return shown(request, page)


async def _all_of(request: web.Request, year: int) -> web.Response:
    who, site = await visitor(request), site_of(request)
    read = partial(all_series_page, catalogues=site.catalogues, actor=who.actor, language=who.language)
    return shown(request, await site.db.read(partial(read, year=year, now=site.clock())))
