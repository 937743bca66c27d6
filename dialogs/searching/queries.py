"""What a search means: each of its words in one of several ways, and all of the words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialogs.searching.stems import parts_of, stem_of, words_in

Way = tuple[str, ...]
"""Stems that stand in a text together."""

MOST_WORDS = 8
"""The words of a search that count; a ninth would find nothing more."""


@dataclass(frozen=True)
class Term:
    """A word of a search; a text has the word if it has all stems of one of the ways."""

    ways: tuple[Way, ...]

    @property
    def stem(self) -> str:
        return self.ways[0][0]

    def or_else(self, stems: Sequence[str]) -> "Term":
        """The word, or one of the stems that it may be a mistake for."""
        return Term((*self.ways, *((one,) for one in stems)))


def terms_of(search: str) -> tuple[Term, ...]:
    """The words of a search, each once, without the small words; () where nothing is left to search for."""
    terms = dict.fromkeys(filter(None, map(_term, words_in(search))))
    return tuple(terms)[:MOST_WORDS]


def _term(word: str) -> Term | None:
    """A compound is found in its parts, too."""
    stem, parts = stem_of(word), parts_of(word)
    if not stem:
        return None
    return Term(((stem,), parts)) if parts else Term(((stem,),))


def forgiving(terms: Sequence[Term], alike: Mapping[str, Sequence[str]]) -> tuple[Term, ...]:
    """The terms with the stems that each may be a mistake for (`alike`, by the term's own stem)."""
    return tuple(term.or_else(alike.get(term.stem, ())) for term in terms)
