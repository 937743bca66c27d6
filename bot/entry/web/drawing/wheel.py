"""A school year as a ring: the twelve months clockwise from 1 August at the top, in a square of SIZE units."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, pi, sin

SIZE = 360
"""Side of the square. On a phone 320 px wide the square is 288 px, so that text of 15.5 units is 12 px."""

_MIDDLE = SIZE / 2
_MONTHS = 12
_AUGUST = 8
_OUTER, _INNER, _DAYS_OFF = 142, 70, (78, 92)
_SESSIONS, _MEETINGS, _NAMES = 126, 105, 160
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Point:
    x: float
    y: float


@dataclass(frozen=True)
class Mark:
    """`is_over`: the mark's day is past."""

    at: Point
    is_over: bool


@dataclass(frozen=True)
class Month:
    """The line where a month begins, from `inner` to `outer`, and the middle of its name."""

    first: date
    inner: Point
    outer: Point
    name: Point


@dataclass(frozen=True)
class Wheel:
    """`days_off` are paths of segments of the ring. `today` is a line, None in another year."""

    months: tuple[Month, ...]
    sessions: tuple[Mark, ...]
    meetings: tuple[Mark, ...]
    days_off: tuple[str, ...]
    today: tuple[Point, Point] | None
    size: int = SIZE
    middle: int = SIZE // 2
    outer: int = _OUTER
    inner: int = _INNER


def months_of(year: int) -> tuple[date, ...]:
    """The first day of each month of the school year that begins on 1 August of `year`."""
    return tuple(date(year + (_AUGUST + n > _MONTHS), (_AUGUST + n - 1) % _MONTHS + 1, 1) for n in range(_MONTHS))


def wheel(
    year: int,
    *,
    sessions: Collection[date],
    meetings: Collection[date],
    days_off: Sequence[tuple[date, date]],
    today: date,
) -> Wheel:
    """Days outside the school year are left out; a mark stands once for each day."""
    firsts = months_of(year)
    first, end = firsts[0], date(year + 1, _AUGUST, 1)

    def at(day: date, radius: float) -> Point:
        return _point((day - first) / (end - first), radius)

    def marks(days: Collection[date], radius: float) -> tuple[Mark, ...]:
        return tuple(Mark(at(day, radius), day < today) for day in sorted(set(days)) if first <= day < end)

    return Wheel(
        months=tuple(
            _month(number, begins, at(begins, _INNER), at(begins, _OUTER)) for number, begins in enumerate(firsts)
        ),
        sessions=marks(sessions, _SESSIONS),
        meetings=marks(meetings, _MEETINGS),
        days_off=tuple(
            _segment((max(begins, first) - first) / (end - first), (min(ends + _DAY, end) - first) / (end - first))
            for begins, ends in days_off
            if begins < end and ends >= first
        ),
        today=(at(today, _INNER - 6), at(today, _OUTER + 6)) if first <= today < end else None,
    )


def _month(number: int, first: date, inner: Point, outer: Point) -> Month:
    return Month(first, inner, outer, _point((number + 0.5) / _MONTHS, _NAMES))


def _point(turn: float, radius: float) -> Point:
    """`turn` is the part of a whole turn clockwise from the top."""
    angle = 2 * pi * turn
    return Point(round(_MIDDLE + radius * sin(angle), 1), round(_MIDDLE - radius * cos(angle), 1))


def _segment(begins: float, ends: float) -> str:
    inner, outer = _DAYS_OFF
    a, b, c, d = _point(begins, outer), _point(ends, outer), _point(ends, inner), _point(begins, inner)
    large = int(ends - begins > 1 / 2)
    there = f"M{a.x} {a.y}A{outer} {outer} 0 {large} 1 {b.x} {b.y}"
    return f"{there}L{c.x} {c.y}A{inner} {inner} 0 {large} 0 {d.x} {d.y}Z"
