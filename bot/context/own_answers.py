"""A person's own answers and skipped questions, each with readers, end and history, for that person alone."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import audiences, signatures, steps
from content.vocabulary.knowing import OwnAnswer, OwnMove
from dialogs.asking import following
from dialogs.calendar.instants import local
from dialogs.calendar.school_year import school_year
from dialogs.model import KeptKind, Language, OwnLogEntry, Person, Reflection, Rung, Stage, StepRef
from dialogs.retention import RetentionRules, kept_until
from storage import digests, own_log, reflections


async def answers_of(
    c: AsyncConnection, person: Person, language: Language, *, rules: RetentionRules, now: datetime
) -> tuple[OwnAnswer, ...]:
    """The newest question first; acts of an erased answer stand with the question."""
    town = person.municipality
    known = {StepRef(town, one.session, one.position): one for one in await reflections.all_of(c, town, person.id)}
    moves: dict[StepRef, list[OwnLogEntry]] = {}
    for entry in await own_log.of_person(c, town, person.id):
        moves.setdefault(StepRef(town, entry.session, entry.position), []).append(entry)
    found: list[OwnAnswer] = []
    for step in {**known, **moves}:
        context = await steps.load(c, step)
        if context is not None:
            one = await _answer(c, context, known.get(step), language, now=now)
            acts = moves.get(step, [])
            until = _end_of(rules, one, context.step.closes_at, acts, now=now)
            found.append(replace(_with_moves(one, acts), kept_until=until))
    return tuple(sorted(found, key=lambda one: (one.asked_at, one.group, one.question), reverse=True))


async def _answer(
    c: AsyncConnection, context: steps.StepContext, known: Reflection | None, language: Language, *, now: datetime
) -> OwnAnswer:
    shown, opened = context.step.shown, local(context.step.opens_at)
    year = school_year(opened.date())
    answer = OwnAnswer(
        school_year=f"{year}/{year + 1}",
        group=context.group.name,
        area=shown.area.to(language),
        question=shown.question.to(language),
        asked_at=opened,
        shared_at=local(known.circle_at) if known else opened,
        state=_state(known),
    )
    if known is None or not known.parts:
        return answer
    choices = await audiences.rungs(c, context, now=now)
    is_called_off = context.session.stage is Stage.CANCELLED
    return replace(
        answer,
        text=known.text,
        further=following.pairs(shown.follow_ups, known.follow_up_parts, language),
        rung=None if is_called_off else choices.kept(known),
        signed=await signatures.standing(c, known),
        given_back=await is_given_back(c, known),
    )


def _end_of(
    rules: RetentionRules, answer: OwnAnswer, closes_at: datetime, acts: Sequence[OwnLogEntry], *, now: datetime
) -> datetime | None:
    """The end of an answer, or of the own log's last act where the answer is gone."""
    if answer.state == "gone":
        return kept_until(rules, KeptKind.LOGS, acts[-1].at, now=now)
    return kept_until(rules, KeptKind.ANSWERS, closes_at, now=now)


def _state(known: Reflection | None) -> str:
    if known is None:
        return "gone"
    if known.parts:
        return "given"
    if known.passed:
        return "skipped"
    return "taken_back" if known.withdrawn else "begun"


def _with_moves(answer: OwnAnswer, moves: Iterable[OwnLogEntry]) -> OwnAnswer:
    told = tuple(OwnMove(local(one.at), one.act.value, _rung(one.to_rung)) for one in moves)
    return replace(answer, moves=told)


def _rung(rung: Rung | None) -> str:
    return "" if rung is None else rung.name.lower()


async def is_given_back(c: AsyncConnection, known: Reflection) -> bool:
    """Whether a digest has been made of the session in which the words were shared."""
    if not known.parts or known.rung is Rung.ONLY_ME:
        return False
    return await digests.of_session(c, known.municipality, known.session) is not None
