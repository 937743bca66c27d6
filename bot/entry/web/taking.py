"""Lists to take along as files: the page's own reading, written as a file, and told of in the record before it goes."""

import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from functools import partial

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context.digest_exports import record_list
from bot.context.pages.bank import search_page
from bot.context.pages.coverage import coverage_page
from bot.context.pages.digests import digests_page
from bot.context.pages.oneself import me_page
from bot.context.pages.plan import plan_page
from bot.context.pages.promises import promises_page
from bot.entry.web.banking import sought_in
from bot.entry.web.failures import not_found
from bot.entry.web.reading import as_file
from bot.entry.web.site import site_of
from bot.entry.web.visiting import visitor
from bot.entry.web.visitor import Visitor
from bot.exports.digest_files import CONTENT_TYPES, SUFFIXES, DigestFormat
from bot.exports.list_files import LIST_FORMATS, Listed, list_file
from content.vocabulary.pages_of_bank import BankSearchPage
from dialogs.calendar.instants import local

TAKEN = web.RouteTableDef()

_Read = Callable[[AsyncConnection], Awaitable[Listed]]
_YEAR = re.compile(r"20\d\d", re.ASCII)
OWN = "answers"
"""The list of one's own answers: an entry that everybody reads would tell who has asked for theirs."""


@TAKEN.get("/lists/{list:digests|promises|answers}/file/{form}")
async def taken(request: web.Request) -> web.Response:
    who, name = await visitor(request), request.match_info["list"]
    return await _taken(request, who, name, _reads(request, who)[name])


@TAKEN.get("/lists/{list:plan|coverage}/{year}/file/{form}")
async def taken_of_year(request: web.Request) -> web.Response:
    """`year` is when the school year begins."""
    who, site, year = await visitor(request), site_of(request), request.match_info["year"]
    if not _YEAR.fullmatch(year):
        raise not_found()
    pages: Mapping[str, Callable[..., Awaitable[Listed]]] = {"plan": plan_page, "coverage": coverage_page}
    name = request.match_info["list"]
    read = partial(pages[name], catalogues=site.catalogues, actor=who.actor, language=who.language)
    return await _taken(request, who, name, partial(read, year=int(year), now=site.clock()))


@TAKEN.post("/lists/bank/file/{form}")
async def taken_of_bank(request: web.Request) -> web.Response:
    """The form brings the search along: no address has its words."""
    who, site, sought = await visitor(request), site_of(request), await sought_in(request)
    read = partial(search_page, catalogues=site.catalogues, actor=who.actor, language=who.language, sought=sought)
    return await _taken(request, who, "bank", partial(read, now=site.clock()))


def _reads(request: web.Request, who: Visitor) -> Mapping[str, _Read]:
    now = site_of(request).clock()
    return {
        "digests": partial(digests_page, actor=who.actor, now=now),
        "promises": partial(promises_page, actor=who.actor, now=now),
        OWN: partial(me_page, actor=who.actor, language=who.language, now=now),
    }


async def _taken(
    request: web.Request, who: Visitor, name: str, read: Callable[[AsyncConnection], Awaitable[Listed | None]]
) -> web.Response:
    site, form = site_of(request), next((one for one in LIST_FORMATS if one.value == request.match_info["form"]), None)
    page = await site.db.read(read) if form is not None else None
    if form is None or page is None:
        raise not_found()
    now = site.clock()
    if name != OWN:
        place = page.sought.municipality if isinstance(page, BankSearchPage) else ""
        await site.db.write(partial(record_list, actor=who.actor, name=name, place=place, now=now))
    return _as_file(page, who, form, name, today=local(now).date())


def _as_file(page: Listed, who: Visitor, form: DigestFormat, name: str, *, today: date) -> web.Response:
    stem = f"sloyfa-{name}-{today:%Y-%m-%d}"
    body = list_file(page, who.language, form, name=stem, today=today)
    return as_file(body, CONTENT_TYPES[form], f"{stem}.{SUFFIXES[form]}")
