"""The end of a pause as people write an end: a date, a weekday, a week, a length of time, a holiday."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from content.dates import date_words
from dialogs.calendar import holidays
from dialogs.calendar.instants import add_months
from dialogs.calendar.schooldays import SchoolDays
from dialogs.calendar.written_dates import plain, read_date

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_LATELY = timedelta(days=90)  # a week without a year is the past one if it is over for no longer than this
_NUMBER = re.compile(r"\d{1,3}")


@dataclass(frozen=True)
class Either:
    """Words with two meanings: «neste fredag» is the nearest Friday to some, the Friday after to others."""

    first: date
    second: date


@dataclass(frozen=True)
class HolidayUnknown:
    """A holiday (autumn, christmas, winter, easter or summer) whose days no imported school calendar tells."""

    holiday: str


End = date | Either | HolidayUnknown


def read_end(text: str, *, today: date, days: SchoolDays) -> End | None:
    """The local day meant, also a past day; None for words without a day."""
    said = plain(text)
    written = read_date(text, today=today)
    if written is not None:
        return written
    return _holiday(said, today, days) or _weekly(said, today) or _month(said, today) or _length(said, today)


def names_end(text: str, *, today: date) -> bool:
    """Whether the words mean a day, or a holiday whose days need not be known."""
    return read_end(text, today=today, days=SchoolDays()) is not None


def _weekly(said: str, today: date) -> End | None:
    """«Neste fredag», «neste uke», «fredag neste uke», «uke 7», «fredag i uke 7»."""
    words, parts = date_words(), [part for part in said.split() if part not in date_words().lasting]
    day = words.weekdays.get(parts[0], None) if parts else None
    if len(parts) == 2 and parts[0] in words.next and parts[1] in words.weekdays:  # noqa: PLR2004 - two words
        nearest = today + _DAY * ((words.weekdays[parts[1]] - today.weekday() - 1) % 7 + 1)
        return Either(nearest, nearest + _WEEK)
    monday = _monday(parts if day is None else parts[1:], today)
    return monday + _DAY * (day or 0) if monday is not None else None


def _monday(parts: list[str], today: date) -> date | None:
    """The Monday of «neste uke» or «uke 7»."""
    words = date_words()
    if len(parts) != 2:  # noqa: PLR2004 - two words
        return None
    if parts[0] in words.next and parts[1] in words.week:
        return today - today.weekday() * _DAY + _WEEK
    if parts[0] not in words.week or not _NUMBER.fullmatch(parts[1]):
        return None
    near = (_week(today.year + ahead, int(parts[1])) for ahead in (-1, 0, 1, 2))
    return next((found for found in near if found is not None and found >= today - _LATELY), None)


def _week(year: int, number: int) -> date | None:
    try:
        return date.fromisocalendar(year, number, 1)
    except ValueError:
        return None


def _month(said: str, today: date) -> date | None:
    """«Februar»: its first day, the next time it comes; of the present month the day that is over."""
    month = date_words().months.get(said)
    if month is None:
        return None
    return date(today.year + (month < today.month), month, 1)


def _length(said: str, today: date) -> date | None:
    """«To uker», «om 14 dager», «en måned»."""
    words, parts = date_words(), [part for part in said.split() if part not in date_words().lasting]
    if len(parts) != 2:  # noqa: PLR2004 - two words
        return None
    number = int(parts[0]) if _NUMBER.fullmatch(parts[0]) else words.numbers.get(parts[0], 0)
    if not number:
        return None
    if parts[1] in words.days:
        return today + number * _DAY
    if parts[1] in words.weeks:
        return today + number * _WEEK
    return add_months(today, number) if parts[1] in words.many_months else None


def _holiday(said: str, today: date, days: SchoolDays) -> End | None:
    """«Til jul» is until the holiday begins, «etter jul» and «over jul» until it is over."""
    words = date_words()
    first, _, rest = said.partition(" ")
    is_after = first in words.after
    holiday = words.holidays.get(rest if is_after else said)
    if holiday is None:
        return None
    found = (holidays.is_over_on if is_after else holidays.begins)(holiday, days, today=today)
    return found or HolidayUnknown(holiday)
