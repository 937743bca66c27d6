"""Typing mistakes: which known stems a stem may have been meant for."""

from collections.abc import Iterable

_LONG = 8
"""From so many letters on, two mistakes are forgiven; one mistake from `SHORTEST` on."""
SHORTEST = 4
_MOST = 5


def forgiven(stem: str) -> int:
    """How many mistakes are forgiven in the stem."""
    return 0 if len(stem) < SHORTEST else 1 if len(stem) < _LONG else 2


def halves(stem: str) -> tuple[str, str]:
    """The stem's beginning and end, one of which any single mistake leaves as it was."""
    middle = len(stem) // 2
    return stem[: max(middle - 1, 1)], stem[middle + 1 :]


def meant(stem: str, known: Iterable[str]) -> tuple[str, ...]:
    """The few known stems nearest to the stem, the nearest first; () where nothing is forgiven."""
    most = forgiven(stem)
    found = sorted((mistakes(stem, one, most=most), one) for one in set(known) if abs(len(one) - len(stem)) <= most)
    return tuple(one for number, one in found if number <= most)[:_MOST] if most else ()


def mistakes(one: str, other: str, *, most: int) -> int:
    """Letters left out, put in, mistaken or swapped with a neighbour, between the words; `most + 1` for more."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        two_before, before, row = before, row, [at]
        for there, its in enumerate(other, start=1):
            cost = min(before[there] + 1, row[there - 1] + 1, before[there - 1] + (letter != its))
            is_swapped = at > 1 and there > 1 and letter == other[there - 2] and one[at - 2] == its
            row.append(min(cost, two_before[there - 2] + 1) if is_swapped else cost)
        if min(row) > most and (not before or min(before) > most):
            return most + 1
    return min(row[-1], most + 1)
