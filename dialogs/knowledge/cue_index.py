"""Cues looked up in a text: whole words, words with endings, beginnings, parts of compounds, words in a row."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from content.concepts import CueForm

_FIRST = 3  # letters by which beginnings are filed; none is shorter once it is brought into one spelling
_NEXT = 3  # letters by which rows are filed under their second word; as short a word must be the whole one
_SHORTEST_HEAD = 2  # letters before a later part of a compound
_SURE_INSIDE = 5  # letters; a shorter part of a compound counts only at its end
_LONG_STEM = 4  # letters; a shorter word has fewer endings that make no other word of it
_ALWAYS_WHOLE = 3  # letters; as short a word in a row is no beginning
_MOST_BETWEEN = 2  # small words between words in a row
_VOWELS = frozenset("aeiouyæøåéèêóòôäö")
_ENDINGS_OF_ANY_WORD = "e en et a er ene r n t ne ns"
_ENDINGS_OF_A_LONG_WORD = "s es ens ets enes ers te de dde d dd tt st est ere este ende eren erne ern"
_ENDINGS_OF_ANY = frozenset(_ENDINGS_OF_ANY_WORD.split())
_ENDINGS = _ENDINGS_OF_ANY.union(_ENDINGS_OF_A_LONG_WORD.split())
_LONGEST_ENDING = 4
_SMALL_WORDS = """
en et ei eit ein den det de dei litt alle hele heile noen nokon nokre noe noko min mi mitt mine vår vårt våre sin si
sitt sine så jo også bare berre da alltid egentlig eigentleg veldig helt heilt mange mer meir the a an my our
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_NOTHING = ""  # after the last word of a text


class Pattern(NamedTuple):
    """A cue, and its words in the spelling in which it is looked up; `number` is the cue's own."""

    number: int
    form: CueForm
    words: tuple[str, ...]


Candidate = tuple[int, int, int]
"""A cue's number, and the places of the first and the last word at which the cue is found."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What a word tells by itself: cues found, and the rows of words that it may begin, by how the next word begins.

    `forms` are the word as written and in one spelling. `rows` remembers the rows for each next word.
    """

    alone: tuple[int, ...]
    begins: Mapping[str, Sequence[Pattern]]
    forms: tuple[str, ...]
    rows: dict[str, Sequence[Pattern]] = field(default_factory=dict)

    def rows_with(self, following: str, known: "_Known") -> Sequence[Pattern]:
        """The rows whose second word is `following`, of which `known` tells more."""
        rows = self.rows.get(following)
        if rows is None:
            possible = [(row, form) for form in known.forms for row in self.begins.get(form[:_NEXT], ())]
            rows = self.rows[following] = tuple(dict.fromkeys(row for row, form in possible if fits(row, 1, form)))
        return rows


class CueIndex:
    """All cues of a language. `spelled` brings a word of a text into the spelling of the patterns."""

    def __init__(self, patterns: Iterable[Pattern], spelled: Callable[[str], str]) -> None:
        self._spelled = spelled
        self._whole: dict[str, list[int]] = defaultdict(list)
        self._inflected: dict[str, list[int]] = defaultdict(list)
        self._beginnings: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._inside: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._rows: dict[str, list[Pattern]] = defaultdict(list)
        self._open_rows: dict[str, list[Pattern]] = defaultdict(list)
        for pattern in patterns:
            self._add(pattern)

    def _add(self, pattern: Pattern) -> None:
        word = pattern.words[0]
        if len(pattern.words) > 1:
            self._rows[word].append(pattern)
            if can_begin(pattern, 0):
                self._open_rows[word].append(pattern)
        elif pattern.form is CueForm.EXACT:
            self._whole[word].append(pattern.number)
        elif pattern.form is CueForm.INFLECTED:
            self._inflected[word].append(pattern.number)
        elif pattern.form is CueForm.PREFIX:
            self._beginnings[word[:_FIRST]].append((word, pattern.number))
        else:
            self._inside[word[:_FIRST]].append((word, pattern.number))

    def lookup(self) -> "Lookup":
        """One for each set of texts: a lookup remembers the words that it has met."""
        return Lookup(self)

    def known(self, word: str) -> _Known:
        """`word` and, where it has hyphens, its parts."""
        forms = tuple(dict.fromkeys([word, self._spelled(word)]))
        rows = [row for form in forms for row in self._rows_with(form)]
        begins: defaultdict[str, list[Pattern]] = defaultdict(list)
        for row in dict.fromkeys(rows):
            begins[row.words[1][:_NEXT]].append(row)
        parts = word.split("-") if "-" in word else []
        looked_up = dict.fromkeys([*forms, *parts, *map(self._spelled, parts)])
        alone = dict.fromkeys(number for form in looked_up for number in self._alone(form))
        return _Known(tuple(alone), begins, forms)

    def _rows_with(self, word: str) -> Iterator[Pattern]:
        """The rows that may begin with `word`."""
        yield from self._rows.get(word, ())
        for letters in range(_ALWAYS_WHOLE + 1, len(word)):
            yield from self._open_rows.get(word[:letters], ())

    def _alone(self, word: str) -> Iterator[int]:
        yield from self._whole.get(word, ())
        for stem in _stems(word):
            yield from self._inflected.get(stem, ())
        for beginning, number in self._beginnings.get(word[:_FIRST], ()):
            if word.startswith(beginning):
                yield number
        for start in range(len(word) - _FIRST + 1):
            for part, number in self._inside.get(word[start : start + _FIRST], ()):
                if word.startswith(part, start) and _is_part(word, start, part):
                    yield number


