"""The road of something tried, from left to right: promised, looked at, learnt from; WIDTH by HEIGHT units."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 320, 64
"""On a phone 320 px wide the road is 288 px, so that text of 14 units is 12 px."""

_BETWEEN, _FIRST = 108, 52
_Y = 14


@dataclass(frozen=True)
class Stop:
    """`is_reached`: the road has come so far; the way to a stop ahead is dotted."""

    x: int
    y: int
    is_reached: bool


@dataclass(frozen=True)
class Road:
    """`walked` and `ahead` are the x where each part of the line, at height `y`, begins and ends.

    `ahead` is None at the last stop.
    """

    stops: tuple[Stop, ...]
    walked: tuple[int, int]
    ahead: tuple[int, int] | None
    y: int = _Y
    width: int = WIDTH
    height: int = HEIGHT


def road(reached: Sequence[bool]) -> Road:
    """A stop for each of `reached`; the line is walked as far as the last stop reached."""
    stops = tuple(Stop(_FIRST + n * _BETWEEN, _Y, is_reached) for n, is_reached in enumerate(reached))
    here = max((stop.x for stop in stops if stop.is_reached), default=_FIRST)
    last = stops[-1].x
    return Road(stops, (_FIRST, here), (here, last) if here < last else None)
