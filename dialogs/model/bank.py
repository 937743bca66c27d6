"""The sharing bank: entries, as they are indexed and found."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class EntryKind(StrEnum):
    QUOTE = "quote"  # an answer as a digest that was given back quotes it
    PRACTICE = "practice"  # what an author has put into the bank


@dataclass(frozen=True)
class IndexedEntry:
    """An entry's stems: of its title and of all its words; its marks of readers and subjects, and what it is of."""

    kind: EntryKind
    source: UUID
    at: datetime
    title: tuple[str, ...]
    body: tuple[str, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True)
class FoundEntry:
    """An entry that its reader may read; `in_title`: found by its title alone.

    `municipality` is its author's: where that is not the reader's, `source` is the answer that was released.
    """

    id: UUID
    kind: EntryKind
    source: UUID
    at: datetime
    municipality: str
    in_title: bool = False
