"""Why a session asks its prompt: stored reasons for an opened session, a forecast for a planned session."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import lookup
from bot.context.catalogues import Catalogues
from bot.context.forecasts import forecast
from bot.context.rights import require
from content.catalogue import Catalogue
from content.dates import moment
from content.language import Language
from dialogs.asking.choosing import Choice
from dialogs.calendar.instants import local
from dialogs.model import Actor, AppliedRule, Reason, Session, ShownPrompt, Stage
from dialogs.permissions import Verb
from storage.database import Database
from storage.sessions import planned_before
from storage.steps import one_step

_SENTENCES: Mapping[Reason, tuple[str, str]] = {
    Reason.LEAST_ASKED: ("not asked in this series yet: {left}", "all asked in this series; only {rank} times: {left}"),
    Reason.CHOSEN: ("chosen by hand for this session",) * 2,
    Reason.OWN: ("written for this session by whoever plans the series",) * 2,
    Reason.NAMED: ("next of the questions that the series names: {left}",) * 2,
    Reason.NEW: ("not met in the group's other series: {left}", "all of these were met in the group's other series"),
    Reason.HARD: (
        "about something hard, the first of {since} questions: {left}",
        "time for something hard, but none of these asks about it",
    ),
    Reason.LIGHT: ("about nothing hard yet: {left}",) * 2,
    Reason.DAY: ("not about a week that has just begun: {left}",) * 2,
    Reason.OUT_OF_SEASON: ("not meant for another season: {left}",) * 2,
    Reason.LEVEL: (
        "written for groups like this one, as {written} of {asked} were before: {left}",
        "none is written for groups like this one",
    ),
    Reason.FAMILY: (
        "of the requirements on {family}, which have rested long enough: {left}",
        "of the requirements on {family}, since none of those that have rested longer: {left}",
    ),
    Reason.COMMITMENT: (
        "of {area}, where the group last said what it would try: {left}",
        "none of {area}, where the group last said what it would try",
    ),
    Reason.TURN: (
        "of {area}, which is furthest behind its share among {areas} areas: {left}",
        "none of {turn}, which is furthest behind among {areas} areas; of {area}, the next that has any: {left}",
    ),
    Reason.GOALS: ("serving the series' goals: {left}", "none of these serves the series' goals"),
    Reason.SEASON: ("meant for the season ({season}): {left}",) * 2,
    Reason.CORE: ("at the core of the area: {left}",) * 2,
    Reason.STRENGTH: (
        "beginning with what works, as the area is new to the series: {left}",
        "the area is new to the series, but none of these begins with what works",
    ),
    Reason.REQUIREMENT: (
        "tied to a requirement not asked about in this series yet: {left}",
        "tied to the requirement least asked about in this series, {rank} times: {left}",
    ),
    Reason.MIXED: ("the first of these in the series' own order",) * 2,
    Reason.MAIN_AREA: ("about that area before all others: {left}",) * 2,
    Reason.CATALOGUE: ("the first of these in the catalogue",) * 2,
}
"""Reason -> (sentence where prompts met the rule's aim, sentence where none did).

Reason.RESTED is left out: prompts rest after a weak response, which in a small group would tell who did not answer.
"""


async def why_lines(
    db: Database,
    catalogues: Catalogues,
    session_id: str,
    *,
    actor: Actor,
    now: datetime,
    municipality: str | None = None,
) -> tuple[str, ...]:
    """Raises UnknownSession and UnknownMunicipality."""
    require(actor, Verb.READ_REPORTS)

    async def work(c: AsyncConnection) -> tuple[str, ...]:
        session = await lookup.session_called(c, session_id, municipality)
        opened = await one_step(c, session.municipality, session.id, 0)
        if opened is not None:
            return (_head(session, session.stage.value), *_shown(opened.shown), *_reasons(opened.because))
        if session.stage is Stage.PLANNED:
            return await _forecast(c, await catalogues.at(c, session.municipality, now), session, now=now)
        return (_head(session, f"{session.stage.value}: nothing of it was asked"),)

    return await db.read(work)


async def _forecast(c: AsyncConnection, catalogue: Catalogue, session: Session, *, now: datetime) -> tuple[str, ...]:
    """The prompt the session will ask if nothing is answered, skipped or planned anew before it opens."""
    ahead = await planned_before(c, session)
    [*_, (_, choice)] = await forecast(c, catalogue, (*ahead, session), now=now)
    told = _chosen(choice, catalogue) if choice else ("nothing    no prompt suits it any more; plan its series again",)
    return (_head(session, "planned: as it stands now"), *_before(len(ahead)), *told)


def _head(session: Session, state: str) -> str:
    return f"{session.id}  {moment(local(session.opens_at), Language.NB)}  {state}"


def _before(ahead: int) -> Iterator[str]:
    if ahead:
        yield f"before     planned for the group until then: {ahead}, what they would ask counted as asked"


def _shown(shown: ShownPrompt) -> Iterator[str]:
    yield f"prompt     {shown.prompt_id}: {shown.question.nb}"
    yield f"area       {shown.area_id}: {shown.area.nb}"
    yield f"law        {shown.requirement_id}: {shown.law.nb}" if shown.law else "law        none"


def _chosen(choice: Choice, catalogue: Catalogue) -> Iterator[str]:
    prompt, card = choice.prompt, catalogue.requirements.get(choice.prompt.requirement or "")
    yield f"prompt     {prompt.id}: {prompt.question.nb}"
    yield f"area       {choice.area}: {catalogue.areas[choice.area].name.nb}"
    yield f"law        {card.id}: {card.sentence.nb}" if card else "law        none"
    yield from _reasons(choice.because)


def _reasons(because: Iterable[AppliedRule]) -> Iterator[str]:
    lines = reasons_told(because) or ["it was chosen before reasons were kept"]
    yield from (f"{'because' if number == 0 else '':<10} {line}" for number, line in enumerate(lines))


def reasons_told(because: Iterable[AppliedRule]) -> list[str]:
    return [sentence(rule) for rule in because if rule.reason is not Reason.RESTED]


def sentence(because: AppliedRule) -> str:
    """Plain English, with the number of prompts left to the next rule."""
    if because.reason is Reason.FITS:
        return _fits(because)
    as_wished, otherwise = _SENTENCES[because.reason]
    return (otherwise if because.facts.get("rank") else as_wished).format(left=because.left, **because.facts)


def _fits(because: AppliedRule) -> str:
    facts = because.facts
    limits = ("areas", "requirements", "level", "audience", "phase", "school_types")
    told = "; ".join(f"{limit.replace('_', ' ')} {facts[limit] or 'all'}" for limit in limits)
    return f"{because.left} prompt{' fits' if because.left == 1 else 's fit'}: {told}; {facts['asked']} asked before"
