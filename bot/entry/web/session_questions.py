"""/series/{municipality}/{series}/questions and below: the next questions of a series, and a session's, to be changed.

The answer to a form tells of the change, or of the reason for none, with the form as filled in.
"""

from functools import partial
from http import HTTPStatus

from aiohttp import web

from bot.context.pages.session_questions import questions_page, session_question_page
from bot.entry.web.failures import not_found
from bot.entry.web.pressing import number, pressed, words
from bot.entry.web.site import site_of
from bot.entry.web.templating import shown
from bot.entry.web.visiting import visitor
from content.cleaning import clean_line
from content.presses import AskOwn, LeaveQuestion, LookAtOwn, OnQuestion, PickQuestion
from content.vocabulary.session_questions import QuestionForm, SessionQuestion, SessionQuestionPage

QUESTIONS = web.RouteTableDef()

_ALL = "/series/{municipality}/{series}/questions"
_ONE = _ALL + "/{session}"


@QUESTIONS.get(_ALL)
async def coming(request: web.Request) -> web.Response:
    who, site = await visitor(request), site_of(request)
    read = partial(questions_page, catalogues=site.catalogues, actor=who.actor, language=who.language)
    its = {name: request.match_info[name] for name in ("municipality", "series")}
    page = await site.db.read(partial(read, **its, now=site.clock()))
    if page is None:
        raise not_found()
    return shown(request, page)


@QUESTIONS.get(_ONE)
async def one(request: web.Request) -> web.Response:
    """`sought` in the address is the area that others are sought in, and `group` the only group meant."""
    who, site = await visitor(request), site_of(request)
    form = QuestionForm(sought=request.query.get("sought", ""), group=request.query.get("group", ""))
    read = partial(session_question_page, catalogues=site.catalogues, actor=who.actor, language=who.language)
    its = {name: request.match_info[name] for name in ("municipality", "series", "session")}
    page = await site.db.read(partial(read, **its, form=form, now=site.clock()))
    if page is None:
        raise not_found()
    return shown(request, page)


@QUESTIONS.post(_ONE + "/pick")
async def pick(request: web.Request) -> web.Response:
    chosen, group = await _fields(request, "chosen", "group")
    return await _done(request, PickQuestion(*_named(request), await number(request, "version"), chosen, group))


@QUESTIONS.post(_ONE + "/own")
async def own(request: web.Request) -> web.Response:
    """«Se kortet», or «Bruk mitt spørsmål» beneath the card."""
    filled = await _fields(request, "nb", "nn", "en", "area", "group")
    version = await number(request, "version")
    if await words(request, "ask") == "yes":
        return await _done(request, AskOwn(*_named(request), version, await words(request, "mark"), *filled))
    return await _done(request, LookAtOwn(*_named(request), version, *filled))


@QUESTIONS.post(_ONE + "/leave")
async def leave(request: web.Request) -> web.Response:
    [group] = await _fields(request, "group")
    return await _done(request, LeaveQuestion(*_named(request), await number(request, "version"), group))


async def _done(request: web.Request, press: OnQuestion) -> web.Response:
    turn = await pressed(request, press)
    if not isinstance(turn.show, SessionQuestion):
        raise not_found()
    refused = turn.show.trouble is not None or turn.show.stopped is not None
    page = SessionQuestionPage(turn.show)
    return shown(request, page, status=HTTPStatus.CONFLICT if refused else HTTPStatus.OK)


async def _fields(request: web.Request, *names: str) -> list[str]:
    return [clean_line(await words(request, name)) for name in names]


def _named(request: web.Request) -> tuple[str, str, str]:
    its = request.match_info
    return its["municipality"], its["series"], its["session"]
