"""The order of what a search has found, the same on every database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Candidate:
    """An entry that has all words of a search; `in_title`: in its title alone. `id` is drawn, and tells of nobody."""

    id: UUID
    at: datetime
    in_title: bool = False


def ranked(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Each entry once: those with the words in their titles, then the others; each the newest first, ties by id."""
    found: dict[UUID, Candidate] = {}
    for one in candidates:
        if one.id not in found or one.in_title:
            found[one.id] = one
    return tuple(sorted(found.values(), key=lambda one: (not one.in_title, -one.at.timestamp(), one.id)))
