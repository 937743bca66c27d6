"""The checkpoints of a series: shown, answered with yes or not yet, or waived with a reason, by whoever plans."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answers, gating, phases, series_cards
from bot.context.catalogues import Catalogues
from bot.context.guarded_words import Check
from bot.context.pressed_alone import press_alone
from bot.context.promises import Reader
from bot.context.recording import record
from bot.context.text_guard import TextGuard
from bot.context.trying import Written
from content.presses import AnswerCheckpoint, OnPhases
from content.vocabulary.messages import Message
from content.vocabulary.phases import Came, Hindered, PhasesShown
from content.vocabulary.steering import SeriesGone
from dialogs.events import Form
from dialogs.guarding.stopping import Stop
from dialogs.model import Act, Actor, Answered, CheckpointAnswer, Happening, Language, Series
from dialogs.turn import Turn
from storage import checkpoints
from storage.database import Database
from storage.series import one_series
from storage.sessions import sessions_of
from storage.units import take_turn

LONGEST_REASON = 500
"""Characters: what is longer belongs in the municipality's own papers."""
_ACTS = {
    Answered.YES: Act.CHECKPOINT_ANSWERED,
    Answered.WAIVED: Act.CHECKPOINT_WAIVED,
    Answered.NOT_YET: Act.CHECKPOINT_REOPENED,
}
_CAME: Mapping[Answered, Came] = {
    Answered.YES: "answered",
    Answered.WAIVED: "waived",
    Answered.NOT_YET: "reopened",
}


@dataclass(frozen=True)
class _Outcome:
    """What came of the press, or what was in the way; `stop` is the guard's."""

    came: Came = ""
    hindered: Hindered = ""
    stop: Stop | None = None


async def press_phases(
    db: Database,
    catalogues: Catalogues,
    about: Happening,
    press: OnPhases,
    form: Form,
    *,
    actor: Actor,
    guard: TextGuard,
    now: datetime,
) -> Turn:
    """Where somebody else has answered the checkpoint since it was shown, nothing is kept, and the form stays."""

    async def work(c: AsyncConnection, reader: Reader, language: Language) -> Message:
        await take_turn(c, press.municipality)
        series = await one_series(c, press.municipality, press.series)
        if series is None or not series.phases or not await series_cards.leads(c, reader.actor, series, now=now):
            return SeriesGone()
        if not isinstance(press, AnswerCheckpoint):
            return await _shown(c, catalogues, series, reader, language, now=now)
        written = Written(form, Check(guard), language)
        found = await _outcome(c, series, press, written, reader, now=now)
        series = await one_series(c, press.municipality, press.series) or series
        shown = await _shown(c, catalogues, series, reader, language, now=now)
        return _with_outcome(shown, found, form)

    return await press_alone(db, about, press.municipality, work, actor=actor, now=now)


async def _shown(
    c: AsyncConnection, catalogues: Catalogues, series: Series, reader: Reader, language: Language, *, now: datetime
) -> PhasesShown:
    named = series_cards.named_as(series, reader.town, await catalogues.at(c, reader.town.id, now), language)
    sessions = await sessions_of(c, series.municipality, series.id)
    shown = await phases.phases_shown(c, series, sessions, named, may_answer=True, now=now)
    return shown or PhasesShown(named, ())


async def _outcome(
    c: AsyncConnection, series: Series, press: AnswerCheckpoint, written: Written, reader: Reader, *, now: datetime
) -> _Outcome:
    form = written.form
    found = phases.phase_with(series, form.whose)
    if found is None or press.answered not in set(Answered):
        return _Outcome(hindered="gone" if form.whose else "not_chosen")
    wanted, because = Answered(press.answered), form.because.strip()
    known = await checkpoints.of_series(c, series.municipality, series.id)
    before = next((one for one in known if one.mark == form.whose), None)
    if before is not None and (before.answered, before.because) == (wanted, because):
        return _Outcome(came="already")
    if before is not None and before.revision > press.seen:
        return _Outcome(hindered="meanwhile")
    words = _checked(wanted, because, written)
    if isinstance(words, _Outcome):
        return words
    revision = max((one.revision for one in known), default=0) + 1
    answer = CheckpointAnswer(
        *(series.municipality, series.id, form.whose, wanted, because, reader.person.id, now), revision=revision
    )
    await answers.keep_checkpoint(c, answer, words)
    if wanted.settles or (before is not None and before.answered.settles):
        town, number = series.municipality, found[0]
        await record(c, reader.actor, _ACTS[wanted], town, series=series.id, phase=number, now=now)
    await gating.plan_on(c, series, now=now)
    return _Outcome(came=_CAME[wanted])


def _checked(wanted: Answered, because: str, written: Written) -> answers.CheckedWords | _Outcome:
    """The reason through the door of people's words; whoever waives a checkpoint gives one."""
    if wanted is Answered.WAIVED and not because:
        return _Outcome(hindered="no_reason")
    if len(because) > LONGEST_REASON:
        return _Outcome(hindered="too_long")
    words = answers.checked(because, written.check, language=written.language)
    if isinstance(words, Stop):
        return _Outcome(hindered="stopped", stop=words)
    return words if isinstance(words, answers.CheckedWords) else _Outcome(hindered="too_long")


def _with_outcome(shown: PhasesShown, found: _Outcome, form: Form) -> PhasesShown:
    """With the form as sent where nothing was kept; numbers that are never taken are given back to nobody."""
    if not found.hindered:
        return replace(shown, came=found.came)
    because, stopped = form.because, None
    if found.stop is not None:
        because, stopped = found.stop.given_back(because), found.stop.told.kinds_only
    return replace(shown, hindered=found.hindered, chosen=form.whose, because=because, stopped=stopped)
