"""Which answers stand for a theme: near its middle, far from the other themes, readable, and unlike each other."""

from collections.abc import Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from dialogs.knowledge.themes.corpus import Text
from dialogs.knowledge.themes.excerpts import excerpt
from dialogs.knowledge.themes.features import Features, Numbers, unit_columns
from dialogs.knowledge.themes.values import Excerpt

_READABLE_FROM, _READABLE_TO = 8, 60  # words
_OF_LIKENESS = 1.0
_STEPS = 5  # decimals of a score
_TRIED = 40  # texts of a group that may be its further quotes
_COMPARED = 2500  # texts to be covered; they stand in an order that tells nothing, so these are like all


def quotes(
    texts: Sequence[Text],
    found: Features,
    groups: Sequence[NDArray[np.int64]],
    concepts: Sequence[str],
    number: int,
) -> list[tuple[Excerpt, ...]]:
    """For each group a quote, the largest first; then those that cover most of what is left, up to `number`."""
    choosing = _Choosing(texts, found.rows, groups)
    choosing.in_turn(min(number, len(groups)))
    choosing.by_cover(number)
    while choosing.in_turn(number):
        pass
    return [
        tuple(excerpt(texts[place], concept) for place in places)
        for places, concept in zip(choosing.chosen, concepts, strict=True)
    ]


class _Choosing:
    """The quotes `chosen` so far for each group, as numbers of texts."""

    def __init__(self, texts: Sequence[Text], rows: csr_array, groups: Sequence[NDArray[np.int64]]) -> None:
        self._texts, self._rows, self._groups = texts, rows, groups
        centres = unit_columns(rows, groups)
        self._scores = [_scores(texts, its, rows[its] @ centres, number) for number, its in enumerate(groups)]
        self._likeness = np.zeros(len(texts))
        self.chosen: list[list[int]] = [[] for _ in groups]
        self._said: set[str] = set()

    def in_turn(self, number: int) -> bool:
        """A further quote for each group while there are fewer than `number`; False where no group had one."""
        before = self._count
        for group, members in enumerate(self._groups):
            worth = self._scores[group] - _OF_LIKENESS * self._likeness[members]
            best = (int(place) for place in members[np.argsort(-np.round(worth, _STEPS), kind="stable")])
            place = next((place for place in best if self._is_free(place)), None)
            if place is not None and self._count < number:
                self._choose(group, place)
        return self._count > before

    def by_cover(self, number: int) -> None:
        """Until there are `number`, the quote that most answers come nearer to than to the chosen (facility location).

        A group's further quote counts by its share of the group's quotes, so that no group takes them all.
        """
        tried = [(group, int(place)) for group, its in enumerate(self._groups) for place in self._best(group, its)]
        if not tried:
            return
        told = np.sort(np.concatenate(list(self._groups)))[:_COMPARED]
        near = self._near([place for _, place in tried], told)
        readability = np.array([readable(self._texts[place].length) for _, place in tried])
        covered = self._near([place for places in self.chosen for place in places], told).max(axis=0, initial=0.0)
        while self._count < number:
            shares = readability / np.array([1 + len(self.chosen[group]) for group, _ in tried])
            gains = np.round(np.maximum(near - covered, 0).sum(axis=1) * shares, _STEPS)
            gains[[not self._is_free(place) for _, place in tried]] = -1.0
            best = int(gains.argmax())
            if gains[best] < 0:
                return
            self._choose(*tried[best])
            covered = np.maximum(covered, near[best])

    @property
    def _count(self) -> int:
        return sum(map(len, self.chosen))

    def _best(self, group: int, members: NDArray[np.int64]) -> NDArray[np.int64]:
        return members[np.argsort(-np.round(self._scores[group], _STEPS), kind="stable")[:_TRIED]]

    def _near(self, places: Sequence[int], told: NDArray[np.int64]) -> Numbers:
        return np.asarray((self._rows[places] @ self._rows[told].T).toarray())

    def _is_free(self, place: int) -> bool:
        """A text with words, of which the same words are not quoted yet, from whomever."""
        return self._texts[place].length > 0 and self._texts[place].folded not in self._said

    def _choose(self, group: int, place: int) -> None:
        self.chosen[group].append(place)
        self._said.add(self._texts[place].folded)
        self._likeness = np.maximum(self._likeness, self._rows @ _row(self._rows, place))


def _row(rows: csr_array, place: int) -> Numbers:
    """A row with its zeros; scipy takes several times as long to cut one out."""
    its = slice(rows.indptr[place], rows.indptr[place + 1])
    row = np.zeros(rows.shape[1])
    row[rows.indices[its]] = rows.data[its]
    return row


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
