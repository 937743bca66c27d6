"""Cells changed by a spreadsheet or text editor from what was typed."""

import re

_MONTHS = "jan|feb|mars?|apr|mai|juni?|juli?|aug|sept?|okt|nov|des"
_ENGLISH = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_SPOILT = (
    (re.compile(r"#(N/A|I/T|N/T|[A-ZÆØÅ0-9/]+[!?]|#+)", re.IGNORECASE), "is what a spreadsheet could not work out"),
    (re.compile(r"=.*", re.DOTALL), "is a formula; save its value"),
    (re.compile(r"'\d.*"), "begins with a spreadsheet's mark for text; take the ' away"),
    (
        re.compile(r"\d+([.,]\d+)?E\+\d+", re.IGNORECASE),
        "is a number as a spreadsheet shortens it; format the column as text and write it again",
    ),
    (
        # An id such as aug-26 and a group called 17.mai are as typed.
        re.compile(rf"(?!17\.mai)\d\d\.(?i:{_MONTHS})\.?|(?i:{_MONTHS})\.\d\d|\d\d?-({_ENGLISH})|({_ENGLISH})-\d\d"),
        (
            "is a day without its year, as a spreadsheet makes of 1-7; "
            "format the column as text and write it again, a day with its year"
        ),
    ),
    (re.compile(r"[“”„‟].*|[^“”„‟]*[”]", re.DOTALL), 'has curly quotation marks; use straight ones (") or none'),
)
_LOST = re.compile(r"[^\W\d_]\?[^\W\d_]")


def spoilt_reason(cell: str) -> str:
    """What changed the cell and the remedy, "" for an unchanged cell."""
    return next((why for pattern, why in _SPOILT if pattern.fullmatch(cell)), "")


def has_lost_a_letter(name: str) -> bool:
    """Whether the name has a question mark between letters, as written by programs that lack the letter."""
    return bool(_LOST.search(name))
