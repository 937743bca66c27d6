"""Themes of many answers, and the order of few."""

from collections.abc import Callable, Sequence
from typing import NamedTuple
from zlib import crc32

import numpy as np

from content.concepts import Lexicon
from dialogs.knowledge.themes.arranging import arranged_each
from dialogs.knowledge.themes.confidence import LIMIT, confidence
from dialogs.knowledge.themes.corpus import Text, corpora, corpus
from dialogs.knowledge.themes.features import Features, features, unit_columns
from dialogs.knowledge.themes.grouping import Places, grouped, pieced_together, usual_number
from dialogs.knowledge.themes.hands import OwnLabels, held, joined, taken_out, taught
from dialogs.knowledge.themes.labels import FLOOR, Labels
from dialogs.knowledge.themes.quotes import quotes as chosen_quotes
from dialogs.knowledge.themes.values import NO_HANDS, Answer, Arrangement, Hands, Theme, Themes

_SAMPLED = 2500
"""Texts that are compared with each other; of more, these are chosen by their words, and the rest follows them."""


class _Named(NamedTuple):
    """A group with its label, and the concept that it speaks of."""

    places: Places
    label: str
    concept: str


class Finder:
    """Finds themes and arranges quotes; the same answers give the same bytes, in whatever order they come."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def find_themes(
        self, answers: Sequence[Answer], *, quotes: int, themes: int | None = None, hands: Hands = NO_HANDS
    ) -> Themes:
        texts = corpus(taught(answers, hands), self._lexicon)
        everybody = tuple(sorted(answer.id for answer in answers))
        sure = 1.0 if hands.themes else confidence(texts, gone=hands.gone)
        if sure < LIMIT:
            return Themes(sure, others=everybody)
        telling = [text for text in texts if text.says_something]
        found = features(telling)
        told = _themes(telling, found, _named(telling, found, hands, themes), quotes)
        members = {member for theme in told for member in theme.members}
        return Themes(sure, told, tuple(one for one in everybody if one not in members))

    def arrange(self, answers: Sequence[Answer], *, quotes: int | None = None) -> Arrangement:
        return arranged_each([corpus(answers, self._lexicon)], quotes)[0]

    def arrange_each(self, several: Sequence[Sequence[Answer]]) -> list[Arrangement]:
        return arranged_each(corpora(several, self._lexicon), None)


def _named(texts: Sequence[Text], found: Features, hands: Hands, number: int | None) -> list[_Named]:
    """The groups of five people or more, those made by hand first, those without a label last, the larger before."""
    of_hands = held(texts, hands)
    free = _free(np.setdiff1d(np.arange(len(texts)), taken_out(texts, hands)), of_hands)
    of_hands = joined(found, of_hands, free)
    free = _free(free, of_hands)
    wanted = number if number is not None else usual_number(min(len(texts), _SAMPLED))
    of_free = [texts[place] for place in free]
    groups = _groups(found, of_free, free, max(1, wanted - len(of_hands)), lambda places: _are_enough(texts, places))
    groups = sorted(groups, key=lambda places: (-len(places), int(places[0])))
    given = [*(theme.label for theme in hands.themes), *("" for _ in groups)]
    named = _labelled(texts, [*of_hands, *groups], given, hands)
    kept = len(of_hands)
    return [one for some in (named[:kept], named[kept:]) for one in _largest_first(texts, some)]


def _labelled(texts: Sequence[Text], groups: Sequence[Places], given: Sequence[str], hands: Hands) -> list[_Named]:
    """Each group with the label that was given, else the people's own word, else words that people used."""
    labels, own = Labels(texts), OwnLabels(texts, hands, fewest=FLOOR)
    used = labels.labels([places.tolist() if _are_enough(texts, places) else [] for places in groups])
    named = []
    for places, its, words in zip(groups, given, used, strict=True):
        concept = labels.concept(places.tolist())
        named.append(_Named(places, its or own.label(places.tolist(), concept) or words, concept))
    return named


def _free(places: Places, groups: Sequence[Places]) -> Places:
    return np.setdiff1d(places, np.concatenate([np.zeros(0, np.int64), *groups]))


def _largest_first(texts: Sequence[Text], named: Sequence[_Named]) -> list[_Named]:
    told = [one for one in named if _are_enough(texts, one.places)]
    return sorted(told, key=lambda one: (not one.label, -len(_people(texts, one.places)), int(one.places[0])))


def _groups(
    found: Features, texts: Sequence[Text], free: Places, number: int, are_enough: Callable[[Places], bool]
) -> list[Places]:
    """The `free` rows in groups; `texts` are theirs."""
    if len(free) < FLOOR:
        return []
    sample = _sample(texts)
    of_sample = grouped(found.rows[free[sample]], number)
    in_groups = [free[sample[of_sample == group]] for group in np.unique(of_sample)]
    groups = pieced_together(found.rows, in_groups, are_enough)
    if len(sample) == len(free):
        return groups
    rest = np.setdiff1d(free, free[sample])
    nearest = np.round(found.rows[rest] @ unit_columns(found.rows, groups), 5).argmax(axis=1)
    return [np.sort(np.concatenate([group, rest[nearest == one]])) for one, group in enumerate(groups)]


def _sample(texts: Sequence[Text]) -> Places:
    """All, or those whose words have the lowest checksums, in their order."""
    if len(texts) <= _SAMPLED:
        return np.arange(len(texts))
    sums = [crc32(text.words.encode("utf-8", "surrogatepass")) for text in texts]
    return np.sort(np.argsort(sums, kind="stable")[:_SAMPLED])


def _are_enough(texts: Sequence[Text], places: Places) -> bool:
    return len(_people(texts, places)) >= FLOOR


def _people(texts: Sequence[Text], places: Places) -> frozenset[str]:
    return frozenset(person for place in places for person in texts[place].people)


def _themes(texts: Sequence[Text], found: Features, named: Sequence[_Named], number: int) -> tuple[Theme, ...]:
    if not named:
        return ()
    quotes = chosen_quotes(texts, found, [one.places for one in named], [one.concept for one in named], number)
    return tuple(
        Theme(
            label=one.label,
            members=tuple(sorted(answer.id for place in one.places for answer in texts[place].answers)),
            quotes=excerpts,
            people=len(_people(texts, one.places)),
            concept=one.concept,
        )
        for one, excerpts in zip(named, quotes, strict=True)
    )
