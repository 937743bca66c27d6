"""What stands in the way of the phases of a series, each fault with the number of its phase."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from content.vocabulary.plan_faults import (
    CheckpointTwice,
    NotRead,
    OnlyCarriedOut,
    OutOfRange,
    PhaseOutOfOrder,
    PhaseUnnamed,
    PhaseWithoutBeginning,
    PhaseWithoutCheckpoint,
    PlanFault,
    TooFewPhases,
)
from dialogs.model import Anchoring, Intention, SeriesPhase

MOST_PHASES = 8
MOST_SESSIONS = 60
"""Of a phase, as of a plan's form."""
_FEWEST = 2
_LINKS = ("https://", "http://")


def phase_faults(phases: Sequence[SeriesPhase], intention: Intention) -> Iterator[PlanFault]:
    if not phases:
        return
    if intention is not Intention.IMPLEMENTING:
        yield OnlyCarriedOut()
    if len(phases) < _FEWEST:
        yield TooFewPhases()
    if len(phases) > MOST_PHASES:
        yield OutOfRange("phases", len(phases), _FEWEST, MOST_PHASES)
    for number, phase in enumerate(phases, start=1):
        yield from _of_phase(phases, number, phase)
    times = Counter(chain.from_iterable(phase.checkpoints for phase in phases))
    yield from (CheckpointTwice(one) for one, found in times.items() if found > 1)


def _of_phase(phases: Sequence[SeriesPhase], number: int, phase: SeriesPhase) -> Iterator[PlanFault]:
    if not phase.name:
        yield PhaseUnnamed(number)
    if phase.sessions is not None and not 1 <= phase.sessions <= MOST_SESSIONS:
        yield OutOfRange("phases", phase.sessions, 1, MOST_SESSIONS)
    if number < len(phases) and not phase.checkpoints:
        yield PhaseWithoutCheckpoint(number)
    earlier = phases[: number - 1]
    if earlier and phase.first is None and earlier[-1].sessions is None:
        yield PhaseWithoutBeginning(number)
    days = [one.first for one in earlier if one.first is not None]
    if phase.first is not None and days and phase.first <= max(days):
        yield PhaseOutOfOrder(number)


def anchoring_faults(anchoring: Anchoring) -> Iterator[PlanFault]:
    if anchoring.link and not anchoring.link.startswith(_LINKS):
        yield NotRead("anchoring_link", anchoring.link)
