"""Cue words, made ready to be looked up: as written, misspelt, as beginnings of words, and several in a row."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from content.cues import Cue
from dialogs.guarding.reading import Token, folded, tokens

_FOLDABLE = 5  # letters: shorter words become other words when folded
_FUZZY = 7  # letters: shorter words have too many neighbours
_SHORTEST, _LONGEST = 3, 24  # letters of a beginning

Hits = Mapping[str, Sequence[tuple[int, int]]]
"""Cue -> ranges of tokens, in the order of the text."""


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    folded: str
    is_beginning: bool

    def fits(self, token: Token) -> bool:
        if token.lower == self.text or (self.is_beginning and token.lower.startswith(self.text)):
            return True
        if len(self.folded) < _FOLDABLE:
            return False
        fold = folded(token.lower)
        return fold == self.folded or (self.is_beginning and fold.startswith(self.folded))


@dataclass(frozen=True, slots=True)
class _Pattern:
    cue: str
    rest: tuple[_Piece, ...]


class Lexicon:
    """Finds cues in tokens, in linear time."""

    def __init__(self, cues: Mapping[str, Cue]) -> None:
        self._words: dict[tuple[str, str], list[_Pattern]] = defaultdict(list)  # by the next word's first letter, too
        self._folded: dict[str, list[_Pattern]] = defaultdict(list)
        self._beginnings: dict[str, list[_Pattern]] = defaultdict(list)
        self._neighbours: dict[str, list[_Pattern]] = defaultdict(list)
        self._endings: dict[str, list[_Pattern]] = defaultdict(list)
        for name, cue in cues.items():
            for words in cue.words:
                self._add(name, words, fuzzy=cue.fuzzy)
        self._ends = tuple(self._endings)

    def _add(self, name: str, words: str, *, fuzzy: bool) -> None:
        first, *rest = [*_pieces(words.removeprefix("*"))]
        pattern = _Pattern(name, tuple(rest))
        if words.startswith("*"):
            self._endings[first.text].append(pattern)
        elif first.is_beginning:
            self._beginnings[first.text].append(pattern)
            if first.folded != first.text and len(first.folded) >= _FOLDABLE:
                self._beginnings[first.folded].append(pattern)
        else:
            self._words[first.text, rest[0].folded[:1] if rest else ""].append(pattern)
            if len(first.folded) >= _FOLDABLE:
                self._folded[first.folded].append(pattern)
        if fuzzy and not rest and len(first.folded) >= _FUZZY:
            for neighbour in {first.folded, *_without_one(first.folded)}:
                self._neighbours[neighbour].append(pattern)

    def hits(self, read: Sequence[Token]) -> Hits:
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, token in enumerate(read):
            following_letter = folded(read[place + 1].lower[:2])[:1] if place + 1 < len(read) else ""
            for pattern in self._patterns(token, following_letter):
                end = place + 1 + len(pattern.rest)
                following = read[place + 1 : end]
                if len(following) == len(pattern.rest) and all(map(_Piece.fits, pattern.rest, following)):
                    found[pattern.cue].append((place, end))
        return found

    def _patterns(self, token: Token, following_letter: str) -> Iterator[_Pattern]:
        exact = [*self._words.get((token.lower, ""), ()), *self._words.get((token.lower, following_letter), ())]
        yield from exact
        if not token.is_word:
            return
        yield from self._ending(token.lower)
        fold = folded(token.lower)
        known = bool(exact)
        if not exact and len(fold) >= _FOLDABLE:
            yield from (misspelt := self._folded.get(fold, ()))
            known = bool(misspelt)
        for length in range(_SHORTEST, min(len(token.lower), _LONGEST) + 1):
            if beginning := self._beginnings.get(token.lower[:length]):
                known = True
                yield from beginning
        if not known and _FUZZY - 1 <= len(fold) <= _LONGEST:
            yield from self._near(fold)

    def _ending(self, word: str) -> Iterator[_Pattern]:
        """«Tvillingguten»: the last part of a compound."""
        if word.endswith(self._ends):
            for ending, patterns in self._endings.items():
                if word.endswith(ending) and len(word) >= len(ending) + _SHORTEST:
                    yield from patterns

    def _near(self, fold: str) -> Iterator[_Pattern]:
        """One letter too many, too few or wrong; two letters swapped."""
        seen: set[int] = set()
        for neighbour in (fold, *_without_one(fold)):
            for pattern in self._neighbours.get(neighbour, ()):
                if id(pattern) not in seen:
                    seen.add(id(pattern))
                    yield pattern


def _pieces(words: str) -> Iterator[_Piece]:
    """The words of a cue, cut as a text is; the mark of a beginning is at the end of its word."""
    for word in words.split():
        bare = word.removesuffix("*")
        cut = tokens(bare)
        for token in cut:
            last = token is cut[-1]
            yield _Piece(token.lower, folded(token.lower), is_beginning=last and word != bare)


def _without_one(word: str) -> Iterator[str]:
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
