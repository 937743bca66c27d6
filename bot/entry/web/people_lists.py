"""A municipality's list of people: sent, shown, carried out as shown, and undone; each press leads back to the page."""

import asyncio
from functools import partial
from http import HTTPStatus
from urllib.parse import quote

from aiohttp import web

from bot.context.pages import people_lists
from bot.entry.web.failures import not_found
from bot.entry.web.gate import form_of
from bot.entry.web.pressing import pressed
from bot.entry.web.site import site_of
from bot.entry.web.templating import shown
from bot.entry.web.uploading import LARGEST, takes_files, uploads
from bot.entry.web.visiting import visitor
from bot.errors import WrongFolder
from bot.imports.encodings import SentFile
from bot.imports.sent_list import read_sent
from content.presses import CarryOutList, DropList, OnPeopleList, SendList, UndoList
from content.vocabulary.people_files import ListRefused, ListTrouble, PeopleListPage
from dialogs.events import Form
from dialogs.people.roster import RosterFile

LISTS = web.RouteTableDef()

_MEGABYTE = 1_000_000
_ONE = "/people/{municipality}"
_LONGEST_MARK = 100  # letters; a longer one is none of ours, and no browser takes an address of any length


@LISTS.get(_ONE)
async def list_of(request: web.Request) -> web.Response:
    return shown(request, await _page(request))


@LISTS.post(_ONE + "/send")
@takes_files
async def send(request: web.Request) -> web.Response:
    """The faults of a list that cannot be carried out stand on the page that answers; nothing is kept of the list."""
    page = await _page(request)
    try:
        found = await _read(request)
        if isinstance(found, RosterFile):
            return await _done(request, SendList(page.municipality), Form(people=found))
        page = _with(page, refused=found)
    except WrongFolder as wrong:
        page = _with(page, wrong=people_lists.fault_rows(wrong.faults))
    return shown(request, page, status=HTTPStatus.CONFLICT)


@LISTS.post(_ONE + "/carry-out")
async def carry_out(request: web.Request) -> web.Response:
    seen = await _field(request, "seen")
    press = CarryOutList(request.match_info["municipality"], await _field(request, "list"), seen)
    try:
        return await _done(request, press, seen=seen)
    except WrongFolder:  # by what others have changed meanwhile: the page tells
        return _back(request, seen)


@LISTS.post(_ONE + "/drop")
async def drop(request: web.Request) -> web.Response:
    return await _done(request, DropList(request.match_info["municipality"]))


@LISTS.post(_ONE + "/undo")
async def undo(request: web.Request) -> web.Response:
    return await _done(request, UndoList(request.match_info["municipality"], await _field(request, "list")))


async def _page(request: web.Request) -> PeopleListPage:
    who, site = await visitor(request), site_of(request)
    municipality, seen = request.match_info["municipality"], request.query.get("seen", "")
    read = partial(people_lists.list_page, actor=who.actor, municipality=municipality, seen=seen, now=site.clock())
    page = await site.db.read(read)
    if page is None:
        raise not_found()
    return page


def _with(page: PeopleListPage, **what: object) -> PeopleListPage:
    """Without a list sent before, which waits on all the same."""
    return PeopleListPage(page.municipality, page.name, done=page.done, **what)  # type: ignore[arg-type]


async def _read(request: web.Request) -> RosterFile | ListRefused:
    files = await uploads(request, "files")
    if any(file.is_too_large for file in files):
        return ListRefused(ListTrouble.TOO_LARGE, most=LARGEST // _MEGABYTE)
    # In a thread: a large list takes a second, and turns are answered meanwhile.
    return await asyncio.to_thread(read_sent, [SentFile(file.name, file.content) for file in files])


async def _done(request: web.Request, press: OnPeopleList, form: Form | None = None, seen: str = "") -> web.Response:
    turn = await pressed(request, press, form)
    if turn.say:
        raise not_found()
    return _back(request, seen)


def _back(request: web.Request, seen: str = "") -> web.Response:
    path = "/people/" + quote(request.match_info["municipality"], safe="")
    query = f"?seen={quote(seen, safe='')}" if 0 < len(seen) <= _LONGEST_MARK else ""
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": path + query})


async def _field(request: web.Request, name: str) -> str:
    return str((await form_of(request)).get(name, ""))
