"""A day in a cell, as people and programs write it; an ambiguous day is refused."""

import re
from datetime import date, timedelta

from content.vocabulary.file_faults import DayFault, NotADay

MONTHS = (
    ("januar", "jan"),
    ("februar", "feb"),
    ("mars", "mar"),
    ("april", "apr"),
    ("mai",),
    ("juni", "jun"),
    ("juli", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("oktober", "okt"),
    ("november", "nov"),
    ("desember", "des"),
)
MONTH = "|".join(name for names in MONTHS for name in names)
_MIDNIGHT = re.compile(r"[ T]0?0:00(:00(\.0+)?)?Z?$")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\. ?(?P<year>\d{4}|\d{2})")
_NAMED = re.compile(rf"(?P<day>\d{{1,2}})\.? ?(?P<month>{MONTH})\.? ?(?P<year>\d{{4}}|\d{{2}})", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})(?P<sep>[-/.]?)(?P<month>\d{2})(?P=sep)(?P<day>\d{2})")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})")
_SERIAL = re.compile(r"[2-7]\d{4}([.,]0+)?")
_FIRST_SERIAL = date(
    1899, 12, 30
)  # as Excel on Windows, LibreOffice and Numbers count; Excel on old Macs counted from 1904


class NoDay(ValueError):
    """The text is no day, or may be several; `why` tells how it is to be written."""

    def __init__(self, why: NotADay) -> None:
        super().__init__(why)
        self.why = why


def read_day(text: str) -> date:
    """Raises NoDay."""
    said = _MIDNIGHT.sub("", " ".join(text.split()))
    for form in (_DAY_FIRST, _NAMED, _YEAR_FIRST):
        if found := form.fullmatch(said):
            try:
                return date(year_of(found["year"]), month_of(found["month"]), int(found["day"]))
            except ValueError as error:
                raise NoDay(NotADay(text)) from error
    raise NoDay(_why(text, said))


def year_of(digits: str) -> int:
    """«26» is 2026."""
    return int(digits) + (2000 if len(digits) == 2 else 0)  # noqa: PLR2004 - digits


def month_of(word: str) -> int:
    if word.isdigit():
        return int(word)
    return next(n for n, names in enumerate(MONTHS, start=1) if word.casefold() in names)


def _why(text: str, said: str) -> NotADay:
    if _SERIAL.fullmatch(said):
        return NotADay(text, DayFault.SERIAL, _FIRST_SERIAL + timedelta(days=int(said[:5])))
    if (found := _SLASHED.fullmatch(said)) and max(int(found[1]), int(found[2])) <= 12:  # noqa: PLR2004 - months
        return NotADay(text, DayFault.TWO_DAYS)
    return NotADay(text)
