"""A person's own answers and skipped questions, each with readers, end and history, for that person alone."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import audiences, offering, signatures, steps
from bot.context.recipients import may_answer
from bot.context.retention import rules_of
from content.cards.own_answers import LONGEST_SEARCH
from content.vocabulary.knowing import OwnAnswer, OwnAnswerInBrief, OwnAnswerShown, OwnMove, Way
from content.vocabulary.prompting import RungOffered
from dialogs.answering import searching
from dialogs.asking import following
from dialogs.calendar.instants import local
from dialogs.calendar.school_year import school_year
from dialogs.model import (
    Actor,
    Identity,
    KeptKind,
    Language,
    OwnLogEntry,
    Person,
    Reflection,
    Rung,
    Stage,
    StepRef,
)
from dialogs.retention import RetentionRules, kept_until
from storage import digests, own_log, reflections
from storage.own_answers import OwnQuestion, questions_of


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


async def found(
    c: AsyncConnection, persons: Iterable[Person], language: Language, *, search: str = ""
) -> tuple[str, list[OwnAnswerInBrief]]:
    """The search, "" for one without words, and the answers of all these persons that it finds, the newest first."""
    search = search[:LONGEST_SEARCH]
    words = searching.sought(search)
    rows = [one for person in persons for one in await in_brief(c, person, language, words=words)]
    rows.sort(key=lambda one: (one.asked_at, one.group, one.question), reverse=True)
    return search if words else "", rows


async def in_brief(
    c: AsyncConnection, person: Person, language: Language, *, words: Sequence[str] = ()
) -> tuple[OwnAnswerInBrief, ...]:
    """Every question the person met, in no particular order; with `words` (folded) only answers that have them all.

    Nothing without words of its own is found by a search: words taken back leave no trace.
    """
    town = person.municipality
    known = {StepRef(town, one.session, one.position): one for one in await reflections.all_of(c, town, person.id)}
    rows = [_in_brief(one, known.get(one.step), language) for one in await questions_of(c, town, person.id)]
    if not words:
        return tuple(row for row, _ in rows)
    return tuple(row for row, said in rows if row.text and searching.is_found(words, row.question, row.group, *said))


def _in_brief(
    one: OwnQuestion, known: Reflection | None, language: Language
) -> tuple[OwnAnswerInBrief, tuple[str, ...]]:
    """The row, and all of the answer's words, follow-ups and keyword too."""
    opened, question, text = local(one.opens_at), one.question.to(language), known.text if known else ""
    row = OwnAnswerInBrief(one.step, _years(opened), one.group, question, opened, state_of(known), text)
    return row, (*(part.text for part in known.parts), known.keyword) if known else ()


async def shown(
    c: AsyncConnection,
    person: Person,
    ref: StepRef,
    language: Language,
    *,
    start: int,
    search: str,
    now: datetime,
) -> OwnAnswerShown | None:
    """The person's answer to a step with its ways; None where nothing is known of the person there."""
    town = person.municipality
    known = await known_at(c, ref, person.id)
    moves = [
        one
        for one in await own_log.of_person(c, town, person.id)
        if (one.session, one.position) == (ref.session, ref.position)
    ]
    context = await steps.load(c, ref)
    if context is None or not (known or moves):
        return None
    one = await _answer(c, context, known, language, now=now)
    until = _end_of(await rules_of(c, town), one, context.step.closes_at, moves, now=now)
    answer = replace(_with_moves(one, moves), kept_until=until)
    ways = await _ways(c, context, person, known, now=now)
    return OwnAnswerShown(answer, ref, known.version if known else 0, ways, start, search)


async def known_at(c: AsyncConnection, ref: StepRef, person: UUID) -> Reflection | None:
    return await reflections.own(c, ref.municipality, ref.session, ref.position, person)


async def with_words(c: AsyncConnection, person: Person, ref: StepRef) -> tuple[steps.StepContext, Reflection] | None:
    """The step and the person's answer, None where no words of the person's stand there."""
    known = await known_at(c, ref, person.id)
    context = await steps.load(c, ref) if known is not None and known.parts else None
    return (context, known) if context is not None and known is not None else None


async def _ways(
    c: AsyncConnection, context: steps.StepContext, person: Person, known: Reflection | None, *, now: datetime
) -> tuple[Way, ...]:
    """What the step's own card would offer: more words and readers while it is asked, less of both at any time."""
    if known is None:
        return ()
    actor = Actor.known_as(Identity(person.municipality, person.id))
    may_write = steps.is_in_time(context, known) and await may_answer(c, context, actor, now=now)
    if not known.parts:
        return ("answer",) if may_write else ()
    choices = await audiences.rungs(c, context, now=now)
    offer = offering.offer(context, known, now=now)
    is_asked = may_write or await may_answer(c, context, actor, now=now)
    offered: dict[Way, bool] = {
        "change": may_write,
        "widen": may_write and choices.wider_than(known.rung) is not None,
        "offer": offer is not None and not offer.made and is_asked,
        "drop_offer": offer is not None and offer.made,
        "readers": not may_write
        and context.session.stage is not Stage.CANCELLED
        and bool(choices.narrower_than(known.rung)),
        "withdraw": True,
    }
    return tuple(way for way, is_open in offered.items() if is_open)


async def _answer(
    c: AsyncConnection, context: steps.StepContext, known: Reflection | None, language: Language, *, now: datetime
) -> OwnAnswer:
    shown, opened = context.step.shown, local(context.step.opens_at)
    answer = OwnAnswer(
        school_year=_years(opened),
        group=context.group.name,
        area=shown.area.to(language),
        question=shown.question.to(language),
        asked_at=opened,
        shared_at=local(known.circle_at) if known else opened,
        state=state_of(known),
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
        keyword=known.keyword,
        alone=known.alone,
        offered=known.offered,
        wished=_wished(choices, known),
    )


def _wished(choices: audiences.Choices, known: Reflection) -> RungOffered | None:
    nearest = choices.nearest(known.wished) if known.wished is not None else None
    return choices.on(nearest) if nearest is not None and nearest > known.rung else None


def _end_of(
    rules: RetentionRules, answer: OwnAnswer, closes_at: datetime, acts: Sequence[OwnLogEntry], *, now: datetime
) -> datetime | None:
    """The end of an answer, or of the own log's last act where the answer is gone."""
    if answer.state == "gone":
        return kept_until(rules, KeptKind.LOGS, acts[-1].at, now=now)
    return kept_until(rules, KeptKind.ANSWERS, closes_at, now=now)


def _years(opened: datetime) -> str:
    year = school_year(opened.date())
    return f"{year}/{year + 1}"


def state_of(known: Reflection | None) -> str:
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
