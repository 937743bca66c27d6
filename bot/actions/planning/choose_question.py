"""The question of a session to come: another is chosen, one's own is asked, or the rules choose again."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import session_questions, steps
from bot.context.asked_groups import asked_as
from bot.context.catalogues import Catalogues
from bot.context.changed_since import changed_since
from bot.context.guarded_words import Check, judged
from bot.context.recording import record
from bot.context.session_questions import Ground
from bot.context.text_guard import TextGuard
from content.cleaning import clean_line
from content.own_questions import wrong_with_own
from content.presses import AskOwn, LeaveQuestion, LookAtOwn, OnQuestion, PickQuestion, ShowQuestion
from content.vocabulary.conversing import OldCard
from content.vocabulary.guarding import Stopped
from content.vocabulary.session_questions import QuestionDone, QuestionForm, QuestionTrouble, SessionQuestion
from content.vocabulary.steered import SteeredMeanwhile
from content.vocabulary.steering import SeriesGone
from dialogs.guarding.stopping import Stop
from dialogs.model import Act, Actor, Happening, Language, OwnQuestion, Scope, Series, Session
from dialogs.planning import session_questions as choices
from dialogs.turn import Turn, in_place
from storage.database import Database
from storage.series import put_series
from storage.units import take_turn

_ACTS = {
    QuestionDone.CHOSEN: Act.QUESTION_CHOSEN,
    QuestionDone.WRITTEN: Act.QUESTION_WRITTEN,
    QuestionDone.LEFT: Act.QUESTION_LEFT,
}


class _RefusedError(Exception):
    """Nothing is changed; the `form` comes back with the reason."""

    def __init__(
        self, form: QuestionForm, why: QuestionTrouble | None = None, *, stopped: Stopped | None = None
    ) -> None:
        self.form = form
        self.why = why
        self.stopped = stopped


async def press_question(
    db: Database,
    catalogues: Catalogues,
    about: Happening,
    press: OnQuestion,
    *,
    actor: Actor,
    guard: TextGuard,
    now: datetime,
) -> Turn:
    """Typed words come back whenever something stands in the way; a press sent twice changes nothing more."""
    reads = isinstance(press, ShowQuestion | LookAtOwn)

    async def work(c: AsyncConnection) -> Turn:
        language = await steps.language_for(c, about)
        if about.place.scope is not Scope.PERSONAL:
            return Turn(language, say=(OldCard(),))
        if not reads and actor.person_in(press.municipality) is not None:
            await take_turn(c, press.municipality)
        its = (press.municipality, press.series)
        found = await session_questions.ground(c, catalogues, actor, its, language, now=now)
        if found is None:
            return in_place(about, language, SeriesGone())
        return in_place(about, language, await _shown(c, found, press, actor=actor, guard=guard) or SeriesGone())

    return await (db.read(work) if reads else db.write(work))


async def _shown(
    c: AsyncConnection, found: Ground, press: OnQuestion, *, actor: Actor, guard: TextGuard
) -> SessionQuestion | None:
    """None where nothing of the series waits."""
    session, form = found.session(press.session), _form(press)
    if session is None:  # moved since, to an id of another day
        session = found.session("")
        if session is None:
            return None
        moved = await session_questions.shown(c, found, session, form)
        return replace(moved, trouble=QuestionTrouble.MOVED)
    alike = found.alike(session, form.group)
    if not alike:
        trouble = None if isinstance(press, ShowQuestion) else QuestionTrouble.BEGUN
        return replace(await session_questions.shown(c, found, session, form), trouble=trouble)
    return await _answered(c, _Meant(found, session, alike, form), press, actor=actor, guard=guard)


@dataclass(frozen=True)
class _Meant:
    """The session of the press, with the sessions of the day meant along, and the form as filled in."""

    found: Ground
    session: Session
    alike: tuple[Session, ...]
    form: QuestionForm

    async def shown(self, c: AsyncConnection, form: QuestionForm | None = None) -> SessionQuestion:
        return await session_questions.shown(c, self.found, self.session, form if form is not None else self.form)


async def _answered(
    c: AsyncConnection, meant: _Meant, press: OnQuestion, *, actor: Actor, guard: TextGuard
) -> SessionQuestion:
    if isinstance(press, ShowQuestion):
        return await meant.shown(c)
    found, own = meant.found, None
    try:
        if isinstance(press, LookAtOwn | AskOwn):
            own = _own(found, meant.form, guard)
            if not _was_looked_at(press, own, meant.alike):
                return await _looked_at(c, meant, own, again=isinstance(press, AskOwn))
        wanted, done = await _changed(c, found, meant.alike, press, own)
    except _RefusedError as refused:
        return replace(await meant.shown(c, refused.form), trouble=refused.why, stopped=refused.stopped)
    if wanted != found.series and press.version != found.version:
        meanwhile = await changed_since(c, press.municipality, press.series, press.version) or SteeredMeanwhile()
        return replace(await meant.shown(c), trouble=QuestionTrouble.MEANWHILE, changes=meanwhile.changes)
    return await _kept(c, meant, wanted, done, actor=actor)


def _was_looked_at(press: OnQuestion, own: OwnQuestion, alike: tuple[Session, ...]) -> bool:
    return isinstance(press, AskOwn) and press.mark == session_questions.mark_of(own, alike)


async def _looked_at(c: AsyncConnection, meant: _Meant, own: OwnQuestion, *, again: bool) -> SessionQuestion:
    return replace(
        await meant.shown(c),
        preview=session_questions.preview(meant.found, meant.alike, own),
        mark=session_questions.mark_of(own, meant.alike),
        trouble=QuestionTrouble.LOOK_AGAIN if again else None,
    )


async def _changed(
    c: AsyncConnection, found: Ground, alike: tuple[Session, ...], press: OnQuestion, own: OwnQuestion | None
) -> tuple[Series, QuestionDone]:
    if own is not None:
        return choices.asking(found.series, alike, own), QuestionDone.WRITTEN
    if isinstance(press, LeaveQuestion):
        return choices.left_to_rules(found.series, alike), QuestionDone.LEFT
    if not isinstance(press, PickQuestion) or not press.chosen:
        raise _RefusedError(_form(press), QuestionTrouble.NOT_CHOSEN)
    asked = [await asked_as(c, found.town.groups[one.group], found.town, now=found.now) for one in alike]
    if not session_questions.suits(found, press.chosen, asked):
        raise _RefusedError(_form(press), QuestionTrouble.NOT_FITTING)
    return choices.asking(found.series, alike, press.chosen), QuestionDone.CHOSEN


def _own(found: Ground, form: QuestionForm, guard: TextGuard) -> OwnQuestion:
    """The words as filled in. Raises _RefusedError for words that are no question, or that the guard stops."""
    if not found.takes_own_words():
        raise _RefusedError(form, QuestionTrouble.STATEMENTS)
    texts = (form.nb, form.nn, form.en)
    if wrong := wrong_with_own(*texts):
        raise _RefusedError(form, QuestionTrouble(wrong))
    given = {Language.NB: form.nb, Language.NN: form.nn, Language.EN: form.en}
    for language, text in given.items():
        judgement = judged((text,), Check(guard), language=language) if text else None
        if isinstance(judgement, Stop):
            left = {language.value: judgement.given_back(text)}
            raise _RefusedError(replace(form, **left), stopped=judgement.told.kinds_only)
    if form.area not in found.catalogue.areas:
        raise _RefusedError(form, QuestionTrouble.NO_AREA)
    return OwnQuestion(form.area, *texts)


async def _kept(
    c: AsyncConnection, meant: _Meant, wanted: Series, done: QuestionDone, *, actor: Actor
) -> SessionQuestion:
    """The form is empty again, but for the group that it is about."""
    found = meant.found
    if wanted != found.series:
        await put_series(c, wanted)
        await record(c, actor, _ACTS[done], wanted.municipality, session=meant.session.id, now=found.now)
        found = replace(found, series=wanted, version=found.version + 1)
    empty = QuestionForm(group=meant.form.group)
    return replace(await session_questions.shown(c, found, meant.session, empty), done=done)


def _form(press: OnQuestion) -> QuestionForm:
    group = clean_line(press.group)
    match press:
        case ShowQuestion():
            return QuestionForm(sought=press.sought, group=group)
        case PickQuestion():
            return QuestionForm(chosen=press.chosen, group=group)
        case LookAtOwn() | AskOwn():
            nb, nn, en = map(clean_line, (press.nb, press.nn, press.en))
            return QuestionForm(nb, nn, en, area=press.area, group=group)
        case LeaveQuestion():
            return QuestionForm(group=group)
