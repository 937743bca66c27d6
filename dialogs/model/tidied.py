"""Themes of a digest's question as people left them, and the words that a group has for its own themes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

OUTSIDE = -1
"""In place of a theme's number, for an answer that somebody took out of every theme."""

OWN_WORDS_KEPT = timedelta(days=365)
"""A school year after the theme was named; used again and named again, a word stays."""


@dataclass(frozen=True)
class ThemeName:
    """A name that the person `by` gave a theme; `by` is None once the person is erased.

    `borrowed` are those of its words that stood in somebody's answer then: a name goes no further than its words do.
    """

    label: str
    borrowed: tuple[str, ...] = ()
    by: UUID | None = None


@dataclass(frozen=True)
class TidiedTheme:
    """`name` is None where the theme is called as suggested."""

    number: int
    name: ThemeName | None = None


@dataclass(frozen=True)
class Tidied:
    """`places` holds (answer, version of the answer) -> number of a theme, or OUTSIDE.

    An answer of another version has new words, or new readers, and is placed by nobody.
    """

    themes: tuple[TidiedTheme, ...] = ()
    places: Mapping[tuple[UUID, int], int] = field(default_factory=dict)


@dataclass(frozen=True)
class DigestQuestion:
    """A question, by its key, of a digest of the group's."""

    municipality: str
    group: str
    digest: UUID
    key: str


@dataclass(frozen=True)
class OwnWord:
    """A group's own word: answers with `word`, or of the lexicon's `concept`, are about what the group calls `name`.

    One of `word` and `concept` is "".
    """

    word: str
    concept: str
    name: ThemeName
