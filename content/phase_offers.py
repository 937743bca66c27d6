"""The phases that a plan is offered, with checkpoints in plain sentences; every word of them may be changed."""

from collections.abc import Mapping

from content.catalogue_types import Phase
from content.language import Language
from content.vocabulary.plan_pages import PhaseOffered
from content.vocabulary.planning import PhaseForm
from content.wording import phrase, words

_TICKED = 3
"""Checkpoints of a phase that are chosen beforehand; more would be ticked off unread."""
_SHARE = 4


def offered(kind: str, language: Language) -> tuple[str, ...]:
    """The checkpoints for a phase of the kind, () for one of the planner's own."""
    found: Mapping[str, str] = words(PhaseOffered, language)
    return tuple(text for part, text in found.items() if kind and part.startswith(f"{kind}_"))


def usual_phases(times: int, language: Language) -> tuple[PhaseForm, ...]:
    """Three: a quarter of the times to prepare, a quarter to evaluate, and the rest between."""
    ends = max(1, times // _SHARE)
    lengths = {Phase.MAPPING: str(ends), Phase.IMPLEMENTING: str(max(1, times - 2 * ends)), Phase.EVALUATING: ""}
    return tuple(
        PhaseForm(
            phrase(PhaseOffered, kind.value, language),
            kind.value,
            sessions=length,
            checkpoints=offered(kind.value, language)[:_TICKED],
        )
        for kind, length in lengths.items()
    )
