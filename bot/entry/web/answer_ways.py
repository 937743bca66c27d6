"""The ways of an answer's page: what each form sends, as a press of the answer's own card, and whether it is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aiohttp import web

from bot.entry.web.gate import form_of
from bot.entry.web.pressing import number, words
from content.cleaning import clean_line
from content.presses import (
    ChooseKeyword,
    DropKeyword,
    DropOffer,
    LeaveFurther,
    LookFurther,
    NarrowAnswer,
    OfferAnswer,
    Press,
    SendAnswer,
    SendFollowUp,
    ShareFurther,
    StepRef,
    UnsignAnswer,
    WithdrawAnswer,
    WithdrawFollowUp,
)
from content.vocabulary.guarding import KINDS
from content.vocabulary.pages_of_oneself import AnswerPage
from dialogs.events import Form
from dialogs.model import Rung


@dataclass(frozen=True)
class Filled:
    """A form as it was sent: `seen` is the version of the answer on its page, `number` a follow-up's, 0 for none."""

    step: StepRef
    seen: int
    text: str
    word: str
    rung: str
    mark: str
    number: int
    passes: frozenset[str]
    readers: str


async def filled(request: web.Request, page: AnswerPage) -> Filled:
    """Raises Refused for a form that no page of ours sends."""
    sent = await form_of(request)
    rung = page.shown.answer.rung
    return Filled(
        page.shown.step,
        await number(request, "seen"),
        await words(request, "text"),
        clean_line(await words(request, "word")),
        str(sent.get("rung", "")),
        str(sent.get("mark", "")),
        await number(request, "number") if "number" in sent else 0,
        frozenset(str(sent.get("passes", "")).split()) & frozenset(KINDS),
        rung.rung if rung is not None else "",
    )


@dataclass(frozen=True)
class Way:
    """`is_done` says of the page afterwards whether the form's wish is fulfilled, whichever request has done it.

    `previews`: where something has changed since the author looked, the preview comes anew. `leads_to` is the page
    beneath the answer's that comes next.
    """

    press: Callable[[Filled], Press]
    is_done: Callable[[AnswerPage, Filled], bool]
    form: Callable[[Filled], Form] = lambda _: Form()
    takes_words: bool = False
    previews: bool = False
    leads_to: str = ""


def _rung(form: Filled) -> Rung | None:
    return next((one for one in Rung if one.name.lower() == form.rung), None)


def _stands_on(page: AnswerPage, form: Filled) -> bool:
    readers = page.shown.answer.rung
    return readers is not None and readers.rung == form.rung


def _further(page: AnswerPage, form: Filled) -> str:
    return next((pair.text for pair in page.shown.answer.further if pair.number == form.number), "")


WAYS: Mapping[str, Way] = {
    "words": Way(
        lambda form: SendAnswer(form.step, "", form.seen),
        lambda page, form: form.text in page.said,
        lambda form: Form(text=form.text, passes=form.passes),
        takes_words=True,
    ),
    "further-words": Way(
        lambda form: SendFollowUp(form.step, "", form.seen, form.number, form.readers),
        lambda page, form: form.text in _further(page, form),
        lambda form: Form(text=form.text, passes=form.passes),
        takes_words=True,
    ),
    "withdraw": Way(
        lambda form: WithdrawAnswer(form.step, "", form.seen),
        lambda page, _: page.shown.answer.state != "given",
    ),
    "withdraw-further": Way(
        lambda form: WithdrawFollowUp(form.step, "", form.seen, form.number),
        lambda page, form: not _further(page, form),
    ),
    "narrow": Way(
        lambda form: NarrowAnswer(form.step, "", form.seen),
        _stands_on,
        lambda form: Form(rung=_rung(form)),
    ),
    "unsign": Way(lambda form: UnsignAnswer(form.step, "", form.seen), lambda page, _: not page.may_unsign),
    "keyword": Way(
        lambda form: ChooseKeyword(form.step, "", form.seen),
        lambda page, form: page.shown.answer.keyword.casefold() == form.word.casefold() != "",
        lambda form: Form(word=form.word),
    ),
    "drop-keyword": Way(
        lambda form: DropKeyword(form.step, "", form.seen), lambda page, _: not page.shown.answer.keyword
    ),
    "look": Way(
        lambda form: LookFurther(form.step, "", form.seen), lambda page, _: page.looks_further, leads_to="further"
    ),
    "leave": Way(lambda form: LeaveFurther(form.step, "", form.seen), lambda page, _: not page.looks_further),
    "share": Way(lambda form: ShareFurther(form.step, "", form.seen, form.rung, form.mark), _stands_on, previews=True),
    "offer": Way(
        lambda form: OfferAnswer(form.step, "", form.seen), lambda page, _: page.shown.answer.offered, previews=True
    ),
    "drop-offer": Way(lambda form: DropOffer(form.step, "", form.seen), lambda page, _: not page.shown.answer.offered),
}
"""By the last part of the address that a form is sent to."""
