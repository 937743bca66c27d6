"""A name for each group: words that its people used and others used less, none of which can point at one person."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Used:
    """A word or words in a row as the people of all texts used them.

    `by` is the lexicon's concept, "" for a word outside it. `forms` counts the texts for each way of writing.
    """

    by: str
    weight: float
    texts: Mapping[int, float]
    forms: Mapping[str, int]


class Labels:
    """Labels for groups of these texts; `places` of a group are the numbers of its texts."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self._texts = texts
        self._used = [*_cues(texts), *_stems(texts)]
        self._people = [text.people for text in texts]
        self._of_concept = _people_of_concepts(texts)
        self._spoken_of = list(map(_spoken_of, texts))
        self._everywhere = self._shares(range(len(texts)))

    def concept(self, places: Sequence[int]) -> str:
        """The concept that the group speaks of more than all do; "" where none is."""
        own = self._shares(places)
        scored = {one: share - self._everywhere[one] / 2 for one, share in own.items() if self._is_told(one)}
        best = max(sorted(scored), key=lambda one: scored[one], default="")
        return best if best and scored[best] > 0 else ""

    def label(self, places: Sequence[int]) -> str:
        """Up to four words, the most telling first; "" where no word may be told."""
        inside = frozenset(places)
        mass = self._shares(places)
        scored = [(self._score(used, inside, mass), used) for used in self._used]
        ranked = sorted(
            ((score, _shown(used.forms), used) for score, used in scored if score > 0),
            key=lambda one: (-one[0], one[1]),
        )
        words: list[str] = []
        for _, word, used in ranked:
            if _tells(word) and self._may_be_told(used) and not any(_are_alike(word, other) for other in words):
                words.append(word)
            if len(words) == _WORDS:
                break
        return ", ".join(words)

    def _score(self, used: Used, inside: frozenset[int], mass: Mapping[str, float]) -> float:
        found = [place for place in used.texts if place in inside]
        if not found:
            return 0.0
        here = sum(used.texts[place] for place in found)
        elsewhere = sum(used.texts.values()) - here
        size, rest = len(inside), len(self._texts) - len(inside)
        odds = log((here + _PRIOR * size / len(self._texts)) / size) - log(
            (elsewhere + _PRIOR * rest / len(self._texts) + 1e-9) / max(rest, 1)
        )
        supported = _OF_ONE_TEXT if len(found) == 1 else sqrt(len(found))
        of_group = mass.get(used.by, 0.0) if used.by else 0.15
        return max(odds, 0.0) * of_group * sqrt(used.weight) * supported

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
    forms: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for place, text in enumerate(texts):
        tags = "; ".join(text.tags)
        found = [(hit, text.words, 1.0) for hit in text.hits] + [(hit, tags, _OF_TAGS) for hit in text.tag_hits]
        for hit, words, worth in found:
            key = hit.concept, hit.cue
            weights[key] = hit.weight
            places[key][place] = max(worth, places[key].get(place, 0.0))
            forms[key][" ".join(words[hit.start : hit.end].lower().split())] += 1
    for key, texts_ in places.items():
        yield Used(key[0], weights[key], texts_, forms[key])


def _stems(texts: Sequence[Text]) -> Iterator[Used]:
    places: defaultdict[str, dict[int, float]] = defaultdict(dict)
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for place, text in enumerate(texts):
        for stems, worth in ((text.stems, 1.0), (text.tag_stems, _OF_TAGS)):
            for one, word in stems.items():
                places[one][place] = max(worth, places[one].get(place, 0.0))
                forms[one][word] += 1
    for one, texts_ in places.items():
        if len(texts_) > 1 and not one.isdigit():
            yield Used("", 1.0, texts_, forms[one])


def _people_of_concepts(texts: Sequence[Text]) -> Mapping[str, set[str]]:
    people: defaultdict[str, set[str]] = defaultdict(set)
    for text in texts:
        for hit in (*text.hits, *text.tag_hits):
            people[hit.concept] |= text.people
    return people


def _spoken_of(text: Text) -> Mapping[str, float]:
    """Concept -> its share of what the text speaks of."""
    weights: defaultdict[str, float] = defaultdict(float)
    for hit in text.hits:
        weights[hit.concept] += hit.weight
    for hit in text.tag_hits:
        weights[hit.concept] += hit.weight * _OF_TAGS
    mass = sum(weights.values())
    return {concept: weight / mass for concept, weight in weights.items()}


def _shown(forms: Mapping[str, int]) -> str:
    """The shortest way of writing that is at least half as common as the commonest."""
    usual = max(forms.values())
    return min((form for form, times in forms.items() if 2 * times >= usual), key=lambda form: (len(form), form))


def _tells(word: str) -> bool:
    return len(word) >= _SHORTEST and (" " in word or bool(stem(word)))


def _are_alike(one: str, other: str) -> bool:
    return one[:_ALIKE] == other[:_ALIKE] or one in other or other in one
