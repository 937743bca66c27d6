"""/plan/new and /series/{municipality}/{series}/edit: a plan is made, or changed, by the chat's actions."""

from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from secrets import token_hex

from aiohttp import web
from multidict import MultiMapping
from sqlalchemy.ext.asyncio import AsyncConnection
from yarl import URL

from bot.context.pages.plan_form import first_place, plan_form_page
from bot.entry.web.failures import not_found
from bot.entry.web.gate import form_of, led_to
from bot.entry.web.pressing import pressed
from bot.entry.web.site import site_of
from bot.entry.web.templating import shown
from bot.entry.web.visiting import visitor
from content.plan_form import filled
from content.presses import StartPlan
from content.vocabulary.plan_pages import PlanFormPage
from content.vocabulary.planning import PlanAsked, PlanForm, PlanStarted
from dialogs.events import Form

PLANNING = web.RouteTableDef()

_NEW = "/plan/new"
_EDIT = "/series/{municipality}/{series}/edit"
_BYTES = 4  # of a form's key


@PLANNING.get(_NEW)
async def new(request: web.Request) -> web.Response:
    return shown(request, await _page(request, token_hex(_BYTES)))


@PLANNING.get(_EDIT)
async def edit(request: web.Request) -> web.Response:
    return shown(request, await _page(request, token_hex(_BYTES)))


@PLANNING.post(_NEW)
@PLANNING.post(_EDIT)
async def look_or_start(request: web.Request) -> web.Response:
    """«Se datoene» reads alone; «Start» is a press, obeyed once."""
    sent = await form_of(request)
    form, key = filled(partial(_values, sent)), str(sent.get("key", ""))
    page = await _page(request, key, form)
    if "start" not in sent:
        return shown(request, page)
    asked = page.asked
    press = StartPlan(asked.municipality, key, asked.series, str(sent.get("mark", "")))
    turn = await pressed(request, press, Form(plan=form))
    if isinstance(turn.show, PlanStarted):
        return led_to(str(URL("/series").joinpath(turn.show.municipality, turn.show.series)))
    if isinstance(turn.show, PlanAsked):
        page = await _page(request, key, form, asked=turn.show)
        return shown(request, page, status=HTTPStatus.CONFLICT)
    return led_to("/series")


async def _page(
    request: web.Request, key: str, form: PlanForm | None = None, *, asked: PlanAsked | None = None
) -> PlanFormPage:
    who, site = await visitor(request), site_of(request)
    series = request.match_info.get("series", "")

    async def read(c: AsyncConnection) -> PlanFormPage | None:
        now = site.clock()
        place = request.match_info.get("municipality") or request.query.get("municipality", "")
        place = place or await first_place(c, who.actor, now=now)
        found = partial(plan_form_page, c, site.catalogues, who.actor, who.language, municipality=place, now=now)
        return await found(key=key, series=series, form=form, asked=asked)

    page = await site.db.read(read)
    if page is None:
        raise not_found()
    return page


def _values(sent: Mapping[str, object], name: str) -> list[str]:
    """Of all fields of the name."""
    found = sent.getall(name, []) if isinstance(sent, MultiMapping) else []
    return [value for value in found if isinstance(value, str)]
