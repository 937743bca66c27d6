"""The yardstick of traceability, as far as a machine holds claims to it: prompts and law cards of a served row.

The whole yardstick stands in words at the head of `catalogue/traceability.toml`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from content.catalogue_types import Level, Prompt, Protocol, Requirement, SchoolType, Status
from content.references import NamesRows

_OF_KINDERGARTENS = frozenset({SchoolType.KINDERGARTEN})
_PLACES: Mapping[str, frozenset[SchoolType]] = {
    "LS-B": _OF_KINDERGARTENS,
    "LS-S": frozenset(SchoolType) - _OF_KINDERGARTENS,
}
"""Beginning of a row's id -> the places of the row."""


@dataclass(frozen=True)
class Demand:
    """At least so many prompts, for each of `levels` (for anybody where empty), and so many law cards in force."""

    prompts: int = 0
    law_cards: int = 0
    levels: tuple[Level, ...] = ()


def shortcomings(row: str, demand: Demand, found: Sequence[NamesRows]) -> Iterator[str]:
    """Each shortcoming of a row served by `found`, as the end of a sentence about the row."""
    prompts = _prompts(row, found)
    for level in demand.levels or (None,):
        asking = sum(level is None or level in prompt.level for prompt in prompts)
        if asking < demand.prompts:
            for_whom = f" for {level}" if level else ""
            yield f"has {asking} prompts{for_whom}; the yardstick asks for {demand.prompts}"
    cards = _law_cards(prompts, found)
    if len(cards) < demand.law_cards:
        yield f"has {len(cards)} law cards in force that are asked about; the yardstick asks for {demand.law_cards}"
    if found and all(isinstance(one, Protocol) and one.lacks for one in found):
        yield "has only protocols that cannot be played yet"


def _prompts(row: str, found: Sequence[NamesRows]) -> Sequence[Prompt]:
    places = next((there for begins, there in _PLACES.items() if row.startswith(begins)), frozenset(SchoolType))
    return [one for one in found if isinstance(one, Prompt) and not places.isdisjoint(one.school_types)]


def _law_cards(prompts: Sequence[Prompt], found: Sequence[NamesRows]) -> frozenset[str]:
    """Cards named by the row, and cards of its prompts."""
    named = {one.id for one in found if isinstance(one, Requirement) and one.status is Status.IN_FORCE and one.asked}
    return frozenset(named | {prompt.requirement for prompt in prompts if prompt.requirement})
