"""Pages from templates: a page is a message, and the template with the name of its class is its look."""

from functools import partial
from secrets import token_urlsafe
from types import SimpleNamespace

import aiohttp_jinja2
import jinja2
from aiohttp import web

from bot.entry.web.bank_words import BankWords
from bot.entry.web.coverage_words import CoverageWords
from bot.entry.web.digest_words import DigestWords
from bot.entry.web.headers import FRAMED
from bot.entry.web.layer_words import LayerWords
from bot.entry.web.list_words import ListWords
from bot.entry.web.meeting_words import MeetingWords
from bot.entry.web.overview_words import OverviewWords
from bot.entry.web.own_words import OwnWords
from bot.entry.web.phase_words import PhaseWords
from bot.entry.web.picture_words import PictureWords
from bot.entry.web.plan_words import PlanWords
from bot.entry.web.practice_words import PracticeWords
from bot.entry.web.promise_words import PromiseWords
from bot.entry.web.question_words import QuestionWords
from bot.entry.web.room_words import RoomWords
from bot.entry.web.school_year_words import SchoolYearWords
from bot.entry.web.series_words import SeriesWords
from bot.entry.web.session_words import SessionWords
from bot.entry.web.settings_words import SettingsWords
from bot.entry.web.site import site_of
from bot.entry.web.visitor import VISITOR, Visitor, language_of
from bot.exports.digest_document import language_of as language_of_text
from content.dates import day_and_hour, full_date
from content.language import Language
from content.vocabulary.bank import BankFound, BankOpened, PracticeShown
from content.vocabulary.committing import TryForm
from content.vocabulary.listing import TakeAlong
from content.vocabulary.meetings import NewMeeting, NewMeetingPage
from content.vocabulary.pages import Frame, Page
from content.vocabulary.practicing import PracticeForm, PracticeKept
from content.vocabulary.prompting import FollowUpAsked, FurtherAsked, KeywordOffer, PromptAsked, PromptClosed
from content.vocabulary.school_year_pages import DaysShown
from content.vocabulary.session_questions import SessionQuestion
from content.wording import phrase, plural_phrase

MENU = (
    ("/", "start"),
    ("/digests", "digests"),
    ("/bank", "bank"),
    ("/plan", "plan"),
    ("/series", "series"),
    ("/meetings", "meetings"),
    ("/coverage", "coverage"),
    ("/promises", "promises"),
    ("/answers", "answers"),
    ("/me", "me"),
)
"""(address, part of the frame's words) of the menu's links."""

FOR_FEW = (("/school-year", "school_year"), ("/groups", "groups"), ("/settings", "settings"))
"""Likewise: where something is set up."""

_BELONGING = {"/plan/new": "/series", "/people": "/groups"}
"""Pages and folders of pages that are reached from a link of the menu with another address."""

_SAID = (
    BankFound,
    BankOpened,
    PracticeForm,
    PracticeKept,
    PracticeShown,
    FollowUpAsked,
    FurtherAsked,
    KeywordOffer,
    PromptAsked,
    PromptClosed,
    SessionQuestion,
    TryForm,
    TakeAlong,
    NewMeeting,
    NewMeetingPage,
    DaysShown,
)
_KINDS = SimpleNamespace(**{kind.__name__: kind for kind in _SAID})
"""Messages of the chat, and parts of pages, whose words stand on a page that has no such message."""

_SMALLEST_PACKED = 1024  # bytes; smaller pages gain nothing


class _Words:
    """The words of a page's language, as templates call them."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self.day = partial(full_date, language=language)
        self.time = partial(day_and_hour, language=language)

    def say(self, message: object, part: str, **extra: str | int) -> str:
        return phrase(message, part, self._language, **extra)

    def count(self, message: object, part: str, number: int, **extra: str | int) -> str:
        return plural_phrase(message, part, self._language, number, **extra)


def _for_few(visitor: Visitor | None) -> list[tuple[str, str]]:
    """The seldom used links folded together at the menu's end: for those who look after something, each their own."""
    if visitor is None:
        return []
    theirs = (visitor.sets_days, visitor.looks_after, visitor.sets)
    return [link for link, is_theirs in zip(FOR_FEW, theirs, strict=True) if is_theirs]


def _current(path: str) -> str:
    """The menu's link that a page belongs to, "" for a page of none."""
    if path in _BELONGING:
        return _BELONGING[path]
    first = "/" + path.split("/")[1]
    return _BELONGING.get(first, first)


_TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("bot.entry.web"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
"""One for the process: each template is compiled once."""


def set_up(application: web.Application) -> None:
    application[aiohttp_jinja2.APP_KEY] = _TEMPLATES


def shown(request: web.Request, page: Page, *, status: int = 200) -> web.Response:
    """The page in its reader's language."""
    language = language_of(request)
    words = _Words(language)
    context = {
        "page": page,
        "frame": Frame(),
        "language": language.value,
        "words": words,
        "say": words.say,
        "count": words.count,
        "digest_words": DigestWords(language),
        "overview_words": OverviewWords(language),
        "own_words": OwnWords(language),
        "school_year_words": SchoolYearWords(language),
        "series_words": SeriesWords(language),
        "session_words": SessionWords(language),
        "settings_words": SettingsWords(language),
        "layer_words": LayerWords(language),
        "once": partial(token_urlsafe, 12),
        "kinds": _KINDS,
        "teams_chat": site_of(request).teams_chat,
        "privacy_url": site_of(request).privacy_url,
        "accessibility_url": site_of(request).accessibility_url,
        "meeting_words": MeetingWords(language),
        "bank_words": BankWords(language),
        "practice_words": PracticeWords(language),
        "picture_words": PictureWords(language),
        "room_words": RoomWords(language),
        "coverage_words": CoverageWords(language),
        "plan_words": PlanWords(language),
        "question_words": QuestionWords(language),
        "promise_words": PromiseWords(language),
        "phase_words": PhaseWords(language),
        "list_words": ListWords(language),
        "lang_of": partial(language_of_text, among=language),
        "look": site_of(request).look,
        "menu": MENU,
        "for_few": _for_few(request.get(VISITOR)),
        "current": _current(request.path),
        "visitor": request.get(VISITOR),
        "framed": request.get(FRAMED, False),
    }
    response = aiohttp_jinja2.render_template(f"{type(page).__name__}.html", request, context, status=status)
    response.headers["Content-Language"] = language.value
    if len(response.text or "") >= _SMALLEST_PACKED:
        response.enable_compression()
    return response
