"""The phases of a series as a reader is shown them: where the work stands, who answers for what, and checkpoints."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from content.vocabulary.phases import CheckpointShown, Foundation, PhaseShown, PhasesShown, PhaseState
from content.vocabulary.series_named import SeriesNamed
from dialogs.calendar.instants import local
from dialogs.model import CheckpointAnswer, Membership, Series, SeriesPhase, Session, Stage
from dialogs.planning import phasing
from storage import checkpoints
from storage.memberships import members_of
from storage.people import one_person
from storage.units import all_groups

_STARTED = frozenset({Stage.OPEN, Stage.CLOSED, Stage.MISSED})


async def phases_shown(
    c: AsyncConnection,
    series: Series,
    sessions: Sequence[Session],
    named: SeriesNamed,
    *,
    may_answer: bool,
    now: datetime,
) -> PhasesShown | None:
    """None for a series without phases; `sessions` are all of the series."""
    if not series.phases:
        return None
    answers = await checkpoints.of_series(c, series.municipality, series.id)
    settled = {one.mark for one in answers if one.answered.settles}
    shut = phasing.shut_from(series.phases, sessions, settled)
    states = _states(series, sessions, shut)
    planner = None
    if may_answer:
        planner = _Planner({one.mark: one for one in answers}, await _members(c, series.municipality, now=now))
    waiting = [one.opens_at for one in sessions if one.stage is Stage.WAITING]
    return PhasesShown(
        named,
        tuple([await _phase(c, series, n, state, planner) for n, state in enumerate(states)]),
        waiting_at=local(min(waiting)) if waiting and shut is not None else None,
        waits_for=series.phases[shut - 1].name if shut is not None else "",
        foundation=_foundation(series) if may_answer else Foundation(),
        seen=max((one.revision for one in answers), default=0),
        may_answer=may_answer,
    )


def _states(series: Series, sessions: Sequence[Session], shut: int | None) -> list[PhaseState]:
    at = phasing.numbers(series.phases, sessions)
    present = max((at[one.id] for one in sessions if one.stage in _STARTED), default=0)
    return [
        "waits" if number == shut else "over" if number < present else "now" if number == present else "coming"
        for number in range(len(series.phases))
    ]


async def _members(c: AsyncConnection, municipality: str, *, now: datetime) -> Collection[Membership]:
    groups = [group.id for group in await all_groups(c, municipality)]
    return await members_of(c, municipality, groups, now=now)


@dataclass(frozen=True)
class _Planner:
    """What somebody who plans is told beside the phases: answers by mark, and who belongs to the municipality today."""

    answers: Mapping[str, CheckpointAnswer]
    members: Collection[Membership]


async def _phase(
    c: AsyncConnection, series: Series, number: int, state: PhaseState, planner: _Planner | None
) -> PhaseShown:
    """Without checkpoints and whoever is responsible for a reader who does not plan."""
    phase = series.phases[number]
    if planner is None:
        return PhaseShown(number + 1, phase.name, state)
    role, person = phasing.responsible_of(phase)
    return PhaseShown(
        number + 1,
        phase.name,
        state,
        tuple(_checkpoint(one, planner.answers.get(phasing.mark_of(one))) for one in phase.checkpoints),
        role=role.value if role is not None else "",
        responsible=await _name(c, series.municipality, person, planner.members) if person is not None else "",
        is_vacant=phasing.is_vacant(phase, series.groups, planner.members),
    )


async def _name(c: AsyncConnection, municipality: str, person: UUID, members: Collection[Membership]) -> str:
    """The name of whoever still belongs to the municipality, "" for who has left."""
    found = await one_person(c, municipality, person)
    return found.name if found is not None and any(one.person == person for one in members) else ""


def _checkpoint(checkpoint: str, answer: CheckpointAnswer | None) -> CheckpointShown:
    mark = phasing.mark_of(checkpoint)
    if answer is None:
        return CheckpointShown(mark, checkpoint)
    return CheckpointShown(mark, checkpoint, answer.answered.value, answer.because, local(answer.at).date())


def _foundation(series: Series) -> Foundation:
    one = series.anchoring
    return Foundation(one.decision, one.day, one.link, series.taking_part)


def phase_with(series: Series, mark: str) -> tuple[int, SeriesPhase] | None:
    """(number from 1, phase) of the checkpoint, None for a mark of no checkpoint of the series."""
    for number, phase in enumerate(series.phases, start=1):
        if mark in map(phasing.mark_of, phase.checkpoints):
            return number, phase
    return None
