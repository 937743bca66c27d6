"""Which answers stand for a theme: near its middle, far from the other themes, readable, and unlike each other."""

from collections.abc import Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from dialogs.knowledge.themes.corpus import Text, folded
from dialogs.knowledge.themes.excerpts import excerpt
from dialogs.knowledge.themes.features import Features, Numbers, unit_columns
from dialogs.knowledge.themes.values import Excerpt

_READABLE_FROM, _READABLE_TO = 8, 60  # words
_OF_LIKENESS = 1.0
_STEPS = 5  # decimals of a score


def quotes(
    texts: Sequence[Text],
    found: Features,
    groups: Sequence[NDArray[np.int64]],
    concepts: Sequence[str],
    number: int,
) -> list[tuple[Excerpt, ...]]:
    """For each group, the largest first, a quote in turn until there are `number` of them."""
    centres = unit_columns(found.rows, groups)
    scores = [_scores(texts, members, found.rows[members] @ centres, group) for group, members in enumerate(groups)]
    chosen: list[list[int]] = [[] for _ in groups]
    said: set[str] = set()
    likeness = [np.zeros(len(group)) for group in groups]
    open_groups = set(range(len(groups)))
    while number > 0 and open_groups:
        for group in range(len(groups)):
            if number <= 0 or group not in open_groups:
                continue
            place = _next(texts, groups[group], scores[group] - _OF_LIKENESS * likeness[group], chosen[group], said)
            if place is None:
                open_groups.discard(group)
                continue
            chosen[group].append(place)
            said.add(folded(texts[place].words))
            number -= 1
            for other, members in enumerate(groups):
                likeness[other] = np.maximum(likeness[other], _cosines(found.rows, members, place))
    return [
        tuple(excerpt(texts[place], concept) for place in places)
        for places, concept in zip(chosen, concepts, strict=True)
    ]


def _next(
    texts: Sequence[Text], members: NDArray[np.int64], scores: Numbers, chosen: Sequence[int], said: set[str]
) -> int | None:
    """The best member with words that is not quoted yet, nor in the same words by somebody else."""
    for place in members[np.argsort(-np.round(scores, _STEPS), kind="stable")]:
        if texts[place].length and int(place) not in chosen and folded(texts[place].words) not in said:
            return int(place)
    return None


def _scores(texts: Sequence[Text], members: NDArray[np.int64], cosines: Numbers, group: int) -> Numbers:
    """`cosines` are those of the members to the middle of each group."""
    own = cosines[:, group].copy()
    cosines[:, group] = 0.0
    margin = own - cosines.max(axis=1)
    reads_well = np.array([readable(texts[place].length) for place in members])
    return np.asarray((own + margin) * reads_well)


def readable(words: int) -> float:
    """From 0 to 1: less for a few words, and for more than one reads at a glance."""
    return sqrt(min(1.0, words / _READABLE_FROM) * min(1.0, _READABLE_TO / max(words, 1)))


def _cosines(rows: csr_array, members: NDArray[np.int64], place: int) -> Numbers:
    return np.asarray((rows[members] @ rows[[place]].T).toarray()).ravel()
