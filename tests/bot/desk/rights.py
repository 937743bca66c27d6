"""The table of rights at the desk (rights.txt), read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

DOES, TOLD, NOTHING = "x", "o", "."
"""Does it; sees what it is about, and is told that it is not theirs; is answered as if nothing were there."""


@dataclass(frozen=True)
class Row:
    """An act on a place, and for each person the answer."""

    act: str
    place: str
    cells: Mapping[str, str]

    def persons(self, cell: str) -> list[str]:
        return [name for name, one in self.cells.items() if one == cell]


def read_rows() -> Sequence[Row]:
    """Raises ValueError for a cell of another kind, and for a row that is not as wide as the heading."""
    lines = (Path(__file__).parent / "rights.txt").read_text(encoding="utf-8").splitlines()
    told = [line.split("|") for line in lines if line.strip() and not line.startswith("#")]
    (_, _, heading), *rows = told
    return [_row(act.strip(), place.strip(), heading.split(), cells.split()) for act, place, cells in rows]


def _row(act: str, place: str, names: list[str], cells: list[str]) -> Row:
    if not set(cells) <= {DOES, TOLD, NOTHING}:
        raise ValueError(f"{act}, {place}: {' '.join(cells)}")
    return Row(act, place, dict(zip(names, cells, strict=True)))
