"""Who visits: the session's account with today's roles, or the way to sign in, or a refusal."""

from functools import partial
from http import HTTPStatus

from aiohttp import web
from yarl import URL

from bot.context import members
from bot.context.pages import settings
from bot.context.pages.school_year import school_years_page
from bot.entry.web.failures import Refused
from bot.entry.web.forgery import token_for
from bot.entry.web.gate import gate_of, in_frame, session_secret
from bot.entry.web.headers import FRAMED
from bot.entry.web.own_paths import START, own_path
from bot.entry.web.site import site_of
from bot.entry.web.visitor import VISITOR, Visitor
from content.vocabulary.pages import Trouble
from dialogs.model import Actor


async def visitor(request: web.Request) -> Visitor:
    """Raises HTTPSeeOther towards sign-in where nobody is signed in, and Refused as `known_visitor`."""
    found = await known_visitor(request)
    if found is None:
        raise web.HTTPSeeOther(sign_in_path(request))
    return found


async def known_visitor(request: web.Request) -> Visitor | None:
    """None where nobody is signed in. Raises Refused for somebody whom no list has any more; the session is over."""
    if VISITOR in request:
        return request[VISITOR]
    gate, secret = gate_of(request), session_secret(request)
    found = await gate.sessions.look_up(secret, now=gate.clock()) if secret else None
    if found is None:
        return None
    request[FRAMED] = found.session.in_teams
    if not found.actor.identities:
        raise Refused(HTTPStatus.FORBIDDEN, Trouble.NOT_KNOWN)
    request[VISITOR] = Visitor(
        found.actor,
        found.name,
        found.language,
        token_for(secret),
        looks_after=members.may_be_led_to(found.actor),
        sets_days=await _sets_days(request, found.actor),
        sets=settings.may_be_led_to(found.actor),
    )
    return request[VISITOR]


async def _sets_days(request: web.Request, actor: Actor) -> bool:
    """The database is asked of leaders alone, since a group's own leader may lead no school."""
    if settings.may_be_led_to(actor) or not members.may_be_led_to(actor):
        return settings.may_be_led_to(actor)
    return bool((await site_of(request).db.read(partial(school_years_page, actor=actor))).places)


def sign_in_path(request: web.Request) -> str:
    """To sign in and come back; what was to be sent is not sent again."""
    wanted = own_path(request.path_qs) if request.method == "GET" else START
    path = URL("/signin/teams" if in_frame(request) else "/signin")
    return str(path.with_query(to=wanted) if wanted != START else path)
