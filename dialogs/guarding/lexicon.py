"""Cue words, made ready to be looked up: as written, misspelt, as beginnings of words, and several in a row."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from content.cues import Cue
from dialogs.guarding.reading import Token, folded, tokens

_FOLDABLE = 5  # letters: shorter words become other words when folded
_FUZZY = 7  # letters: shorter words have too many neighbours
_SHORTEST, _LONGEST = 3, 24  # letters of a beginning
_INTACT = 3  # letters at either end: fewer than half of a fuzzy cue's

Hits = Mapping[str, Sequence[tuple[int, int]]]
"""Cue -> ranges of tokens, in the order of the text."""


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    fold: str
    is_beginning: bool

    def fits(self, token: Token) -> bool:
        if token.lower == self.text or (self.is_beginning and token.lower.startswith(self.text)):
            return True
        if len(self.fold) < _FOLDABLE:
            return False
        return token.fold == self.fold or (self.is_beginning and token.fold.startswith(self.fold))


@dataclass(frozen=True, slots=True)
class _Pattern:
    cue: str
    rest: tuple[_Piece, ...]


class Lexicon:
    """Finds cues in tokens, in linear time."""

    def __init__(self, cues: Mapping[str, Cue]) -> None:
        self._words: dict[str, dict[str, list[_Pattern]]] = {}  # by the next word's first letter, too
        self._folded: dict[str, list[_Pattern]] = defaultdict(list)
        self._beginnings: dict[str, dict[str, list[_Pattern]]] = {}  # by the first letters, too
        self._neighbours: dict[str, list[_Pattern]] = defaultdict(list)
        self._fuzzy_firsts: set[str] = set()
        self._fuzzy_lasts: set[str] = set()
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
            for beginning in {first.text, first.fold} if len(first.fold) >= _FOLDABLE else {first.text}:
                by_beginning = self._beginnings.setdefault(beginning[:_SHORTEST], {})
                by_beginning.setdefault(beginning, []).append(pattern)
        else:
            self._words.setdefault(first.text, {}).setdefault(rest[0].fold[:1] if rest else "", []).append(pattern)
            if len(first.fold) >= _FOLDABLE:
                self._folded[first.fold].append(pattern)
        if fuzzy and not rest and len(first.fold) >= _FUZZY:
            self._add_fuzzy(first.fold, pattern)

    def _add_fuzzy(self, fold: str, pattern: _Pattern) -> None:
        self._fuzzy_firsts.add(fold[:_INTACT])
        self._fuzzy_lasts.add(fold[-_INTACT:])
        for neighbour in {fold, *_without_one(fold)}:
            self._neighbours[neighbour].append(pattern)

    def hits(self, read: Sequence[Token]) -> Hits:
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, token in enumerate(read):
            for pattern in self._patterns(token, read[place + 1].fold[:1] if place + 1 < len(read) else ""):
                end = place + 1 + len(pattern.rest)
                following = read[place + 1 : end]
                if len(following) == len(pattern.rest) and all(map(_Piece.fits, pattern.rest, following)):
                    found[pattern.cue].append((place, end))
        return found

    def _patterns(self, token: Token, following_letter: str) -> Sequence[_Pattern]:
        """Patterns whose first word the token is or may be."""
        word, fold = token.lower, token.fold
        patterns: list[_Pattern] = []
        if by_letter := self._words.get(word):
            patterns = [*by_letter.get("", ()), *(by_letter.get(following_letter, ()) if following_letter else ())]
        if not token.is_word:
            return patterns
        misspelt = () if patterns or len(fold) < _FOLDABLE else self._folded.get(fold, ())
        beginnings = self._beginning(word)
        known = bool(patterns or misspelt or beginnings)
        if word.endswith(self._ends):
            patterns += self._ending(word)
        patterns += misspelt
        patterns += beginnings
        if not known and _FUZZY - 1 <= len(fold) <= _LONGEST and self._may_be_near(fold):
            patterns += self._near(fold)
        return patterns

    def _beginning(self, word: str) -> Sequence[_Pattern]:
        """The shortest beginning first."""
        by_beginning = self._beginnings.get(word[:_SHORTEST])
        if not by_beginning:
            return ()
        fitting = sorted((one for one in by_beginning if word.startswith(one)), key=len)
        return [pattern for one in fitting for pattern in by_beginning[one]]

    def _ending(self, word: str) -> Iterator[_Pattern]:
        """«Tvillingguten»: the last part of a compound."""
        for ending, patterns in self._endings.items():
            if word.endswith(ending) and len(word) >= len(ending) + _SHORTEST:
                yield from patterns

    def _may_be_near(self, fold: str) -> bool:
        """A single letter wrong leaves either the first letters or the last ones as they were."""
        return fold[:_INTACT] in self._fuzzy_firsts or fold[-_INTACT:] in self._fuzzy_lasts

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
