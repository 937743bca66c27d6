"""A practice put into the sharing bank, changed and taken out: form, preview and yes, done by the chat's actions.

Nothing is stored before the yes: each form brings along everything that was filled in.
"""

from functools import partial
from http import HTTPStatus

from aiohttp import web
from yarl import URL

from bot.context.pages import practices
from bot.entry.web.failures import Refused, gone, not_found
from bot.entry.web.gate import form_of, led_to
from bot.entry.web.pressing import number, pressed, words
from bot.entry.web.site import site_of
from bot.entry.web.templating import shown
from bot.entry.web.visiting import visitor
from content.cleaning import clean_line
from content.presses import (
    EditPractice,
    LookPractice,
    OpenPractice,
    PracticeFields,
    PutPractice,
    RemovePractice,
    fields_value,
)
from content.vocabulary.messages import Message
from content.vocabulary.pages import Trouble
from content.vocabulary.pages_of_bank import PracticeAskedPage, PracticeFormPage
from content.vocabulary.practicing import (
    NobodyToShareWith,
    PracticeAsked,
    PracticeForm,
    PracticeGone,
    PracticeKept,
    PracticeTakenOut,
)
from dialogs.events import Form
from dialogs.model import SchoolType
from dialogs.turn import Turn

PRACTICES = web.RouteTableDef()

_NEW, _OWN = "/bank/new", "/bank/own"
_ONE = "/bank/{municipality}/{entry}"
_LINES = ("title", "subject", "credit", "rung", "place")
_TEXTS = ("did", "saw", "needs")
_LONGEST_ID = 80


@PRACTICES.get(_NEW)
async def new(request: web.Request) -> web.Response:
    return await _answered(request, await pressed(request, OpenPractice()))


@PRACTICES.post(_NEW)
async def go_on(request: web.Request) -> web.Response:
    """The preview of what was filled in; the form again; or yes."""
    await visitor(request)
    filled = await _filled(request)
    form = await form_of(request)
    way, its = str(form.get("do", "")), await _its(request)
    match way:
        case "look":
            turn = await pressed(request, LookPractice(*its), Form(practice=filled))
        case "edit":
            turn = await pressed(request, EditPractice(*its, fields_value(filled)))
        case "put":
            mark = clean_line(await words(request, "mark"))
            turn = await pressed(request, PutPractice(*its, fields_value(filled), mark))
        case _:
            raise Refused(HTTPStatus.BAD_REQUEST, Trouble.NOT_UNDERSTOOD)
    return await _answered(request, turn)


@PRACTICES.get(_OWN)
async def own(request: web.Request) -> web.Response:
    return await _own(request, is_taken_out=request.query.get("outcome") == "taken_out")


@PRACTICES.get(_ONE + "/change")
async def change(request: web.Request) -> web.Response:
    named = request.match_info
    return await _answered(request, await pressed(request, OpenPractice(named["municipality"], named["entry"])))


@PRACTICES.post(_ONE + "/remove")
async def remove(request: web.Request) -> web.Response:
    named = request.match_info
    turn = await pressed(request, RemovePractice(named["municipality"], named["entry"]))
    if not isinstance(turn.show, PracticeTakenOut):
        raise not_found()
    return led_to(f"{_OWN}?outcome=taken_out")


async def _answered(request: web.Request, turn: Turn) -> web.Response:
    """Words in a refused form come back with what stands in the way."""
    message = turn.show
    match message:
        case PracticeForm():
            is_refused = bool(message.wrong or message.stopped)
            status = HTTPStatus.CONFLICT if is_refused else HTTPStatus.OK
            return shown(request, PracticeFormPage(message, turn.say), status=status)
        case PracticeAsked():
            status = HTTPStatus.CONFLICT if message.anew else HTTPStatus.OK
            return shown(request, PracticeAskedPage(message, turn.say), status=status)
        case PracticeKept(entry):
            return led_to(str(URL("/").joinpath("bank", entry.municipality, entry.id)))
        case _:
            return await _instead(request, turn)


async def _instead(request: web.Request, turn: Turn) -> web.Response:
    if any(isinstance(one, PracticeGone) for one in turn.say):
        raise gone()
    if any(isinstance(one, NobodyToShareWith) for one in turn.say):
        return await _own(request, told=turn.say)
    raise not_found()


async def _own(request: web.Request, *, told: tuple[Message, ...] = (), is_taken_out: bool = False) -> web.Response:
    who, site = await visitor(request), site_of(request)
    read = partial(practices.own_page, actor=who.actor, language=who.language, now=site.clock())
    found = await site.db.read(partial(read, told=told, is_taken_out=is_taken_out))
    return shown(request, found)


async def _its(request: web.Request) -> tuple[str, str, int]:
    """Raises Refused for what no form of ours sends."""
    place, practice = [clean_line(await words(request, name)) for name in ("municipality", "practice")]
    if max(len(place), len(practice)) > _LONGEST_ID:
        raise Refused(HTTPStatus.BAD_REQUEST, Trouble.NOT_UNDERSTOOD)
    return place, practice, await number(request, "seen")


async def _filled(request: web.Request) -> PracticeFields:
    lines = {name: clean_line(await words(request, name)) for name in _LINES}
    texts = {name: await words(request, name) for name in _TEXTS}
    form = await form_of(request)
    ticked = [one.value for one in SchoolType if f"stage_{one.value}" in form]
    stages = clean_line(await words(request, "stages"))[:_LONGEST_ID] or ",".join(ticked)
    return PracticeFields(**lines, **texts, stages=stages)
