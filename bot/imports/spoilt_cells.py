"""Cells changed by a spreadsheet or text editor from what was typed."""

import re

from content.vocabulary.file_faults import Spoiling, SpoiltCell

_MONTHS = "jan|feb|mars?|apr|mai|juni?|juli?|aug|sept?|okt|nov|des"
_ENGLISH = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_SPOILT = (
    (re.compile(r"#(N/A|I/T|N/T|[A-ZÆØÅ0-9/]+[!?]|#+)", re.IGNORECASE), Spoiling.NOT_WORKED_OUT),
    (re.compile(r"=.*", re.DOTALL), Spoiling.FORMULA),
    (re.compile(r"'\d.*"), Spoiling.TEXT_MARK),
    (re.compile(r"\d+([.,]\d+)?E\+\d+", re.IGNORECASE), Spoiling.SHORTENED),
    (
        # An id such as aug-26 and a group called 17.mai are as typed.
        re.compile(rf"(?!17\.mai)\d\d\.(?i:{_MONTHS})\.?|(?i:{_MONTHS})\.\d\d|\d\d?-({_ENGLISH})|({_ENGLISH})-\d\d"),
        Spoiling.DAY_WITHOUT_YEAR,
    ),
    (re.compile(r"[“”„‟].*|[^“”„‟]*[”]", re.DOTALL), Spoiling.CURLY),
)
_LOST = re.compile(r"[^\W\d_]\?[^\W\d_]")


def spoilt_reason(cell: str) -> SpoiltCell | None:
    """How the cell was changed, None for an unchanged cell."""
    return next((SpoiltCell(cell, how) for pattern, how in _SPOILT if pattern.fullmatch(cell)), None)


def has_lost_a_letter(name: str) -> bool:
    """Whether the name has a question mark between letters, as written by programs that lack the letter."""
    return bool(_LOST.search(name))
