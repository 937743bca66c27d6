"""/school-year: the days off as they stand, forms for new ones, and what these would change before they do."""

from dataclasses import replace
from functools import partial
from http import HTTPStatus

from aiohttp import web
from yarl import URL

from bot.context.pages.school_year import school_year_page, school_years_page
from bot.entry.web.failures import not_found
from bot.entry.web.gate import form_of, led_to
from bot.entry.web.pressing import words
from bot.entry.web.site import site_of
from bot.entry.web.templating import shown
from bot.entry.web.uploading import Uploaded, takes_files, upload, uploads
from bot.entry.web.visiting import visitor
from content.cleaning import clean_line
from content.vocabulary.school_year_pages import (
    SchoolYearPage,
    SchoolYearPreviewPage,
    YearDone,
    YearForm,
    YearOutcome,
)
from content.vocabulary.uploads import FileNotTaken

SCHOOL_YEAR = web.RouteTableDef()

_ONE = "/school-year/{municipality}"
_DIGITS = 9  # of a change's number
_FIELDS = ("unit", "name", "kind", "first", "last", "was")


@SCHOOL_YEAR.get("/school-year")
async def places(request: web.Request) -> web.Response:
    """The only municipality at once, or several to choose among."""
    who, site = await visitor(request), site_of(request)
    page = await site.db.read(partial(school_years_page, actor=who.actor))
    if len(page.places) == 1:
        return led_to(_address(page.places[0][0]))
    return shown(request, page)


@SCHOOL_YEAR.get(_ONE)
async def one(request: web.Request) -> web.Response:
    page = await _page(request)
    done = next((one for one in YearDone if one.value == request.query.get("done")), None)
    return shown(request, replace(page, outcome=YearOutcome(done) if done else None))


@SCHOOL_YEAR.post(_ONE + "/file")
@takes_files
async def file(request: web.Request) -> web.Response:
    """A file, or where no file was chosen the text that was pasted."""
    form = await _form(request)
    if form.text and not await uploads(request, "file"):
        return await _looked(request, replace(form, way="paste"), b"")
    sent = await upload(request, "file")
    if isinstance(sent, FileNotTaken):
        page = await _page(request)
        return shown(request, replace(page, form=form, refused=sent), status=HTTPStatus.CONFLICT)
    return await _looked(request, _of_file(form, sent), sent.content)


@SCHOOL_YEAR.post(_ONE + "/day")
async def day(request: web.Request) -> web.Response:
    return await _looked(request, replace(await _form(request), way="day"), b"")


@SCHOOL_YEAR.post(_ONE + "/undo")
async def undo(request: web.Request) -> web.Response:
    number = clean_line(await words(request, "undoes"))
    undoes = int(number) if number.isascii() and number.isdigit() and len(number) <= _DIGITS else 0
    return await _looked(request, YearForm("undo", undoes=undoes), b"")


@SCHOOL_YEAR.post(_ONE + "/take")
async def take(request: web.Request) -> web.Response:
    """A change leads on to the page, so that a reload sends nothing again."""
    who, site, place = await visitor(request), site_of(request), request.match_info["municipality"]
    sent = await form_of(request)
    ready, mark = (str(sent.get(name, "")) for name in ("ready", "mark"))
    told = await site.school_years.take(place, ready, mark, actor=who.actor, language=who.language)
    if isinstance(told, YearDone):
        return led_to(str(URL(_address(place)).with_query(done=told.value)))
    return _answer(request, told)


async def _looked(request: web.Request, form: YearForm, content: bytes) -> web.Response:
    who, site, place = await visitor(request), site_of(request), request.match_info["municipality"]
    told = await site.school_years.look(place, form, content, actor=who.actor, language=who.language)
    return _answer(request, told)


def _answer(request: web.Request, told: SchoolYearPage | SchoolYearPreviewPage | None) -> web.Response:
    if told is None:
        raise not_found()
    is_new = isinstance(told, SchoolYearPreviewPage) and not told.again
    return shown(request, told, status=HTTPStatus.OK if is_new else HTTPStatus.CONFLICT)


async def _page(request: web.Request) -> SchoolYearPage:
    who, site = await visitor(request), site_of(request)
    read = partial(school_year_page, actor=who.actor, municipality=request.match_info["municipality"])
    page = await site.db.read(partial(read, now=site.clock()))
    if page is None:
        raise not_found()
    return page


async def _form(request: web.Request) -> YearForm:
    unit, name, kind, first, last, was = [clean_line(await words(request, one)) for one in _FIELDS]
    adds, out = [await words(request, one) == "yes" for one in ("adds", "out")]
    text = await words(request, "text")
    return YearForm("file", unit, adds, text, name=name, kind=kind, first=first, last=last, was=was, out=out)


def _of_file(form: YearForm, sent: Uploaded) -> YearForm:
    return replace(form, way="file", name=sent.name)


def _address(municipality: str) -> str:
    return str(URL("/school-year").joinpath(municipality))
