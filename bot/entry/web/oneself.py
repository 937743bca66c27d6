"""The pages about the visitor: all data held, as a page and as a file; erasure, asked once; and the glass box."""

from dataclasses import replace
from functools import partial

from aiohttp import web

from bot.context.pages import oneself
from bot.entry.web.failures import not_found
from bot.entry.web.gate import form_of
from bot.entry.web.pressing import pressed
from bot.entry.web.reading import as_file
from bot.entry.web.site import site_of
from bot.entry.web.templating import shown
from bot.entry.web.visiting import visitor
from bot.exports import own_data as files_of
from content.presses import FORMS, AskErasure, EraseOwnData
from content.vocabulary.knowing import Erased, ErasureAsked, NothingToErase
from content.vocabulary.pages_of_oneself import ErasedPage, ErasurePage
from dialogs.calendar.instants import local
from dialogs.turn import Turn

OWN = web.RouteTableDef()

_TYPES = {"page": "text/html; charset=utf-8", "data": "application/json; charset=utf-8"}


@OWN.get("/me")
async def me(request: web.Request) -> web.Response:
    who, site = await visitor(request), site_of(request)
    read = partial(oneself.me_page, actor=who.actor, language=who.language, now=site.clock())
    return shown(request, await site.db.read(read))


@OWN.get("/privacy")
async def privacy(request: web.Request) -> web.Response:
    who, site = await visitor(request), site_of(request)
    page = await site.db.read(partial(oneself.privacy_page, actor=who.actor, now=site.clock()))
    return shown(request, replace(page, whole=site.privacy_url))


@OWN.get("/me/file/{form}")
async def own_file(request: web.Request) -> web.Response:
    who, site, now = await visitor(request), site_of(request), site_of(request).clock()
    form = request.match_info["form"]
    if form not in FORMS:
        raise not_found()
    page = await site.db.read(partial(oneself.me_page, actor=who.actor, language=who.language, now=now))
    body = files_of.written(page.known, form, who.language, made_at=local(now))
    return as_file(body, _TYPES[form], files_of.name(form, local(now)))


@OWN.post("/me/erase")
async def ask_erasure(request: web.Request) -> web.Response:
    """Asks; a form with a choice of words erases, once, and only while the question stands."""
    await visitor(request)
    form = await form_of(request)
    words = str(form.get("words", ""))
    return _erasure(request, await pressed(request, EraseOwnData(words) if words else AskErasure()))


def _erasure(request: web.Request, turn: Turn) -> web.Response:
    match turn.show:
        case ErasureAsked() | NothingToErase():
            return shown(request, ErasurePage(turn.show))
        case Erased():
            return shown(request, ErasedPage(turn.show))
        case _:
            raise not_found()


@OWN.get("/glass-box")
async def glass_boxes(request: web.Request) -> web.Response:
    who, site = await visitor(request), site_of(request)
    return shown(request, await site.db.read(partial(oneself.glass_boxes, actor=who.actor, now=site.clock())))


@OWN.get("/glass-box/{municipality}/{first:[0-9]{1,6}}")
async def glass_box(request: web.Request) -> web.Response:
    who, site = await visitor(request), site_of(request)
    place, first = request.match_info["municipality"], int(request.match_info["first"])
    page = await site.db.read(
        lambda c: oneself.glass_box_from(c, who.actor, place, first=first, now=site.clock()),
    )
    if page is None:
        raise not_found()
    return shown(request, page)
