"""The grades of a school in a cell, and faults made by spreadsheets."""

import re

from bot.imports.written_days import MONTH
from content.vocabulary.file_faults import StagesFault, WrongStages
from dialogs.asking.suiting import GRADES, read_grades

_DATE = re.compile(
    rf"\d{{1,2}}[. -]*({MONTH}|may|oct|dec)\.?[ -]*(\d{{2,4}})?|({MONTH}|may|oct|dec)[. -]*\d{{2,4}}"
    r"|[2-7]\d{4}|\d{4}-\d\d-\d\d.*|\d{1,2}[./]\d{1,2}([./]\d{2,4})?",
    re.IGNORECASE,
)


def stages_fault(text: str, *, is_school: bool) -> WrongStages | None:
    """Why the cell is refused, None for a good one. Only a school's stages have to be grades."""
    if not text:
        return None
    if _DATE.fullmatch(text):
        return WrongStages(text, StagesFault.A_DAY)
    if not is_school:
        return None
    found = read_grades(text)
    if not found:
        return WrongStages(text, StagesFault.NOT_READ)
    return WrongStages(text, StagesFault.OUTSIDE, min(GRADES), max(GRADES)) if found - GRADES else None
