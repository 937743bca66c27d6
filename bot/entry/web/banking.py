"""The sharing bank, searched by POST: no address, log or history has the words of a search."""

from functools import partial
from http import HTTPStatus
from uuid import UUID

from aiohttp import web

from bot.context.pages import bank
from bot.entry.web.failures import Refused, gone, not_found
from bot.entry.web.pressing import number, words
from bot.entry.web.site import site_of
from bot.entry.web.templating import shown
from bot.entry.web.visiting import visitor
from content.cleaning import clean_line
from content.vocabulary.bank import BankFilters
from content.vocabulary.pages import Trouble
from content.vocabulary.pages_of_bank import BankSought

BANK = web.RouteTableDef()

_ONE = "/bank/{municipality}/{entry}"
_FIELDS = ("municipality", "area", "requirement", "stage")
_LONGEST_ID = 80
_YEARS = range(2000, 2100)


@BANK.get("/bank")
async def newest(request: web.Request) -> web.Response:
    return await _found(request, BankSought())


@BANK.post("/bank/search")
async def search(request: web.Request) -> web.Response:
    await visitor(request)
    return await _found(request, await _sought(request))


@BANK.get("/bank/search")
async def without_a_search(_request: web.Request) -> web.Response:
    """No search is in an address: the way back to this address begins anew."""
    raise web.HTTPSeeOther("/bank")


@BANK.get(_ONE)
async def one_entry(request: web.Request) -> web.Response:
    return await _opened(request, None)


@BANK.post(_ONE)
async def one_of_found(request: web.Request) -> web.Response:
    """The form brings the search along, for the way back."""
    await visitor(request)
    return await _opened(request, await _sought(request))


async def _found(request: web.Request, sought: BankSought) -> web.Response:
    who, site = await visitor(request), site_of(request)
    read = partial(bank.search_page, catalogues=site.catalogues, actor=who.actor, language=who.language, sought=sought)
    page = await site.db.read(partial(read, now=site.clock()))
    if page is None:
        raise not_found()
    return shown(request, page)


async def _opened(request: web.Request, sought: BankSought | None) -> web.Response:
    who, site = await visitor(request), site_of(request)
    named = request.match_info
    try:
        its_id = UUID(named["entry"])
    except ValueError:
        raise not_found() from None
    read = partial(
        bank.entry_page,
        actor=who.actor,
        municipality=named["municipality"],
        its_id=its_id,
        language=who.language,
        sought=sought,
    )
    page = await site.db.read(partial(read, now=site.clock()))
    if page is None:
        raise gone()
    return shown(request, page)


async def _sought(request: web.Request) -> BankSought:
    """Raises Refused for fields that no form of ours sends."""
    municipality, area, requirement, stage = [clean_line(await words(request, name)) for name in _FIELDS]
    if max(map(len, (municipality, area, requirement, stage))) > _LONGEST_ID:
        raise Refused(HTTPStatus.BAD_REQUEST, Trouble.NOT_UNDERSTOOD)
    sent = await request.post()
    year = await number(request, "year") if sent.get("year") else 0
    start = await number(request, "start") if sent.get("start") else 0
    filters = BankFilters(area, requirement, stage, year if year in _YEARS else 0)
    return BankSought(municipality, clean_line(await words(request, "sought")), filters, start)
