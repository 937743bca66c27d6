"""Rows of marks over the months of a school year, from August to July; each row beneath its label, WIDTH units wide."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap

from bot.entry.web.drawing.wheel import months_of

WIDTH = 320
"""On a phone 320 px wide the grid is 288 px, so that text of 14 units is 12 px."""

_MONTH = 26
_LEFT = 4
_HEAD, _LINE, _ROW, _GAP = 24, 18, 26, 10
_PER_LINE = 40  # characters of a label


@dataclass(frozen=True)
class Column:
    """A month: its first day, where the month begins, and its middle."""

    first: date
    left: int
    middle: int


@dataclass(frozen=True)
class Cell:
    """A mark in a month: filled for the past, an outline for a day to come."""

    x: int
    y: int
    is_full: bool


@dataclass(frozen=True)
class Row:
    """`lines` are the label's, with the y of each; the row beneath lies from `top` to `bottom`."""

    lines: tuple[tuple[str, int], ...]
    top: int
    bottom: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """Rows end at `width`, in a picture `page_width` wide. `today` is an x, None in another year."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    today: int | None
    height: int
    width: int = _LEFT + 12 * _MONTH
    page_width: int = WIDTH


def grid(year: int, rows: Sequence[tuple[str, Collection[date], Collection[date]]], *, today: date) -> Grid:
    """(label, days past, days to come) of each row; a month with both has the mark of what was."""
    columns = tuple(
        Column(first, _LEFT + n * _MONTH, _LEFT + n * _MONTH + _MONTH // 2) for n, first in enumerate(months_of(year))
    )
    drawn, y = [], _HEAD
    for label, past, ahead in rows:
        lines = tuple((line, y + _LINE * number - 6) for number, line in enumerate(wrap(label, _PER_LINE), start=1))
        top = y + _LINE * len(lines)
        drawn.append(Row(lines, top, top + _ROW, _cells(columns, past, ahead, top + _ROW // 2)))
        y = top + _ROW + _GAP
    return Grid(columns, tuple(drawn), _today(columns, today), y)


def _cells(columns: Sequence[Column], past: Collection[date], ahead: Collection[date], y: int) -> tuple[Cell, ...]:
    was, comes = ({(day.year, day.month) for day in days} for days in (past, ahead))
    months = [(column, (column.first.year, column.first.month)) for column in columns]
    return tuple(Cell(column.middle, y, month in was) for column, month in months if month in was | comes)


def _today(columns: Sequence[Column], today: date) -> int | None:
    month = (today.year, today.month)
    here = next((column for column in columns if (column.first.year, column.first.month) == month), None)
    return here.left + round(_MONTH * (today.day - 1) / 31) if here is not None else None
