"""Texts grouped by their nearest neighbours: a spectral embedding of the graph, then k-means with fixed starts."""

from collections.abc import Callable, Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.sparse import coo_array, csr_array
from scipy.sparse.linalg import LinearOperator, eigsh

from dialogs.knowledge.themes.features import Numbers, unit_columns

Places = NDArray[np.int64]

_NEIGHBOURS = 10
_BLOCK = 500  # rows compared at a time
_STEPS = 100_000  # cosines are rounded to five decimals
_TIED = 1e-6  # every text with every other: a graph in pieces has no single embedding
_SMALL = 400  # texts; the embedding of so few is worked out in full
_STARTS, _ROUNDS = 10, 40
_SEED = 20_261_130
_FEWEST, _MOST = 3, 12
_SAME = 0.6  # cosine of the middles of two groups that are about the same


def usual_number(texts: int) -> int:
    """How many groups so many texts are divided into, where nobody says."""
    return min(_MOST, max(_FEWEST, round(sqrt(texts))))


def grouped(rows: csr_array, number: int) -> Places:
    """The group of each row, from 0."""
    if rows.shape[0] <= number:
        return np.arange(rows.shape[0])
    return _k_means(_embedded(_graph(rows), number), number)


def pieced_together(rows: csr_array, groups: Sequence[Places], is_enough: Callable[[Places], bool]) -> list[Places]:
    """The groups; one that is not enough by itself is put together with the group that is about the same, if any is."""
    found, alone = list(groups), []
    while pieces := [group for group in found if not is_enough(group)]:
        piece = min(pieces, key=lambda group: (len(group), int(group[0])))
        found = [group for group in found if group is not piece]
        near = _nearness(rows, piece, found)
        best = int(near.argmax()) if len(near) else -1
        if best >= 0 and near[best] >= _SAME:
            found[best] = np.sort(np.concatenate([found[best], piece]))
        else:
            alone.append(piece)
    return [*found, *alone]


def _nearness(rows: csr_array, piece: Places, among: Sequence[Places]) -> Numbers:
    """Cosines of the middle of a piece to the middles of others; rounded, so that equal ones are equal everywhere."""
    if not among:
        return np.zeros(0)
    centres = unit_columns(rows, [piece, *among])
    return np.asarray(np.round((centres[:, 1:] * centres[:, :1]).sum(axis=0), 5))


def _graph(rows: csr_array) -> csr_array:
    """Each text with its nearest, by cosine; of equally near ones, with the first."""
    texts = rows.shape[0]
    near = min(_NEIGHBOURS, texts - 1)
    across = rows.T.tocsr()
    found: list[tuple[Places, Places, Numbers]] = []
    for start in range(0, texts, _BLOCK):
        steps = np.rint((rows[start : start + _BLOCK] @ across).toarray() * _STEPS).astype(np.int64)
        here = np.arange(len(steps))
        steps[here, start + here] = -1
        # A place in the number makes each different, so that no tie is left to the sorting.
        keys = steps * texts + np.arange(texts - 1, -1, -1)
        nearest = np.argpartition(keys, texts - near, axis=1)[:, texts - near :]
        nearest.sort(axis=1)
        of_row = np.repeat(start + here, near)
        found.append((of_row, nearest.ravel(), np.maximum(steps[here[:, None], nearest], 0).ravel() / _STEPS))
    row, column, value = (np.concatenate(parts) for parts in zip(*found, strict=True))
    one_way = csr_array(coo_array((value, (row, column)), shape=(texts, texts)))
    both_ways = csr_array((one_way + one_way.T) / 2)
    both_ways.eliminate_zeros()
    return both_ways


def _embedded(graph: csr_array, number: int) -> Numbers:
    """The leading eigenvectors of the normalised graph, each row to unit length."""
    texts = graph.shape[0]
    degrees = np.asarray(graph.sum(axis=1)).ravel() + _TIED * texts
    inverse = 1 / np.sqrt(degrees)
    if texts <= _SMALL:
        full = (graph.toarray() + _TIED) * inverse[:, None] * inverse
        _, vectors = eigh(full, subset_by_index=[texts - number, texts - 1])
    else:
        scaled = csr_array(graph.multiply(inverse[:, None]).multiply(inverse))

        def times(vector: Numbers) -> Numbers:
            flat = vector.ravel()
            return np.asarray(scaled @ flat + _TIED * inverse * (inverse * flat).sum())

        operator = LinearOperator((texts, texts), matvec=times, dtype=np.float64)
        _, vectors = eigsh(operator, k=number, which="LA", v0=np.sqrt(degrees), tol=1e-7)
    lengths = np.sqrt((vectors**2).sum(axis=1, keepdims=True))
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1))


def _k_means(points: Numbers, number: int) -> Places:
    random = np.random.default_rng(_SEED)
    best: tuple[float, Places] | None = None
    for _ in range(_STARTS):
        inertia, places = _settled(points, _spread(points, number, random))
        if best is None or inertia < best[0] - 1e-9:
            best = inertia, places
    return best[1] if best is not None else np.zeros(len(points), np.int64)


def _spread(points: Numbers, number: int, random: np.random.Generator) -> Numbers:
    """Centres far from each other (k-means++)."""
    chosen = [int(random.integers(len(points)))]
    distances = _distances(points, points[chosen]).ravel()
    while len(chosen) < number:
        total = np.cumsum(np.round(distances, 9))
        one = int(np.searchsorted(total, random.random() * total[-1], side="right")) if total[-1] > 0 else 0
        chosen.append(min(one, len(points) - 1))
        distances = np.minimum(distances, _distances(points, points[chosen[-1:]]).ravel())
    return points[chosen]


def _settled(points: Numbers, centres: Numbers) -> tuple[float, Places]:
    places = np.full(len(points), -1)
    for _ in range(_ROUNDS):
        distances = _distances(points, centres)
        moved = np.round(distances, 9).argmin(axis=1)
        if (moved == places).all():
            break
        places = moved
        for group in np.flatnonzero(np.bincount(places)):
            centres[group] = points[places == group].mean(axis=0)
    return float(distances.min(axis=1).sum()), places


def _distances(points: Numbers, centres: Numbers) -> Numbers:
    """Squared; a column for each centre. Added up one dimension after the other: a fixed order, and far quicker."""
    across = np.ascontiguousarray(points.T)
    return np.stack([((across - centre[:, None]) ** 2).sum(axis=0) for centre in centres], axis=1)
