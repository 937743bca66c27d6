"""/meetings: the meetings of the visitor's groups, planned, moved and called off by the same actions as on cards."""

from dataclasses import replace
from functools import partial
from http import HTTPStatus

from aiohttp import web
from yarl import URL

from bot.context.pages import meetings
from bot.entry.web.failures import not_found
from bot.entry.web.gate import led_to
from bot.entry.web.pressing import number, pressed, words
from bot.entry.web.site import site_of
from bot.entry.web.templating import shown
from bot.entry.web.visiting import visitor
from content.cleaning import clean_line
from content.presses import (
    CallOffMeeting,
    GiveBackDecisions,
    KeepDecision,
    KeepItem,
    MoveMeeting,
    PlanMeeting,
    RemoveDecision,
    RemoveItem,
    ShiftItem,
)
from content.vocabulary.committing import TooManyTries
from content.vocabulary.deciding import DecisionForm, DecisionsShown, TooManyDecisions
from content.vocabulary.guarding import Stopped
from content.vocabulary.meetings import DecisionLine, MeetingDone, MeetingPage, MeetingShown, NewMeeting, NewMeetingPage
from dialogs.events import Form

MEETINGS = web.RouteTableDef()
MOST_LINES = 7
"""Things written down at once: two agreed on, three that groups try, two that the municipality tries."""

_NEW = "/meetings/new/{municipality}"
_ONE = "/meetings/{municipality}/{series}/{group}/{meant}"
_FIELDS = ("day", "time", "minutes", "digest", "draft", "prompt", "anyway")
Named = tuple[str, str, str, str]


@MEETINGS.get("/meetings")
async def all_meetings(request: web.Request) -> web.Response:
    who, site = await visitor(request), site_of(request)
    read = partial(meetings.meetings_page, catalogues=site.catalogues, actor=who.actor, language=who.language)
    return shown(request, await site.db.read(partial(read, now=site.clock())))


@MEETINGS.get(_NEW)
async def new_meeting(request: web.Request) -> web.Response:
    who, site = await visitor(request), site_of(request)
    read = partial(meetings.new_meeting_page, catalogues=site.catalogues, actor=who.actor, language=who.language)
    place = request.match_info["municipality"]
    page = await site.db.read(partial(read, municipality=place, now=site.clock()))
    if page is None:
        raise not_found()
    return shown(request, page)


@MEETINGS.post(_NEW)
async def plan(request: web.Request) -> web.Response:
    """A meeting that is planned leads on to its page, so that a reload sends nothing again."""
    fields = await _fields(request)
    press = PlanMeeting(request.match_info["municipality"], clean_line(await words(request, "which")), **fields)
    told = (await pressed(request, press)).show
    if isinstance(told, NewMeeting):
        return shown(request, NewMeetingPage(told), status=HTTPStatus.CONFLICT)
    return _led_on(request, told)


@MEETINGS.get(_ONE)
async def meeting(request: web.Request) -> web.Response:
    page = await _read(request)
    done = next((one for one in MeetingDone if one == request.query.get("done")), None)
    return shown(request, page.told(done) if done is not None else page)


@MEETINGS.post(_ONE + "/move")
async def move(request: web.Request) -> web.Response:
    fields = await _fields(request)
    press = MoveMeeting(*_named(request), mark=clean_line(await words(request, "mark")), **fields)
    return _led_on(request, (await pressed(request, press)).show)


@MEETINGS.post(_ONE + "/call-off")
async def call_off(request: web.Request) -> web.Response:
    press = CallOffMeeting(*_named(request), mark=clean_line(await words(request, "mark")))
    return _led_on(request, (await pressed(request, press)).show)


@MEETINGS.post(_ONE + "/keep-item")
async def keep_item(request: web.Request) -> web.Response:
    item, title, lasts = [clean_line(await words(request, name)) for name in ("item", "title", "lasts")]
    press = KeepItem(*_named(request), item, await number(request, "seen"), title, lasts)
    return _led_on(request, (await pressed(request, press)).show)


