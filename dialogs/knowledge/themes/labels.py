"""A name for each group: words that its people used and others used less, none of which can point at one person."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from math import log, sqrt

from dialogs.knowledge.spelling import brought_together
from dialogs.knowledge.themes.corpus import Text
from dialogs.knowledge.themes.naming import are_alike, can_name, heading, is_dull, is_mostly_nynorsk

FLOOR = 5
"""People that a theme, a concept or a word outside the lexicon needs before it is told."""

_WORDS = 4  # in a label
_PRIOR = 2.0
_OF_ONE_TEXT = 0.5
_OF_TAGS = 2.0  # beside 1 for a word in the text
_LEANING = 1000  # texts that show in which written form most are
_LOOKED_AT = 50  # of the words for a label, the most telling
_DULL = 2  # in a label where no word tells more
_EVERYWHERE = 0.25  # share of all texts; a word of more of them tells no theme from another
_NEARLY_ALL = 0.9  # share of all texts; «svar» names no theme among «Dette er svar 1», «Dette er svar 2» …
_FURTHER = 0.05  # of the first word's score; a further word below would make the label vaguer


@dataclass(eq=False)
class Used:
    """A word or words in a row as the people of all texts used them.

    `by` is the lexicon's concept, "" for a word outside it. `forms` counts the texts for each way of writing.
    `nynorsk`: most of the texts are in nynorsk.
    """

    by: str
    weight: float
    texts: Mapping[int, float]
    forms: Mapping[str, int]

    nynorsk: bool = False

    @cached_property
    def everywhere(self) -> float:
        return sum(self.texts.values())

    @cached_property
    def can_name(self) -> bool:
        return can_name(self.shown)

    @cached_property
    def is_dull(self) -> bool:
        return is_dull(self.shown)

    @cached_property
    def name(self) -> str:
        """What two uses of one word have in common."""
        return brought_together(self.shown)

    @cached_property
    def shown(self) -> str:
        return heading(self.forms, nynorsk=self.nynorsk)


class Labels:
    """Labels for groups of these texts; `places` of a group are the numbers of its texts."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self._texts = texts
        nynorsk = is_mostly_nynorsk(text.words.lower().split() for text in texts[:_LEANING])
        self._used = [*_cues(texts, nynorsk=nynorsk), *_stems(texts, nynorsk=nynorsk)]
        self._of_text = _numbers_by_text(self._used, len(texts))
        self._people = [text.people for text in texts]
        self._mostly_english = 2 * sum(text.english for text in texts) > len(texts)
        self._spoken_of = list(map(_spoken_of, texts))
        self._of_concept = _people_of_concepts(self._spoken_of, self._people)
        self._everywhere = self._shares(range(len(texts)))

    def concept(self, places: Sequence[int]) -> str:
        """The concept that the group speaks of more than all do; "" where none is."""
        own = self._shares(places)
        scored = {one: share - self._everywhere[one] / 2 for one, share in own.items() if self._is_told(one)}
        best = max(sorted(scored), key=lambda one: scored[one], default="")
        return best if best and scored[best] > 0 else ""

    def labels(self, groups: Sequence[Sequence[int]]) -> list[str]:
        """Of each group up to four words, the most telling first; "" where no word may be told.

        A word stands in one label alone: in that of the group of which it tells most. A dull one stands where no other
        is at hand.
        """
        ranked = [self._telling(list(islice(self._ranked(places), _LOOKED_AT))) for places in groups]
        first = [scored[0][0] if scored else 0.0 for scored in ranked]
        in_turn = sorted(range(len(groups)), key=lambda number: (-first[number], number))
        labels: list[list[Used]] = [[] for _ in groups]
        names: set[str] = set()
        for number in in_turn * _WORDS:
            enough = (used for score, used in ranked[number] if score >= _FURTHER * first[number])
            free = (used for used in enough if used.name not in names and _goes_with(labels[number], used))
            if (used := next(free, None)) is not None:
                labels[number].append(used)
                names.add(used.name)
        return [", ".join(used.shown for used in words) for words in labels]

    def _telling(self, scored: list[tuple[float, Used]]) -> list[tuple[float, Used]]:
        """Without the dull words, or the most telling of them where there is no other; none that nearly all use."""
        return [one for one in scored if not self._is_dull(one[1])] or [
            one for one in scored if len(one[1].texts) < _NEARLY_ALL * len(self._texts)
        ][:_DULL]

    def _ranked(self, places: Sequence[int]) -> Iterator[tuple[float, Used]]:
        """What the group used and may be told, with its score, the most telling first."""
        mass = self._shares(places)
        found: defaultdict[int, list[int]] = defaultdict(list)
        for place in places:
            for number in self._of_text[place]:
                found[number].append(place)
        scored = [(self._score(self._used[one], of, len(places), mass), one) for one, of in found.items()]
        for score, number in sorted((-score, one) for score, one in scored if score > 0):
            used = self._used[number]
            if self._may_be_told(used) and used.can_name:
                yield -score, used

    def _score(self, used: Used, found: Sequence[int], size: int, mass: Mapping[str, float]) -> float:
        """`found` are the texts in which a group of `size` used the words."""
        here = sum(used.texts[place] for place in found)
        elsewhere, rest = used.everywhere - here, len(self._texts) - size
        odds = log((here + _PRIOR * size / len(self._texts)) / size) - log(
            (elsewhere + _PRIOR * rest / len(self._texts) + 1e-9) / max(rest, 1)
        )
        supported = _OF_ONE_TEXT if len(found) == 1 else sqrt(len(found))
        of_group = mass.get(used.by, 0.0) if used.by else 0.15
        return max(odds, 0.0) * of_group * sqrt(used.weight) * supported

    def _is_dull(self, used: Used) -> bool:
        return used.is_dull or len(used.texts) > _EVERYWHERE * len(self._texts)

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
        """Enough people stand behind the word; among mostly Norwegian answers it is not of English ones alone."""
        if not self._mostly_english and all(self._texts[place].english for place in used.texts):
            return False
        if used.by:
            return self._is_told(used.by)
        return _are_enough(self._people[place] for place in used.texts)


def _are_enough(people: Iterable[frozenset[str]]) -> bool:
    """Whether FLOOR different people are among them; a word of thousands is answered after a few."""
    found: set[str] = set()
    for some in people:
        found |= some
        if len(found) >= FLOOR:
            return True
    return False


def _cues(texts: Sequence[Text], *, nynorsk: bool) -> Iterator[Used]:
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
        yield Used(key[0], weights[key], texts_, _counted(forms[key]), nynorsk)


def _stems(texts: Sequence[Text], *, nynorsk: bool) -> Iterator[Used]:
    places: defaultdict[str, dict[int, float]] = defaultdict(dict)
    forms: defaultdict[str, list[str]] = defaultdict(list)
    for place, text in enumerate(texts):
        for stems, worth in ((text.stems, 1.0), (text.tag_stems, _OF_TAGS)):
            for one, word in stems.items():
                places[one][place] = worth
                forms[one].append(word)
    for one, texts_ in places.items():
        if len(texts_) > 1 and not one.isdigit():
            yield Used("", 1.0, texts_, Counter(forms[one]), nynorsk)


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


def _goes_with(words: Sequence[Used], used: Used) -> bool:
    """Whether the word adds to the label so far."""
    return len(words) < _WORDS and not any(
        are_alike(used.shown, one.shown, of_one_concept=used.by == one.by != "") for one in words
    )
