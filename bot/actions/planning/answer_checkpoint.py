"""The checkpoints of a series, group by group: shown, and answered or waived by whoever plans for the group."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import answers, gating, phases, series_cards
from bot.context.catalogues import Catalogues
from bot.context.guarded_words import Check
from bot.context.planned_for import groups_planned_by
from bot.context.pressed_alone import press_alone
from bot.context.promises import Reader
from bot.context.recording import record
from bot.context.text_guard import TextGuard
from bot.context.trying import Written
from content.catalogue import Catalogue
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


@dataclass(frozen=True)
class _Asked:
    """The series pressed for, and the groups of it that the presser plans for."""

    series: Series
    looking: phases.Looking


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
        asked = await _asked_for(c, press, reader, now=now)
        if asked is None:
            return SeriesGone()
        catalogue = await catalogues.at(c, press.municipality, now)
        if not isinstance(press, AnswerCheckpoint):
            return await _shown(c, catalogue, asked, reader, language, now=now)
        written = Written(form, Check(guard), language)
        outcome = await _outcome(c, asked, press, written, reader, now=now)
        series = await one_series(c, press.municipality, press.series) or asked.series
        shown = await _shown(c, catalogue, replace(asked, series=series), reader, language, now=now)
        return _with_outcome(shown, outcome, form)

    return await press_alone(db, about, press.municipality, work, actor=actor, now=now)


async def _asked_for(c: AsyncConnection, press: OnPhases, reader: Reader, *, now: datetime) -> _Asked | None:
    """The series and the group pressed for, None for what the presser does not plan for.

    A card from before groups answered for themselves names no group: the only one is meant, of several none.
    """
    series = await one_series(c, press.municipality, press.series)
    if series is None or not series.phases:
        return None
    led = {one.id: one.name for one in await groups_planned_by(c, reader.actor, series.municipality, now=now)}
    mine = {group: led[group] for group in series.groups if group in led}
    group = press.for_group if isinstance(press, AnswerCheckpoint) else press.group
    if not mine or (group and group not in mine):
        return None
    only = series.groups[0] if len(series.groups) == 1 else ""
    return _Asked(series, phases.Looking(mine, mine.keys(), group or only))


async def _shown(
    c: AsyncConnection,
    catalogue: Catalogue,
    asked: _Asked,
    reader: Reader,
    language: Language,
    *,
    now: datetime,
) -> PhasesShown:
    series = asked.series
    named = series_cards.named_as(series, reader.town, catalogue, language)
    sessions = await sessions_of(c, series.municipality, series.id)
    shown = await phases.phases_shown(c, series, sessions, named, asked.looking, now=now)
    return shown or PhasesShown(named, ())


async def _outcome(
    c: AsyncConnection,
    asked: _Asked,
    press: AnswerCheckpoint,
    written: Written,
    reader: Reader,
    *,
    now: datetime,
) -> _Outcome:
    series, group, form = asked.series, asked.looking.group, written.form
    found = phases.phase_with(series, form.whose)
    if found is None or press.answered not in set(Answered):
        return _Outcome(hindered="gone" if form.whose else "not_chosen")
    if not group:
        return _Outcome(hindered="which_group")
    wanted, because = Answered(press.answered), form.because.strip()
    known = await checkpoints.of_series(c, series.municipality, series.id)
    before = next((one for one in known if (one.group, one.mark) == (group, form.whose)), None)
    if before is not None and (before.answered, before.because) == (wanted, because):
        return _Outcome(came="already")
    if before is not None and before.revision > press.seen:
        return _Outcome(hindered="meanwhile")
    words = _checked(wanted, because, written)
    if isinstance(words, _Outcome):
        return words
    revision = max((one.revision for one in known), default=0) + 1
    answer = CheckpointAnswer(
        *(series.municipality, series.id, group, form.whose, wanted, because, reader.person.id, now),
        revision=revision,
    )
    await answers.keep_checkpoint(c, answer, words)
    if wanted.settles or (before is not None and before.answered.settles):
        told = {"series": series.id, "phase": found[0], "group": group}
        await record(c, reader.actor, _ACTS[wanted], series.municipality, in_group=group, now=now, **told)
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