class _KnownWords(dict[str, _Known]):
    """The words already looked up."""

    def __init__(self, index: CueIndex) -> None:
        super().__init__()
        self._index = index

    def __missing__(self, word: str) -> _Known:
        known = self[word] = self._index.known(word)
        return known


class Lookup:
    """The cues of several texts, in which every word is looked up once."""

    def __init__(self, index: CueIndex) -> None:
        self._known = _KnownWords(index)

    def candidates(self, words: Sequence[str]) -> list[Candidate]:
        known = [self._known[word] for word in words]
        after = [*words[1:], _NOTHING]
        found: list[Candidate] = []
        for place, word in enumerate(known):
            found.extend([(number, place, place) for number in word.alone])
            # Most pairs of words have been asked about before, and begin no row.
            if word.begins and (word.rows.get(following := after[place]) != () or following in _SMALL):
                found += _rows(word, known, words, place)
        return found


def can_begin(row: Pattern, at: int) -> bool:
    """Whether the row's word number `at` is also found as the beginning of a word."""
    return len(row.words[at]) > _ALWAYS_WHOLE and row.form is not CueForm.EXACT


def fits(row: Pattern, at: int, word: str) -> bool:
    """Whether `word` is the row's word number `at`: a beginning, but for short words and where the row is exact."""
    wanted = row.words[at]
    return word == wanted or (word.startswith(wanted) and can_begin(row, at))


def _rows(word: _Known, known: Sequence[_Known], words: Sequence[str], place: int) -> Iterator[Candidate]:
    """The rows of words that begin with `word` at `place`; only small words between a row's words are passed over."""
    for second in range(place + 1, min(place + 2 + _MOST_BETWEEN, len(words))):
        for row in word.rows_with(words[second], known[second]):
            last = second if len(row.words) == 2 else _last_of_row(row, known, words, second)  # noqa: PLR2004
            if last is not None:
                yield row.number, place, last
        if words[second] not in _SMALL:
            return


def _last_of_row(row: Pattern, known: Sequence[_Known], words: Sequence[str], second: int) -> int | None:
    """The place of the row's last word, or None; the row's second word is at `second`."""
    at, between, here = 2, 0, second
    while at < len(row.words):
        here += 1
        if here == len(known):
            return None
        written, *spelled = known[here].forms
        if fits(row, at, written) or (spelled and fits(row, at, spelled[0])):
            at, between = at + 1, 0
        elif between < _MOST_BETWEEN and words[here] in _SMALL:
            between += 1
        else:
            return None
    return here


def _stems(word: str) -> Iterator[str]:
    """The word, and what is left of it without an ending, also where the ending has doubled a letter or taken an e."""
    yield word
    for length in range(1, min(_LONGEST_ENDING, len(word) - 2) + 1):
        stem, ending = word[:-length], word[-length:]
        if ending not in _ENDINGS:
            continue
        if len(stem) >= _FIRST:
            yield stem + "e"
        if len(stem) >= _LONG_STEM or ending in _ENDINGS_OF_ANY:
            yield stem
        if len(stem) > _FIRST and stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
            yield stem[:-1]


def _is_part(word: str, start: int, part: str) -> bool:
    """Whether `part`, found at `start`, can be a part of a compound there."""
    if start == 0:
        return True
    if start < _SHORTEST_HEAD or not _VOWELS.intersection(word[:start]):
        return False
    rest = word[start + len(part) :]
    return len(part) >= _SURE_INSIDE or not rest or rest in _ENDINGS
