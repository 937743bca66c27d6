"""The grades of a school in a cell, and faults made by spreadsheets."""

import re

from bot.imports.written_days import MONTH
from dialogs.asking.suiting import GRADES, read_grades

_HOW = "write it as 1-7, 8-10 or 1,2,3, in a column that is formatted as text"
_DATE = re.compile(
    rf"\d{{1,2}}[. -]*({MONTH}|may|oct|dec)\.?[ -]*(\d{{2,4}})?|({MONTH}|may|oct|dec)[. -]*\d{{2,4}}"
    r"|[2-7]\d{4}|\d{4}-\d\d-\d\d.*|\d{1,2}[./]\d{1,2}([./]\d{2,4})?",
    re.IGNORECASE,
)


def stages_fault(text: str, *, is_school: bool) -> str:
    """Why the cell is refused, with the remedy; "" for a good one. Only a school's stages have to be grades."""
    if not text:
        return ""
    if _DATE.fullmatch(text):
        return f'"{text}" is what a spreadsheet makes of grades, a day; {_HOW}'
    if not is_school:
        return ""
    found = read_grades(text)
    if not found:
        return f'"{text}" cannot be read as grades; {_HOW}'
    if found - GRADES:
        return f'"{text}" holds grades that no such school has; they are {min(GRADES)} to {max(GRADES)}'
    return ""
