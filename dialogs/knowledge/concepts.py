"""Which concepts of the school field a text speaks of, read with the catalogue's lexicon.

Cues and words are brought into one spelling; the strongest cue of a word counts, and each cue once per text. A cue
weighs by how many passes wrote it, how everyday it is, how many concepts share it, and its length.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from math import sqrt
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

from content.concepts import Cue, CueForm, Lexicon, Pass, PassKind, PassLanguage
from dialogs.knowledge.cue_index import Candidate, CueIndex, Lookup, Pattern
from dialogs.knowledge.languages_used import languages_of
from dialogs.knowledge.spelling import beginning_brought_together, brought_together

_TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_KINDS: Mapping[PassKind, float] = MappingProxyType(
    {PassKind.TERMS: 1.0, PassKind.PHRASES: 0.8, PassKind.EVERYDAY: 0.5}
)
_BY_ONE_PASS = 0.6  # beside 1 for a cue that several passes wrote for the concept
_ROW = 1.2  # of words in a row, whatever their length
_USUAL_LENGTH, _LEAST, _MOST = 8, 0.4, 1.2
_OF_THE_AREA = 1.3  # a concept of an area that is asked about, before another concept
_LEXICONS = 32  # read with at one time: the catalogue's, and those under municipalities' overlays


class Hit(NamedTuple):
    """A cue found in a text at `start` to `end` (code points); `cue` is written as in its file."""

    concept: str
    cue: str
    weight: float
    start: int
    end: int


_PLACE = itemgetter(3, 4, 0)  # of a hit in its text; then its concept


class Word(NamedTuple):
    """A word of a text, in lower case, with its place."""

    text: str
    start: int
    end: int


_Written = Mapping[tuple[str, CueForm, tuple[str, ...]], Sequence[tuple[Pass, Cue]]]
"""Concept, form and words in one spelling -> the passes that wrote the cue, each with the cue as written."""


class Read(NamedTuple):
    """A text's words in lower case, and the cues found in them, in the order of the text."""

    words: list[str]
    hits: tuple[Hit, ...]


class _Meaning(NamedTuple):
    """What a cue points to, and how strongly."""

    concept: str
    cue: str
    weight: float


@lru_cache(maxsize=_LEXICONS)
def concept_reader(lexicon: Lexicon) -> "ConceptReader":
    """The reader of a lexicon, made once: it takes some hundredths of a second."""
    return ConceptReader(lexicon)


def words_of(text: str) -> list[Word]:
    """Letters and digits, hyphens inside, composed (NFC) and in lower case."""
    words, spans = _words_and_spans(text)
    return [Word(word, start, end) for word, (start, end) in zip(words, spans, strict=True)]


def lower_words(text: str) -> list[str]:
    """As `words_of`, without places."""
    lower = text.lower()
    if len(lower) == len(text) and unicodedata.is_normalized("NFC", text):
        return _TOKEN.findall(lower)
    return _words_and_spans(text)[0]


def _words_and_spans(text: str) -> tuple[list[str], list[tuple[int, int]]]:
    lower = text.lower()
    if len(lower) == len(text) and unicodedata.is_normalized("NFC", text):
        words = _TOKEN.findall(lower)
        return words, list(_spans(words, lower))
    spans = [found.span() for found in _TOKEN.finditer(text)]
    return [unicodedata.normalize("NFC", text[start:end]).lower() for start, end in spans], spans


def _spans(words: Iterable[str], text: str) -> Iterator[tuple[int, int]]:
    """Where the words of the text are; a second search with the pattern takes longer."""
    end = 0
    for word in words:
        start = text.index(word, end)
        end = start + len(word)
        yield start, end


