"""The phases of a series as a reader is shown them: where the work stands, who answers for what, and checkpoints."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from content.vocabulary.phases import CheckpointShown, Foundation, GroupStands, PhaseShown, PhasesShown, PhaseState
from content.vocabulary.series_named import SeriesNamed
from dialogs.calendar.instants import local
from dialogs.model import CheckpointAnswer, Membership, Series, SeriesPhase, Session, Stage
from dialogs.planning import phasing
from storage import checkpoints
from storage.memberships import members_of
from storage.people import one_person
from storage.units import all_groups

_STARTED = frozenset({Stage.OPEN, Stage.CLOSED, Stage.MISSED})


@dataclass(frozen=True)
class Looking:
    """Who looks at a series' phases: the names of the groups they may look at, by id, and those they answer for.

    `group` is the group asked for, "" for the first that waits.
    """

    groups: Mapping[str, str]
    led: Collection[str]
    group: str = ""


async def phases_shown(
    c: AsyncConnection,
    series: Series,
    sessions: Sequence[Session],
    named: SeriesNamed,
    looking: Looking,
    *,
    now: datetime,
) -> PhasesShown | None:
    """None for a series without phases; `sessions` are all of the series."""
    if not series.phases:
        return None
    shut_in = phasing.shut_in(series.phases, sessions, await checkpoints.settled(c, series.municipality, series.id))
    group = _group(series, looking, shut_in)
    answers = [one for one in await checkpoints.of_series(c, series.municipality, series.id) if one.group == group]
    mine, shut = [one for one in sessions if one.group == group], shut_in.get(group)
    planner, may_answer = None, group in looking.led
    if may_answer:
        members = await _members(c, series.municipality, now=now)
        planner = _Planner({one.mark: one for one in answers}, members, group)
    waiting = [one.opens_at for one in mine if one.stage is Stage.WAITING]
    states = _states(series, mine, shut)
    return PhasesShown(
        named,
        tuple([await _phase(c, series, n, state, planner) for n, state in enumerate(states)]),
        group=group,
        group_name=looking.groups.get(group, ""),
        groups=tuple(_stands(series, sessions, shut_in, looking)) if len(series.groups) > 1 else (),
        waiting_at=local(min(waiting)) if waiting and shut is not None else None,
        waits_for=series.phases[shut - 1].name if shut is not None else "",
        foundation=_foundation(series) if may_answer else Foundation(),
        seen=max((one.revision for one in answers), default=0),
        may_answer=may_answer,
    )


def _group(series: Series, looking: Looking, shut_in: Mapping[str, int]) -> str:
    """The group asked for; else, of those that the reader answers for, or may look at, the first that waits."""
    seen = [one for one in series.groups if one in looking.groups]
    if looking.group in seen:
        return looking.group
    mine = [one for one in seen if one in looking.led] or seen
    return next((one for one in mine if one in shut_in), mine[0] if mine else "")


def _stands(
    series: Series, sessions: Sequence[Session], shut_in: Mapping[str, int], looking: Looking
) -> Iterator[GroupStands]:
    for group in (one for one in series.groups if one in looking.groups):
        shut, mine = shut_in.get(group), [one for one in sessions if one.group == group]
        place = shut - 1 if shut is not None else _present(series, mine)
        yield GroupStands(group, looking.groups[group], series.phases[place].name, waits=shut is not None)


def _present(series: Series, mine: Sequence[Session]) -> int:
    at = phasing.numbers(series.phases, mine)
    return max((at[one.id] for one in mine if one.stage in _STARTED), default=0)


def _states(series: Series, sessions: Sequence[Session], shut: int | None) -> list[PhaseState]:
    present = _present(series, sessions)
    return [
        "waits" if number == shut else "over" if number < present else "now" if number == present else "coming"
        for number in range(len(series.phases))
    ]


async def _members(c: AsyncConnection, municipality: str, *, now: datetime) -> Collection[Membership]:
    groups = [group.id for group in await all_groups(c, municipality)]
    return await members_of(c, municipality, groups, now=now)


@dataclass(frozen=True)
class _Planner:
    """What somebody who answers for `group` is told: its answers by mark, and the municipality's members today."""

    answers: Mapping[str, CheckpointAnswer]
    members: Collection[Membership]
    group: str


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
        is_vacant=phasing.is_vacant(phase, [planner.group], planner.members),
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
