"""Rows as CSV that spreadsheets read: no cell is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from content.language import Language

_BOM = "\ufeff"
"""Without the mark Excel reads UTF-8 as something else."""

_BEGIN_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""Cells that begin so are worked out by spreadsheets (OWASP, CSV injection)."""


def spreadsheet(header: Sequence[str], rows: Iterable[Sequence[str]], language: Language) -> bytes:
    """Semicolons where the language writes decimals with a comma, since its spreadsheets expect them."""
    out = io.StringIO(newline="")
    delimiter = "," if language is Language.EN else ";"
    table = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    table.writerow(header)
    table.writerows([disarmed(cell) for cell in row] for row in rows)
    return (_BOM + out.getvalue()).encode()


def disarmed(cell: str) -> str:
    """The text with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if cell.startswith(_BEGIN_FORMULAS) else cell
