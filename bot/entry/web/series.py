"""/series, /series/{year} and /series/{municipality}/{series}: plans, progress, and forms for changes."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from http import HTTPStatus
from typing import get_args

from aiohttp import web
from yarl import URL

from bot.context.pages.series import all_series_page, series_page
from bot.entry.web.failures import not_found
from bot.entry.web.gate import led_to
from bot.entry.web.pressing import number, pressed, words
from bot.entry.web.site import site_of
from bot.entry.web.templating import shown
from bot.entry.web.visiting import visitor
from content.cleaning import clean_line
from content.presses import WAYS, AnswerCheckpoint, SteerSeries
from content.vocabulary.phases import PhasesShown
from content.vocabulary.series_pages import SeriesPage, SteerFilled
from content.vocabulary.steered import Done, NotSteered, SeriesSteered
from content.vocabulary.steering import SeriesCard
from dialogs.calendar.instants import local
from dialogs.events import Form, SteerForm

SERIES = web.RouteTableDef()

_PRESENT = 0
_ONE = "/series/{municipality}/{series}"
_FIELDS = ("session", "group", "day", "time", "weekday")
_DIGITS = 10  # of seconds since 1970
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


@SERIES.get(_ONE)
async def one(request: web.Request) -> web.Response:
    group = clean_line(request.query.get("group", ""))
    return shown(request, replace(await _read(request, group), told=_done(request)))


@SERIES.post(_ONE + "/checkpoint")
async def answer(request: web.Request) -> web.Response:
    """The page with the outcome; a form sent twice changes nothing more."""
    group = clean_line(await words(request, "for_group"))
    before = await _read(request, group)
    if before.phases is None or not before.phases.may_answer or group not in {"", before.phases.group}:
        raise not_found()
    answered, seen = clean_line(await words(request, "answered")), await number(request, "seen")
    press = AnswerCheckpoint(before.named.municipality, before.named.series, answered, seen, group)
    form = Form(whose=clean_line(await words(request, "checkpoint")), because=await words(request, "because"))
    turn = await pressed(request, press, form)
    if not isinstance(turn.show, PhasesShown):
        raise not_found()
    page = replace(await _read(request, group), phases=turn.show)
    return shown(request, page, status=HTTPStatus.CONFLICT if turn.show.hindered else HTTPStatus.OK)


@SERIES.post(_ONE + "/{way}")
async def steer(request: web.Request) -> web.Response:
    """A change leads on to the page, so that a reload sends nothing again; a refusal is shown at once."""
    way, before = request.match_info["way"], await _read(request)
    if way not in WAYS or before.forms is None:
        raise not_found()
    sent = {name: clean_line(await words(request, name)) for name in _FIELDS}
    version, anyway = await number(request, "version"), clean_line(await words(request, "anyway"))
    press = SteerSeries(before.named.municipality, before.named.series, way, version, anyway=anyway)
    seen = clean_line(await words(request, "seen"))
    turn = await pressed(request, press, Form(steer=SteerForm(**sent, seen=seen)))
    told = turn.show.told if isinstance(turn.show, SeriesCard) else NotSteered("gone")
    if isinstance(told, SeriesSteered):
        return led_to(str(_address(before, told)))
    page = replace(await _read(request), told=told, filled=SteerFilled(way, **sent))
    return shown(request, page, status=HTTPStatus.CONFLICT)


async def _read(request: web.Request, group: str = "") -> SeriesPage:
    """Raises Refused for a series that the visitor may not see; the phases are of the group, "" for any."""
    who, site = await visitor(request), site_of(request)
    place, series = request.match_info["municipality"], request.match_info["series"]
    read = partial(series_page, catalogues=site.catalogues, actor=who.actor, language=who.language)
    page = await site.db.read(partial(read, municipality=place, series_id=series, group=group, now=site.clock()))
    if page is None:
        raise not_found()
    return page


def _address(page: SeriesPage, told: SeriesSteered) -> URL:
    """The address of the page, or of the new series, with the outcome: days and moments, and nobody's words."""
    moments = {"at": told.at, "meant": told.meant}
    seconds = {name: str(int(moment.timestamp())) for name, moment in moments.items() if moment is not None}
    day = {"day": told.day.isoformat()} if told.day is not None else {}
    fewer = {"fewer": str(told.fewer)} if told.fewer else {}
    path = URL("/").joinpath("series", page.named.municipality, told.series or page.named.series)
    return path.with_query({"done": told.done, **seconds, **day, **fewer})


def _done(request: web.Request) -> SeriesSteered | None:
    """The outcome in the address; None for an address without an outcome, or made by hand."""
    done = next((one for one in get_args(Done) if one == request.query.get("done")), None)
    if done is None:
        return None
    at, meant = (_moment(request.query.get(name, "")) for name in ("at", "meant"))
    sent = request.query.get("fewer", "")
    fewer = int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= _DIGITS else 0
    return SeriesSteered(done, at=at, meant=meant, day=_day(request.query.get("day", "")), fewer=fewer)


def _moment(sent: str) -> datetime | None:
    is_number = sent.isascii() and sent.isdigit() and len(sent) <= _DIGITS
    return local(datetime.fromtimestamp(int(sent), UTC)) if is_number else None


def _day(sent: str) -> date | None:
    try:
        return date.fromisoformat(sent)
    except ValueError:
        return None


async def _all_of(request: web.Request, year: int) -> web.Response:
    who, site = await visitor(request), site_of(request)
    read = partial(all_series_page, catalogues=site.catalogues, actor=who.actor, language=who.language)
    return shown(request, await site.db.read(partial(read, year=year, now=site.clock())))
