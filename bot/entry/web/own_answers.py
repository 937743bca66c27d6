"""The visitor's own answers: a list to search, an answer in full, and its ways as forms, done by the chat's actions.

A form leads on to a page with the outcome, and reloading that page sends nothing again; refused words, and messages of
the chat, are shown at once.
"""

from dataclasses import replace
from functools import partial
from http import HTTPStatus

from aiohttp import web
from yarl import URL

from bot.context.pages import oneself
from bot.entry.web.answer_ways import WAYS, Filled, Way, filled
from bot.entry.web.failures import not_found
from bot.entry.web.gate import led_to
from bot.entry.web.pressing import pressed, words
from bot.entry.web.site import site_of
from bot.entry.web.templating import shown
from bot.entry.web.visiting import visitor
from content.cleaning import clean_line
from content.vocabulary.committing import TryOffered
from content.vocabulary.messages import Message
from content.vocabulary.pages_of_oneself import OUTCOMES, AnswerPage, FurtherPage, GivenBack, OfferPage, Outcome
from content.vocabulary.prompting import FollowUpAsked, FurtherAsked, OfferAsked, PromptAsked
from dialogs.model import StepRef
from dialogs.turn import Turn

ANSWERS = web.RouteTableDef()

_ALL = "/answers"
_ONE = _ALL + "/{municipality}/{session}/{position:[0-9]{1,4}}"
_NO_WORDS_LEFT = frozenset({"taken_back", "gone"})


@ANSWERS.get(_ALL)
async def all_answers(request: web.Request) -> web.Response:
    who, site = await visitor(request), site_of(request)
    page = await site.db.read(partial(oneself.answers_page, actor=who.actor, language=who.language))
    return shown(request, replace(page, outcome=_outcome(request)))


@ANSWERS.post(_ALL + "/search")
async def search(request: web.Request) -> web.Response:
    """By POST, and led nowhere: no address, log or history has the words of a search."""
    who, site = await visitor(request), site_of(request)
    sought = clean_line(await words(request, "sought"))
    read = partial(oneself.answers_page, actor=who.actor, language=who.language, search=sought)
    return shown(request, await site.db.read(read))


@ANSWERS.get(_ONE)
async def one_answer(request: web.Request) -> web.Response:
    page = await _read(request)
    return _shown(request, replace(page, outcome=_outcome(request)))


@ANSWERS.get(_ONE + "/further")
async def further(request: web.Request) -> web.Response:
    who, site = await visitor(request), site_of(request)
    read = partial(oneself.further_page, actor=who.actor, ref=_ref(request), language=who.language, now=site.clock())
    page = await site.db.read(read)
    return shown(request, page) if page is not None else _back(_ref(request))


@ANSWERS.get(_ONE + "/offer")
async def offer(request: web.Request) -> web.Response:
    who, site = await visitor(request), site_of(request)
    read = partial(oneself.offer_page, actor=who.actor, ref=_ref(request), language=who.language, now=site.clock())
    page = await site.db.read(read)
    return shown(request, page) if page is not None else _back(_ref(request))


@ANSWERS.post(_ONE + "/{way}")
async def act(request: web.Request) -> web.Response:
    way, before = WAYS.get(request.match_info["way"]), await _read(request)
    if way is None:
        raise not_found()
    form = await filled(request, before)
    if before.shown.answer.state in _NO_WORDS_LEFT:
        return _shown(request, replace(before, given_back=_given_back(way, form, None)))
    if way.takes_words and not form.text.strip():
        return _back(form.step, "empty")
    turn = await pressed(request, way.press(form), way.form(form))
    return _answered(request, way, form, turn, await _read(request))


def _answered(request: web.Request, way: Way, form: Filled, turn: Turn, page: AnswerPage) -> web.Response:
    told = _for_pages(turn.say)
    is_done = way.is_done(page, form)
    if not is_done and way.previews and isinstance(turn.show, FurtherAsked):
        return _preview(request, FurtherPage(turn.show, told))
    if not is_done and way.previews and isinstance(turn.show, OfferAsked):
        return _preview(request, OfferPage(turn.show, told))
    given_back = None if is_done else _given_back(way, form, turn)
    if told or given_back is not None:
        outcome: Outcome = "done" if is_done else ""
        page = replace(page, outcome=outcome, told=told, given_back=given_back)
        return _shown(request, page, status=HTTPStatus.OK if is_done else HTTPStatus.CONFLICT)
    if not is_done:
        return _back(form.step, "changed")
    if page.shown.answer.state != "given":
        return led_to(f"{_ALL}?outcome=withdrawn")
    return _back(form.step, "done", on=way.leads_to)


def _preview(request: web.Request, page: FurtherPage | OfferPage) -> web.Response:
    """Something has changed since the author looked: the preview anew, with the reason above."""
    if not page.told:
        return led_to(request.path.rpartition("/")[0] + ("/further" if isinstance(page, FurtherPage) else "/offer"))
    return shown(request, page, status=HTTPStatus.CONFLICT)


def _for_pages(say: tuple[Message, ...]) -> tuple[Message, ...]:
    """The messages without the offer to try something, which has no meaning without its buttons."""
    return tuple(one for one in say if not isinstance(one, TryOffered))


def _given_back(way: Way, form: Filled, turn: Turn | None) -> GivenBack | None:
    """Refused words as the guard gives them back; None for a form without words."""
    if not way.takes_words:
        return None
    card = turn.show if turn is not None else None
    if isinstance(card, PromptAsked | FollowUpAsked) and card.stopped is not None:
        return GivenBack(form.number, card.text, card.stopped)
    return GivenBack(form.number, form.text)


async def _read(request: web.Request) -> AnswerPage:
    """The visitor's answer. Raises Refused for a step that has none."""
    who, site = await visitor(request), site_of(request)
    read = partial(oneself.answer_page, actor=who.actor, ref=_ref(request), language=who.language, now=site.clock())
    page = await site.db.read(read)
    if page is None:
        raise not_found()
    return page


def _shown(request: web.Request, page: AnswerPage, *, status: int = HTTPStatus.OK) -> web.Response:
    return shown(request, page, status=HTTPStatus.GONE if page.shown.answer.state in _NO_WORDS_LEFT else status)


def _ref(request: web.Request) -> StepRef:
    named = request.match_info
    return StepRef(named["municipality"], named["session"], int(named["position"]))


def _back(step: StepRef, outcome: Outcome = "", *, on: str = "") -> web.Response:
    address = URL("/").joinpath("answers", step.municipality, step.session, str(step.position), *filter(None, [on]))
    return led_to(str(address.with_query(outcome=outcome) if outcome and not on else address))


def _outcome(request: web.Request) -> Outcome:
    sent = request.query.get("outcome", "")
    return next((one for one in OUTCOMES if one == sent), "")
