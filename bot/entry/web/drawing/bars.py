"""Bars beneath their labels: as many people as may be told, at least; WIDTH units wide."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

WIDTH = 320
"""On a phone 320 px wide a bar is 288 px at most, so that text of 14 units is 12 px."""

_LINE, _BAR, _GAP = 19, 16, 14
_LONGEST = 150
_OPEN = 22
_PER_LINE = 38  # characters of a label


@dataclass(frozen=True)
class Bar:
    """`lines` are the label's, with the y of each. The bar is `solid` wide, 0 where no number is told.

    The open part after the solid part, of one width in all bars, stands for people beyond the told number. The number
    stands at `told_at`.
    """

    lines: tuple[tuple[str, int], ...]
    y: int
    solid: int
    told_at: int
    height: int = _BAR
    open_width: int = _OPEN


@dataclass(frozen=True)
class Bars:
    bars: tuple[Bar, ...]
    height: int
    width: int = WIDTH


def bars(told: Sequence[tuple[str, int | None]]) -> Bars:
    """(label, people at least) of each bar, None where the number may not be told."""
    most = max((least for _, least in told if least), default=1)
    found, y = [], 0
    for label, least in told:
        lines = tuple((line, y + _LINE * number) for number, line in enumerate(wrap(label, _PER_LINE) or [""], start=1))
        top = lines[-1][1] + _LINE - _BAR + 3
        solid = round(_LONGEST * (least or 0) / most)
        found.append(Bar(lines, top, solid, solid + _OPEN + 8))
        y = top + _BAR + _GAP
    return Bars(tuple(found), y)
