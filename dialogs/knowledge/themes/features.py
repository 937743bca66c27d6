"""What each text is about, as a row of numbers: concepts of the lexicon, stems, and its author's keywords.

Only sparse products, which add in a fixed order, are used: the same numbers on one thread and on several.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

from dialogs.knowledge.concepts import concept_weights
from dialogs.knowledge.themes.corpus import Text

Numbers = NDArray[np.float64]

_OF_STEMS = 0.5  # of a text; beside 1 for its concepts, and 1 each for the concepts, stems and parts of its keywords
_OF_CONCEPTS_IN_ENGLISH = 0.2  # where most texts are English, of which the lexicon knows little
_SHORTEST_PART, _LONGEST_PART = 4, 5  # letters: keywords with a part in common, «læringsvenn» and «venner»
_MANY, _RARE_AMONG_MANY, _RARE = 1500, 5, 2  # texts; in how many a stem has to be


@dataclass(frozen=True, eq=False)
class Features:
    """A row for each text. `rows` are of length 1, or 0 where a text says nothing; `concepts` are weights unscaled."""

    rows: csr_array
    concepts: csr_array
    names: tuple[str, ...]


def features(texts: Sequence[Text]) -> Features:
    columns: dict[str, int] = {}
    written = _matrix([concept_weights(text.hits) for text in texts], columns)
    tagged = _matrix([concept_weights(text.tag_hits) for text in texts], columns)
    written, tagged = _widened(written, len(columns)), _widened(tagged, len(columns))
    of_concepts = _OF_CONCEPTS_IN_ENGLISH if 2 * sum(text.english for text in texts) > len(texts) else 1.0
    by_concept = _sum(of_concepts, _rooted(written), _rooted(tagged), power=0.5, least=1)
    least = _RARE_AMONG_MANY if len(texts) >= _MANY else _RARE
    by_stem = _counted([text.stems for text in texts], [text.tag_stems for text in texts], least)
    parts = _counted([{} for _ in texts], [_parts(text.tag_stems) for text in texts], _RARE)
    rows = hstack([by_concept, by_stem, parts], format="csr")
    return Features(_unit(csr_array(rows)), csr_array(written + tagged), tuple(columns))


def _counted(written: Sequence[Iterable[str]], tagged: Sequence[Iterable[str]], least: int) -> csr_array:
    columns: dict[str, int] = {}
    in_text = _matrix([dict.fromkeys(stems, 1.0) for stems in written], columns)
    in_tags = _matrix([dict.fromkeys(stems, 1.0) for stems in tagged], columns)
    width = len(columns)
    return _sum(_OF_STEMS, _widened(in_text, width), _widened(in_tags, width), power=1.0, least=least)


def _parts(stems: Iterable[str]) -> dict[str, float]:
    """Letters in a row of each keyword, with its beginning and end marked."""
    marked = [f"<{one}>" for one in stems]
    return {
        one[start : start + length]: 1.0
        for one in marked
        for length in range(_SHORTEST_PART, _LONGEST_PART + 1)
        for start in range(len(one) - length + 1)
    }


def _sum(of_written: float, written: csr_array, tagged: csr_array, *, power: float, least: int) -> csr_array:
    """Both scaled by how few texts have a column, to unit length, and added; columns of fewer than `least` not."""
    number = written.shape[0]
    having = _having(written + tagged, number)
    scale = np.where(having >= least, np.log((1 + number) / (1 + having)) ** power, 0.0)
    return csr_array(of_written * _unit(_scaled(written, scale)) + _unit(_scaled(tagged, scale)))


def unit_columns(rows: csr_array, groups: Sequence[NDArray[np.int64]]) -> Numbers:
    """The middle of each group, as a column of length 1, or 0 for an empty group."""
    sums = np.stack([np.asarray(rows[group].sum(axis=0)).ravel() for group in groups], axis=1)
    lengths = np.sqrt((sums**2).sum(axis=0))
    return np.asarray(sums / np.where(lengths > 0, lengths, 1))


def _having(matrix: csr_array, number: int) -> Numbers:
    """How many rows have each column; one that all have tells nothing, and counts as one that all have."""
    columns = np.bincount(csr_array(matrix).indices, minlength=matrix.shape[1])
    return np.minimum(columns, number).astype(np.float64)


def _matrix(rows: Sequence[Mapping[str, float]], columns: dict[str, int]) -> csr_array:
    """`columns` grows by the keys that are new."""
    indices = [columns.setdefault(key, len(columns)) for row in rows for key in row]
    ends = np.cumsum([0, *map(len, rows)])
    data = np.fromiter((value for row in rows for value in row.values()), np.float64, len(indices))
    return csr_array((data, np.asarray(indices, np.int64), ends), shape=(len(rows), len(columns)))


def _widened(matrix: csr_array, width: int) -> csr_array:
    return csr_array((matrix.data, matrix.indices, matrix.indptr), shape=(matrix.shape[0], width))


def _rooted(matrix: csr_array) -> csr_array:
    return csr_array((np.sqrt(matrix.data), matrix.indices, matrix.indptr), shape=matrix.shape)


def _scaled(matrix: csr_array, scale: Numbers) -> csr_array:
    return csr_array((matrix.data * scale[matrix.indices], matrix.indices, matrix.indptr), shape=matrix.shape)


def _unit(matrix: csr_array) -> csr_array:
    lengths = np.sqrt(np.bincount(_row_of(matrix), matrix.data**2, minlength=matrix.shape[0]))
    lengths[lengths == 0] = 1.0
    return csr_array((matrix.data / lengths[_row_of(matrix)], matrix.indices, matrix.indptr), shape=matrix.shape)


def _row_of(matrix: csr_array) -> NDArray[np.int64]:
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
