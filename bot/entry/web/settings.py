"""/settings and what stands beneath: a municipality's settings, quiet hours and networks.

Settings and quiet hours are changed in two presses: the first shows what the change means, the second keeps just that
change. Whatever somebody else has changed in between is shown first, and nothing typed is lost.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import fields, replace
from functools import partial
from http import HTTPStatus
from typing import TypeVar

from aiohttp import web
from multidict import MultiMapping
from yarl import URL

from bot.context.pages.settings import all_settings_page, municipality_page, networks_page, quiet_page
from bot.entry.web.failures import not_found
from bot.entry.web.gate import form_of, led_to
from bot.entry.web.pressing import pressed, words
from bot.entry.web.site import site_of
from bot.entry.web.templating import shown
from bot.entry.web.visiting import visitor
from content.cleaning import clean_line
from content.presses import KeepSettings, SetQuiet, TieNetwork
from content.vocabulary.settings import (
    MunicipalityPage,
    NetworksPage,
    NetworksShown,
    QuietPage,
    QuietShown,
    SettingsForm,
    SettingsShown,
    TieOutcome,
)
from dialogs.events import Form, SettingsSent

SETTINGS = web.RouteTableDef()

_ONE = "/settings/{municipality}"
_SEVERAL = ("unused_rungs", "compared")
_SEEN = "seen_"
_USUAL = "usual"
_NO_TIME = "-"
"""An empty field is no time; a press without times asks for the usual hours."""
_Page = TypeVar("_Page")


@SETTINGS.get("/settings")
async def all_settings(request: web.Request) -> web.Response:
    who = await visitor(request)
    return shown(request, await site_of(request).db.read(partial(all_settings_page, actor=who.actor)))


@SETTINGS.get(_ONE)
async def one(request: web.Request) -> web.Response:
    page = await _page(request, None)
    return shown(request, replace(page, shown=replace(page.shown, is_kept="kept" in request.query)))


@SETTINGS.post(_ONE)
async def look_or_keep(request: web.Request) -> web.Response:
    """«Se hva som endrer seg» reads alone; «Lagre» is a press."""
    sent = SettingsSent(await _form(request, ""), await _form(request, _SEEN))
    page = await _page(request, sent)
    if "keep" not in await form_of(request):
        return shown(request, page, status=HTTPStatus.CONFLICT if page.shown.faults else HTTPStatus.OK)
    press = KeepSettings(page.shown.municipality, await _line(request, "mark"))
    turn = await pressed(request, press, Form(settings=sent))
    if not isinstance(turn.show, SettingsShown):
        raise not_found()
    if turn.show.is_kept:
        return led_to(str(URL("/settings").joinpath(turn.show.municipality).with_query(kept="yes")))
    return shown(request, MunicipalityPage(turn.show, asks=True), status=HTTPStatus.CONFLICT)


@SETTINGS.get(_ONE + "/quiet")
async def quiet(request: web.Request) -> web.Response:
    page = await _read(request, quiet_page)
    if "kept" in request.query:
        page = replace(page, shown=replace(page.shown, is_kept=True, wanted=page.shown.hours))
    return shown(request, page)


@SETTINGS.post(_ONE + "/quiet")
async def set_quiet(request: web.Request) -> web.Response:
    """Without the mark of the moves as they are, the moves are shown."""
    sent = await form_of(request)
    keeps = "keep" in sent
    to_usual = _USUAL in sent or (keeps and await _line(request, "to") == _USUAL)
    begins = "" if to_usual else await _line(request, "begins") or _NO_TIME
    ends = "" if to_usual else await _line(request, "ends")
    mark = await _line(request, "mark") if keeps else ""
    turn = await pressed(
        request, SetQuiet(request.match_info["municipality"], begins, ends, mark, await _line(request, "seen"))
    )
    if not isinstance(turn.show, QuietShown):
        raise not_found()
    if turn.show.is_kept and turn.show.wanted:
        return led_to(str(URL("/settings").joinpath(turn.show.municipality, "quiet").with_query(kept="yes")))
    refused = not turn.show.is_kept and (keeps or turn.show.trouble is not None)
    page = QuietPage(turn.show, asks=True, to_usual=to_usual)
    return shown(request, page, status=HTTPStatus.CONFLICT if refused else HTTPStatus.OK)


@SETTINGS.get(_ONE + "/networks")
async def networks(request: web.Request) -> web.Response:
    return shown(request, await _read(request, networks_page))


@SETTINGS.post(_ONE + "/networks")
async def say_yes_or_no(request: web.Request) -> web.Response:
    fields = [await _line(request, name) for name in ("network", "other", "way")]
    turn = await pressed(request, TieNetwork(request.match_info["municipality"], *fields))
    if not isinstance(turn.show, NetworksShown):
        raise not_found()
    gone = turn.show.outcome is TieOutcome.GONE
    return shown(request, NetworksPage(turn.show), status=HTTPStatus.CONFLICT if gone else HTTPStatus.OK)


async def _read(request: web.Request, read: Callable[..., Awaitable[_Page | None]]) -> _Page:
    who, site = await visitor(request), site_of(request)
    place = request.match_info["municipality"]
    page = await site.db.read(partial(read, actor=who.actor, municipality=place))
    if page is None:
        raise not_found()
    return page


async def _line(request: web.Request, name: str) -> str:
    return clean_line(await words(request, name))


async def _page(request: web.Request, sent: SettingsSent | None) -> MunicipalityPage:
    who, site = await visitor(request), site_of(request)
    place = request.match_info["municipality"]
    read = partial(municipality_page, actor=who.actor, municipality=place, sent=sent, now=site.clock())
    page = await site.db.read(read)
    if page is None:
        raise not_found()
    return page


async def _form(request: web.Request, before: str) -> SettingsForm:
    """The fields whose names begin with `before`."""
    lines = [one.name for one in fields(SettingsForm) if one.name not in _SEVERAL]
    typed = {name: await _line(request, before + name) for name in lines}
    sent = await form_of(request)
    unused, compared = (_values(sent, before + name) for name in _SEVERAL)
    return SettingsForm(**typed, unused_rungs=unused, compared=compared)


def _values(sent: Mapping[str, object], name: str) -> tuple[str, ...]:
    found = sent.getall(name, []) if isinstance(sent, MultiMapping) else []
    return tuple(dict.fromkeys(clean_line(value) for value in found if isinstance(value, str)))
