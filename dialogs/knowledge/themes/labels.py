"""A name for each group: words that its people used and others used less, none of which can point at one person."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import log, sqrt

from dialogs.knowledge.themes.corpus import Text
from dialogs.knowledge.themes.stems import stem

FLOOR = 5
"""People that a theme, a concept or a word outside the lexicon needs before it is told."""

_WORDS = 4  # in a label
_PRIOR = 2.0
_OF_ONE_TEXT = 0.5
_OF_TAGS = 2.0  # beside 1 for a word in the text
_ALIKE = 4  # letters: «leker» and «leken» are one word to a reader
_SHORTEST = 3  # letters
_OF_DULL = 0.3  # beside 1 for a word that tells more
_DULL_WORDS = """
svar svare svarer klasse klassen klasser time timen timer elev elevene elever barn barna barnet skole skolen lærer
lærere læreren voksne dager måned start først fast aldri sammen person folk snakker
lecture professor student students interesting teacher class
"""


@dataclass(eq=False)
class Used:
    """A word or words in a row as the people of all texts used them.

    `by` is the lexicon's concept, "" for a word outside it. `forms` counts the texts for each way of writing.
    """

    by: str
    weight: float
    texts: Mapping[int, float]
    forms: Mapping[str, int]

    @cached_property
    def everywhere(self) -> float:
        return sum(self.texts.values())

    @cached_property
    def shown(self) -> str:
        """The shortest way of writing that is at least half as common as the commonest."""
        usual = max(self.forms.values())
        common = (form for form, times in self.forms.items() if 2 * times >= usual)
        return min(common, key=lambda form: (len(form), form))


class Labels:
    """Labels for groups of these texts; `places` of a group are the numbers of its texts."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self._texts = texts
        self._used = [*_cues(texts), *_stems(texts)]
        self._of_text = _numbers_by_text(self._used, len(texts))
        self._people = [text.people for text in texts]
        self._spoken_of = list(map(_spoken_of, texts))
        self._of_concept = _people_of_concepts(self._spoken_of, self._people)
        self._everywhere = self._shares(range(len(texts)))

    def concept(self, places: Sequence[int]) -> str:
        """The concept that the group speaks of more than all do; "" where none is."""
        own = self._shares(places)
        scored = {one: share - self._everywhere[one] / 2 for one, share in own.items() if self._is_told(one)}
        best = max(sorted(scored), key=lambda one: scored[one], default="")
        return best if best and scored[best] > 0 else ""

    def label(self, places: Sequence[int]) -> str:
        """Up to four words, the most telling first; "" where no word may be told."""
        words: list[str] = []
        for used in self._ranked(places):
            if (
                _tells(used.shown)
                and self._may_be_told(used)
                and not any(_are_alike(used.shown, other) for other in words)
            ):
                words.append(used.shown)
            if len(words) == _WORDS:
                break
        return ", ".join(words)

    def _ranked(self, places: Sequence[int]) -> Iterator[Used]:
        """What the group used, the most telling first."""
        mass = self._shares(places)
        found: defaultdict[int, list[int]] = defaultdict(list)
        for place in places:
            for number in self._of_text[place]:
                found[number].append(place)
        scored = [(self._score(self._used[one], of, len(places), mass), one) for one, of in found.items()]
        for _, _, number in sorted((-score, self._used[one].shown, one) for score, one in scored if score > 0):
            yield self._used[number]

    def _score(self, used: Used, found: Sequence[int], size: int, mass: Mapping[str, float]) -> float:
        """`found` are the texts in which a group of `size` used the words."""
        here = sum(used.texts[place] for place in found)
        elsewhere, rest = used.everywhere - here, len(self._texts) - size
        odds = log((here + _PRIOR * size / len(self._texts)) / size) - log(
            (elsewhere + _PRIOR * rest / len(self._texts) + 1e-9) / max(rest, 1)
        )
        supported = _OF_ONE_TEXT if len(found) == 1 else sqrt(len(found))
        of_group = mass.get(used.by, 0.0) if used.by else 0.15
        telling = _OF_DULL if _is_dull(used.shown) else 1.0
        return max(odds, 0.0) * of_group * sqrt(used.weight) * supported * telling

    def _shares(self, places: Sequence[int]) -> Mapping[str, float]:
        """Concept -> its mean share of what the texts speak of."""
        shares: defaultdict[str, float] = defaultdict(float)
        for place in places:
            for concept, share in self._spoken_of[place].items():
                shares[concept] += share / len(places)
        return shares

    def _is_told(self, concept: str) -> bool:
        return len(self._of_concept[concept]) >= FLOOR

    def _may_be_told(self, used: Used) -> bool:
        if used.by:
            return self._is_told(used.by)
        return len({person for place in used.texts for person in self._people[place]}) >= FLOOR


