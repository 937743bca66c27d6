"""The reader's own calendar: its secret address, made and revoked by its person, and what is fetched there."""

import re
from functools import partial
from http import HTTPStatus
from secrets import token_urlsafe

from aiohttp import web

from bot.context import calendar_feeds
from bot.entry.try_limit import TryLimit
from bot.entry.web.failures import Refused, gone
from bot.entry.web.gate import address_of, gate_of
from bot.entry.web.site import site_of
from bot.entry.web.templating import shown
from bot.entry.web.visiting import visitor
from bot.exports.calendar_file import CONTENT_TYPE, calendar_file
from content.vocabulary.meeting_pages import CalendarPage
from content.vocabulary.pages import Trouble
from dialogs.calendar.instants import local

ROUTES = web.RouteTableDef()
FETCHES = web.AppKey("fetches", TryLimit)

_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def fetches() -> TryLimit:
    """Of an asking address: calendar programs of many people may fetch from one address, each a few times an hour."""
    return TryLimit(most=600, seconds=300)


@ROUTES.get("/calendar")
async def calendar(request: web.Request) -> web.Response:
    who, site = await visitor(request), site_of(request)
    return shown(request, await site.db.read(partial(calendar_feeds.calendar_page, actor=who.actor)))


@ROUTES.post("/calendar")
async def make(request: web.Request) -> web.Response:
    """The address stands on the page that answers, and nowhere else."""
    who, site, now, secret = await visitor(request), site_of(request), site_of(request).clock(), token_urlsafe(32)
    await site.db.write(partial(calendar_feeds.make, actor=who.actor, secret=secret, now=now))
    return shown(request, CalendarPage(local(now).date(), gate_of(request).path(f"/calendar/{secret}.ics")))


@ROUTES.post("/calendar/closed")
async def revoke(request: web.Request) -> web.Response:
    who, site = await visitor(request), site_of(request)
    await site.db.write(partial(calendar_feeds.revoke, actor=who.actor))
    raise web.HTTPSeeOther("/calendar")


@ROUTES.get("/calendar/{secret}.ics")
async def feed(request: web.Request) -> web.Response:
    """Gone for every address that opens nothing, whether it was revoked or never made: neither is told."""
    site, now, secret = site_of(request), site_of(request).clock(), request.match_info["secret"]
    _limit(request, now.timestamp())
    if not _SECRET.fullmatch(secret):
        raise gone()
    found = await site.db.read(partial(calendar_feeds.calendar_at, catalogues=site.catalogues, secret=secret, now=now))
    if found is None:
        raise gone()
    body = calendar_file(found.events, found.language, now=now)
    return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE})


def _limit(request: web.Request, now: float) -> None:
    """Raises Refused for an address that asks too often."""
    limit, asking = request.config_dict[FETCHES], address_of(request)
    if wait := limit.wait(asking, now=now):
        raise Refused(HTTPStatus.TOO_MANY_REQUESTS, Trouble.TOO_MANY, retry_after=wait)
    limit.count(asking, now=now)
