"""The sharing bank, searched by POST: no address, log or history has the words of a search."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import get_args
from uuid import UUID

from aiohttp import web
from yarl import URL

from bot.context.pages import bank
from bot.entry.web.failures import Refused, gone, not_found
from bot.entry.web.gate import led_to
from bot.entry.web.pressing import number, pressed, words
from bot.entry.web.site import site_of
from bot.entry.web.templating import shown
from bot.entry.web.visiting import visitor
from content.cleaning import clean_line
from content.presses import KeepEntryTry, RemoveTry
from content.vocabulary.bank import BankFilters, Kind
from content.vocabulary.committing import PromiseKept
from content.vocabulary.entry_tries import EntryTryForm
from content.vocabulary.pages import Trouble
from content.vocabulary.pages_of_bank import OUTCOMES, BankEntryPage, BankSought, EntryOutcome
from dialogs.events import Form

BANK = web.RouteTableDef()

_ONE = "/bank/{municipality}/{entry}"
_FIELDS = ("municipality", "area", "requirement", "stage", "kind")
_LONGEST_ID = 80
_YEARS = range(2000, 2100)
_KINDS: Mapping[str, Kind] = {one: one for one in get_args(Kind)}


@BANK.get("/bank")
async def newest(request: web.Request) -> web.Response:
    return await _found(request, BankSought())


@BANK.post("/bank/search")
async def search(request: web.Request) -> web.Response:
    await visitor(request)
    return await _found(request, await sought_in(request))


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
    return await _opened(request, await sought_in(request))


async def _found(request: web.Request, sought: BankSought) -> web.Response:
    who, site = await visitor(request), site_of(request)
    read = partial(bank.search_page, catalogues=site.catalogues, actor=who.actor, language=who.language, sought=sought)
    page = await site.db.read(partial(read, now=site.clock()))
    if page is None:
        raise not_found()
    return shown(request, page)


@BANK.post(_ONE + "/try")
async def try_it(request: web.Request) -> web.Response:
    """As the chat's card does it: what stands in the way is shown on the page, with all that was written."""
    page = await _entry_page(request)
    sent = Form(
        text=await words(request, "text"),
        day=clean_line(await words(request, "day")),
        whose=clean_line(await words(request, "whose")),
    )
    turn = await pressed(request, KeepEntryTry(page.entry.municipality, page.entry.id), sent)
    if isinstance(turn.show, PromiseKept):
        return _back(page, "tried")
    page = replace(page, form=turn.show if isinstance(turn.show, EntryTryForm) else page.form, told=turn.say)
    return shown(request, page, status=HTTPStatus.CONFLICT)


@BANK.post(_ONE + "/untry")
async def take_try_back(request: web.Request) -> web.Response:
    page = await _entry_page(request)
    said = clean_line(await words(request, "commitment"))
    await pressed(request, RemoveTry(page.entry.municipality, said))
    return _back(page, "taken_back")


def _back(page: BankEntryPage, outcome: EntryOutcome) -> web.Response:
    address = URL("/").joinpath("bank", page.entry.municipality, page.entry.id)
    return led_to(str(address.with_query(outcome=outcome)))


async def _opened(request: web.Request, sought: BankSought | None) -> web.Response:
    sent = request.query.get("outcome", "")
    outcome: EntryOutcome = next((one for one in OUTCOMES if one == sent), "")
    return shown(request, replace(await _entry_page(request, sought), outcome=outcome))


async def _entry_page(request: web.Request, sought: BankSought | None = None) -> BankEntryPage:
    """Raises Refused for an entry that is gone, or not the visitor's to read."""
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
    return page


async def sought_in(request: web.Request) -> BankSought:
    """Raises Refused for fields that no form of ours sends."""
    municipality, area, requirement, stage, kind = [clean_line(await words(request, name)) for name in _FIELDS]
    if max(map(len, (municipality, area, requirement, stage, kind))) > _LONGEST_ID:
        raise Refused(HTTPStatus.BAD_REQUEST, Trouble.NOT_UNDERSTOOD)
    sent = await request.post()
    year = await number(request, "year") if sent.get("year") else 0
    start = await number(request, "start") if sent.get("start") else 0
    filters = BankFilters(area, requirement, stage, year if year in _YEARS else 0, _KINDS.get(kind, ""))
    return BankSought(municipality, clean_line(await words(request, "sought")), filters, start)