def _cues(texts: Sequence[Text]) -> Iterator[Used]:
    weights: dict[tuple[str, str], float] = {}
    places: defaultdict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    forms: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for place, text in enumerate(texts):
        for hits, words, worth in ((text.hits, text.words, 1.0), (text.tag_hits, "; ".join(text.tags), _OF_TAGS)):
            for concept, cue, weight, start, end in hits:
                key = concept, cue
                weights[key] = weight
                places[key][place] = worth
                forms[key].append(words[start:end])
    for key, texts_ in places.items():
        yield Used(key[0], weights[key], texts_, _counted(forms[key]))


def _stems(texts: Sequence[Text]) -> Iterator[Used]:
    places: defaultdict[str, dict[int, float]] = defaultdict(dict)
    forms: defaultdict[str, list[str]] = defaultdict(list)
    for place, text in enumerate(texts):
        for stems, worth in ((text.stems, 1.0), (text.tag_stems, _OF_TAGS)):
            for one, word in stems.items():
                places[one][place] = worth
                forms[one].append(word)
    for one, texts_ in places.items():
        if len(texts_) > 1 and not one.isdigit():
            yield Used("", 1.0, texts_, Counter(forms[one]))


def _counted(forms: Iterable[str]) -> Mapping[str, int]:
    """However many capitals and spaces are in them."""
    counted: Counter[str] = Counter()
    for form, times in Counter(forms).items():
        counted[" ".join(form.lower().split())] += times
    return counted


def _numbers_by_text(used: Sequence[Used], texts: int) -> list[list[int]]:
    """For each text, the numbers of what its people used."""
    found: list[list[int]] = [[] for _ in range(texts)]
    for number, one in enumerate(used):
        for place in one.texts:
            found[place].append(number)
    return found


def _people_of_concepts(
    spoken_of: Sequence[Mapping[str, float]], people: Sequence[frozenset[str]]
) -> Mapping[str, set[str]]:
    of_concept: defaultdict[str, set[str]] = defaultdict(set)
    for concepts, by in zip(spoken_of, people, strict=True):
        for concept in concepts:
            of_concept[concept] |= by
    return of_concept


def _spoken_of(text: Text) -> Mapping[str, float]:
    """Concept -> its share of what the text speaks of."""
    weights: defaultdict[str, float] = defaultdict(float)
    for hit in text.hits:
        weights[hit.concept] += hit.weight
    for hit in text.tag_hits:
        weights[hit.concept] += hit.weight * _OF_TAGS
    mass = sum(weights.values())
    return {concept: weight / mass for concept, weight in weights.items()}


@cache
def _dull() -> frozenset[str]:
    """Stems of words that stand in answers about anything."""
    return frozenset(stem(word, english=english) for word in _DULL_WORDS.split() for english in (False, True))


def _is_dull(word: str) -> bool:
    return stem(word) in _dull()


def _tells(word: str) -> bool:
    return len(word) >= _SHORTEST and (" " in word or bool(stem(word)))


def _are_alike(one: str, other: str) -> bool:
    return one[:_ALIKE] == other[:_ALIKE] or one in other or other in one
