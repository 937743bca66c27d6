"""Why a session asks its prompt: stored reasons for an opened session, a forecast for a planned session."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import lookup
from bot.context.catalogues import Catalogues
from bot.context.rights import require
from content.catalogue import Catalogue
from content.dates import moment
from content.language import Language
from dialogs.asking import choosing, prompting
from dialogs.asking.choosing import Choice
from dialogs.calendar.instants import local
from dialogs.model import Actor, AppliedRule, PastPrompt, Reason, Session, ShownPrompt, Stage
from dialogs.permissions import Verb
from storage import askings
from storage.database import Database
from storage.series import one_series
from storage.sessions import planned_before
from storage.steps import one_step
from storage.units import one_group, one_unit

_SENTENCES: Mapping[Reason, tuple[str, str]] = {
    Reason.LEAST_ASKED: ("not asked in this series yet: {left}", "all asked in this series; only {rank} times: {left}"),
    Reason.NEW: ("not met in the group's other series: {left}", "all of these were met in the group's other series"),
    Reason.TURN: (
        "of {area}, whose turn it is among {areas} areas: {left}",
        "none of {turn}, whose turn it is among {areas} areas; of {area}, the next that has any: {left}",
    ),
    Reason.GOALS: ("serving the series' goals: {left}", "none of these serves the series' goals"),
    Reason.STRENGTH: (
        "beginning with what works, as the area is new to the series: {left}",
        "the area is new to the series, but none of these begins with what works",
    ),
    Reason.REQUIREMENT: (
        "tied to a requirement not asked about in this series yet: {left}",
        "tied to the requirement least asked about in this series, {rank} times: {left}",
    ),
    Reason.LEVEL: ("written for groups like this one: {left}",) * 2,
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
            return await _forecast(c, await catalogues.at(c, session.municipality, now), session)
        return (_head(session, f"{session.stage.value}: nothing of it was asked"),)

    return await db.read(work)


async def _forecast(c: AsyncConnection, catalogue: Catalogue, session: Session) -> tuple[str, ...]:
    """The prompt the session will ask if nothing is answered, skipped or planned anew before it opens."""
    history = await askings.posed_to(c, session.municipality, session.group, asking=prompting.ASKED_ROLES)
    ahead = await planned_before(c, session)
    for earlier in ahead:
        choice = await _choice(c, catalogue, earlier, history)
        history = (*history, choosing.past_prompt(choice, earlier)) if choice else history
    choice = await _choice(c, catalogue, session, history)
    told = _chosen(choice, catalogue) if choice else ("nothing    no prompt suits it any more; plan its series again",)
    return (_head(session, "planned: as it stands now"), *_before(len(ahead)), *told)


async def _choice(
    c: AsyncConnection, catalogue: Catalogue, session: Session, history: Sequence[PastPrompt]
) -> Choice | None:
    series = await one_series(c, session.municipality, session.series)
    group = await one_group(c, session.municipality, session.group)
    unit = await one_unit(c, session.municipality, group.unit) if group else None
    if series is None or group is None or unit is None:
        raise LookupError(f"session without a series, a group or a unit: {session.id}")
    return choosing.choose(session, series, group, unit, history, catalogue=catalogue)


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
    lines = [sentence(rule) for rule in because if rule.reason is not Reason.RESTED] or [
        "it was chosen before reasons were kept"
    ]
    yield from (f"{'because' if number == 0 else '':<10} {line}" for number, line in enumerate(lines))


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
