"""The groups looked after by the visitor, and a group's people: forms, done by the same actions as on cards.

The answer to a form tells of the change, or of the reason for none, with the form as filled in.
"""

from functools import partial
from http import HTTPStatus

from aiohttp import web

from bot.context.pages import members
from bot.entry.web.failures import not_found
from bot.entry.web.pressing import pressed, words
from bot.entry.web.site import site_of
from bot.entry.web.templating import shown
from bot.entry.web.visiting import visitor
from content.cleaning import clean_line
from content.presses import AddMember, EndMember, OnMembers, SubstituteMember
from content.vocabulary.members import GroupMembers, MembersPage

GROUPS = web.RouteTableDef()

_ONE = "/groups/{municipality}/{group}"


@GROUPS.get("/groups")
async def groups(request: web.Request) -> web.Response:
    who, site = await visitor(request), site_of(request)
    return shown(request, await site.db.read(partial(members.groups_page, actor=who.actor, now=site.clock())))


@GROUPS.get(_ONE)
async def group(request: web.Request) -> web.Response:
    who, site = await visitor(request), site_of(request)
    municipality, its_id = _named(request)
    read = partial(members.members_page, actor=who.actor, municipality=municipality, group=its_id, now=site.clock())
    page = await site.db.read(read)
    if page is None:
        raise not_found()
    return await _shown(request, page.shown)


@GROUPS.post(_ONE + "/add")
async def add(request: web.Request) -> web.Response:
    fields = [await _field(request, name) for name in ("who", "role", "from_day", "until_day")]
    return await _done(request, AddMember(*_named(request), *fields))


@GROUPS.post(_ONE + "/end")
async def end(request: web.Request) -> web.Response:
    return await _done(
        request, EndMember(*_named(request), await _field(request, "number"), await _field(request, "until_day"))
    )


@GROUPS.post(_ONE + "/substitute")
async def substitute(request: web.Request) -> web.Response:
    fields = [await _field(request, name) for name in ("who", "from_day", "until_day")]
    return await _done(request, SubstituteMember(*_named(request), await _field(request, "number"), *fields))


async def _done(request: web.Request, press: OnMembers) -> web.Response:
    """The group's page with the outcome; a form sent twice changes nothing more."""
    turn = await pressed(request, press)
    if not isinstance(turn.show, GroupMembers):
        raise not_found()
    refused = turn.show.trouble is not None
    return await _shown(request, turn.show, status=HTTPStatus.CONFLICT if refused else HTTPStatus.OK)


async def _shown(request: web.Request, found: GroupMembers, *, status: int = HTTPStatus.OK) -> web.Response:
    """Beside the members of the group's channel, as Teams lists them now."""
    who, site = await visitor(request), site_of(request)
    team = await site.team_lists.beside(who.actor, found.municipality, found.group, now=site.clock())
    return shown(request, MembersPage(found, team), status=status)


async def _field(request: web.Request, name: str) -> str:
    return clean_line(await words(request, name))


def _named(request: web.Request) -> tuple[str, str]:
    return request.match_info["municipality"], request.match_info["group"]