@MEETINGS.post(_ONE + "/shift-item")
async def shift_item(request: web.Request) -> web.Response:
    press = ShiftItem(*_named(request), clean_line(await words(request, "item")))
    return _led_on(request, (await pressed(request, press)).show)


@MEETINGS.post(_ONE + "/remove-item")
async def remove_item(request: web.Request) -> web.Response:
    press = RemoveItem(*_named(request), clean_line(await words(request, "item")))
    return _led_on(request, (await pressed(request, press)).show)


@MEETINGS.post(_ONE + "/decide")
async def decide(request: web.Request) -> web.Response:
    """Each line is kept by itself, once; a line that is not kept comes back with what is wrong with it."""
    before = await _read(request)
    if before.decided is None:
        raise not_found()
    lines = [await _line(request, number) for number in range(MOST_LINES)]
    wrong = [await _kept(request, before.decided.digest, line) for line in lines if line.text]
    left = tuple(line for line in wrong if line.wrong)
    if not left:
        return led_to(f"{_address(before.shown)}#decided")
    page = await _read(request)
    if page.decided is None:
        raise not_found()
    return shown(request, replace(page, decided=replace(page.decided, lines=left)), status=HTTPStatus.CONFLICT)


@MEETINGS.post(_ONE + "/forget")
async def forget(request: web.Request) -> web.Response:
    page = await _read(request)
    if page.decided is None:
        raise not_found()
    decision = clean_line(await words(request, "decision"))
    await pressed(request, RemoveDecision(page.shown.municipality, page.decided.digest, decision))
    return led_to(f"{_address(page.shown)}#decided")


@MEETINGS.post(_ONE + "/give-back")
async def give_back(request: web.Request) -> web.Response:
    page = await _read(request)
    if page.decided is None:
        raise not_found()
    await pressed(request, GiveBackDecisions(page.shown.municipality, page.decided.digest))
    return led_to(f"{_address(page.shown)}#decided")


async def _line(request: web.Request, number: int) -> DecisionLine:
    text, whose, day = [await words(request, f"{name}_{number}") for name in ("text", "whose", "day")]
    return DecisionLine(text.strip(), clean_line(whose), clean_line(day))


async def _kept(request: web.Request, digest: str, line: DecisionLine) -> DecisionLine:
    """The line, with what is wrong with it."""
    press = KeepDecision(_named(request)[0], digest, waits=1)
    told = (await pressed(request, press, Form(text=line.text, whose=line.whose, day=line.day))).show
    match told:
        case DecisionsShown():
            return line
        case DecisionForm(stopped=Stopped()):
            return replace(line, text=told.text, wrong="stopped")
        case DecisionForm():
            return replace(line, wrong=told.wrong)
        case TooManyDecisions() | TooManyTries():
            return replace(line, wrong="many")
        case _:
            raise not_found()


def _led_on(request: web.Request, told: object) -> web.Response:
    """A change leads on to the meeting's page; a refusal is shown at once, with what was filled in."""
    if not isinstance(told, MeetingShown):
        raise not_found()
    if told.trouble is not None:
        return shown(request, MeetingPage(told), status=HTTPStatus.CONFLICT)
    return led_to(str(URL(_address(told)).with_query({"done": told.done or ""})))


def _address(told: MeetingShown) -> str:
    return str(URL("/").joinpath("meetings", told.municipality, told.series, told.group, told.meant))


async def _read(request: web.Request) -> MeetingPage:
    who, site, now = await visitor(request), site_of(request), site_of(request).clock()
    named = _named(request)
    read = partial(meetings.meeting_page, catalogues=site.catalogues, actor=who.actor, language=who.language)
    page = await site.themes.read(named[0], lambda c, finder: read(c, finder=finder, named=named, now=now), now=now)
    if page is None:
        raise not_found()
    return page


def _named(request: web.Request) -> Named:
    told = request.match_info
    return told["municipality"], told["series"], told["group"], told["meant"]


async def _fields(request: web.Request) -> dict[str, str]:
    return {name: clean_line(await words(request, name)) for name in _FIELDS}