class ConceptReader:
    """Reads texts with a lexicon. Nothing of a text is kept."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._meanings: list[_Meaning] = []
        self._indexes = {language: self._index(lexicon, language) for language in PassLanguage}
        weights = sorted({-meaning.weight for meaning in self._meanings})
        self._ranks = [weights.index(-meaning.weight) for meaning in self._meanings]

    def _index(self, lexicon: Lexicon, language: PassLanguage) -> CueIndex:
        spelling = _Spelling(language)
        passes = [each for each in lexicon.passes if each.language is language]
        return CueIndex(list(self._patterns(passes, spelling)), spelling.of_language)

    def _patterns(self, passes: Sequence[Pass], spelling: "_Spelling") -> Iterator[Pattern]:
        written = _written(passes, spelling)
        sharing = Counter((form, words) for _, form, words in written)
        for (concept, form, words), by in written.items():
            for spelled in dict.fromkeys(each for _, cue in by for each in spelling.looked_for(cue)):
                yield Pattern(len(self._meanings), form, spelled)
            weight = _weight(by, words, sharing[form, words])
            self._meanings.append(_Meaning(concept, by[0][1].text, weight))

    def read(self, text: str) -> tuple[Hit, ...]:
        """The concepts' cues in a text, in the order of the text."""
        [read] = self.read_all([text])
        return read.hits

    def read_all(self, texts: Iterable[str], *, most: int | None = None) -> Iterator[Read]:
        """Each text up to `most` words; every word is looked up once."""
        lookups = {language: index.lookup() for language, index in self._indexes.items()}
        for text in texts:
            words, spans = _words_and_spans(text)
            yield Read(words[:most], self._hits(words[:most], spans, lookups))

    def _hits(
        self, words: Sequence[str], spans: Sequence[tuple[int, int]], lookups: Mapping[PassLanguage, Lookup]
    ) -> tuple[Hit, ...]:
        if not words:
            return ()
        found = [one for language in languages_of(words) for one in lookups[language].candidates(words)]
        return tuple(sorted(self._strongest(found, spans), key=_PLACE))

    def _strongest(self, found: Iterable[Candidate], spans: Sequence[tuple[int, int]]) -> Iterator[Hit]:
        """Of each concept, the strongest cue that a word is part of, and each cue once."""
        ranks = self._ranks
        taken: set[tuple[str, int | str]] = set()
        for _, first, number, last in sorted((ranks[number], first, number, last) for number, first, last in found):
            concept, cue, weight = self._meanings[number]
            if (concept, first) in taken or (concept, cue) in taken:
                continue
            uses = [(concept, place) for place in range(first, last + 1)] if last > first else [(concept, first)]
            if last == first or taken.isdisjoint(uses):
                taken.add((concept, cue))
                taken.update(uses)
                yield Hit(concept, cue, weight, spans[first][0], spans[last][1])


class _Spelling:
    """The spelling in which cues of a language are looked up. Every word is brought into it once: cues repeat them."""

    def __init__(self, language: PassLanguage) -> None:
        both = language is PassLanguage.NORWEGIAN
        self.of_language = brought_together if both else str
        self._whole = cache(self.of_language)
        self._beginning = cache(beginning_brought_together if both else str)

    def words(self, cue: Cue) -> tuple[str, ...]:
        return tuple(map(self._whole, cue.words))

    def looked_for(self, cue: Cue) -> Iterator[tuple[str, ...]]:
        """Of a beginning, also the spelling in which its last letters are no ending."""
        yield self.words(cue)
        if cue.form in {CueForm.PREFIX, CueForm.INSIDE}:
            yield tuple(map(self._beginning, cue.words))


def _written(passes: Sequence[Pass], spelling: _Spelling) -> _Written:
    written = defaultdict(list)
    for each in passes:
        for concept, cues in each.cues.items():
            for cue in cues:
                written[concept, cue.form, spelling.words(cue)].append((each, cue))
    return written


def _weight(by: Collection[tuple[Pass, Cue]], words: Sequence[str], sharing: int) -> float:
    vote = 1.0 if len({each.id for each, _ in by}) > 1 else _BY_ONE_PASS
    kind = max(_KINDS[each.kind] for each, _ in by)
    length = _ROW if len(words) > 1 else min(_MOST, max(_LEAST, len(words[0]) / _USUAL_LENGTH))
    return vote * kind * length / sqrt(sharing)


def concept_weights(hits: Iterable[Hit]) -> Mapping[str, float]:
    """The summed weight of each concept found, by concept id, in the order found."""
    weights: defaultdict[str, float] = defaultdict(float)
    for hit in hits:
        weights[hit.concept] += hit.weight
    return weights


def fitting_concepts(hits: Iterable[Hit], lexicon: Lexicon, areas: Collection[str], *, most: int) -> tuple[str, ...]:
    """The concepts that a text speaks of most, `most` of them; those of the `areas` asked about come sooner."""
    weights = {
        concept: weight * (_OF_THE_AREA if set(lexicon.concepts[concept].areas) & set(areas) else 1)
        for concept, weight in concept_weights(hits).items()
    }
    return tuple(sorted(weights, key=lambda concept: (-weights[concept], concept)))[:most]
