"""Dates as written in a chat: «fredag», «1.2.», «1. februar 2027», «i morgen»."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from rapidfuzz import process
from rapidfuzz.distance import OSA

from content.dates import date_words

_DAY = timedelta(days=1)
_LATELY = timedelta(days=90)
"""A date without a year means the past date if that day is over for no longer than this."""

_FEWEST_LETTERS = 5  # of a name that may be misspelt

_NUMBERS = re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})(?:[./](?P<year>\d{4}|\d{2})?)?")
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?:\.|st|nd|rd|th)? ?(?P<name>[^\W\d]+)\.?(?: (?P<year>\d{4}))?")
_MONTH_FIRST = re.compile(r"(?P<name>[^\W\d]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,? (?P<year>\d{4}))?")


def read_date(text: str, *, today: date) -> date | None:
    """The local date meant by the text, in any of the bot's languages; None for a text that is no date.

    A weekday is the next one after today, and a date without a year the next one, unless it was lately: a past date
    is returned as such. A date on another weekday than its own is no date: «torsdag 27. november», a Friday.
    """
    words, said = date_words(), plain(text)
    if said in words.today:
        return today
    if said in words.tomorrow:
        return today + _DAY
    weekday = _named(said, words.weekdays)
    if weekday is not None:
        return today + _DAY * ((weekday - today.weekday() - 1) % 7 + 1)
    first, _, rest = said.partition(" ")
    weekday = words.weekdays.get(first.rstrip(","))
    if weekday is None:
        return _written_out(said, today)
    day = _written_out(rest, today)
    return day if day is not None and day.weekday() == weekday else None


def plain(text: str) -> str:
    """In small letters, without marks around and words such as «til» that may stand in a date."""
    words = date_words()
    return " ".join(word for word in text.casefold().split() if word not in words.before).strip(" .,!")


def looks_like_date(text: str) -> bool:
    """Whether the text can be nothing but a day, though no calendar has it: «31.2.», «30. februar»."""
    words, said = date_words(), plain(text)
    first, _, rest = said.partition(" ")
    return _parts(rest if first.rstrip(",") in words.weekdays else said) is not None


def _written_out(said: str, today: date) -> date | None:
    found = _parts(said)
    return _date(*found, today) if found is not None else None


def _parts(said: str) -> tuple[int, int, str | None] | None:
    """Day, month and year as written, of whatever size; None for words that are no date, or name no month."""
    for form in (_NUMBERS, _ISO, _DAY_FIRST, _MONTH_FIRST):
        found = form.fullmatch(said)
        if found is not None:
            parts = found.groupdict()
            month = int(parts["month"]) if "month" in parts else _named(parts["name"], date_words().months)
            return (int(parts["day"]), month, parts["year"]) if month is not None else None
    return None


def _named(word: str, numbers: Mapping[str, int]) -> int | None:
    """The number of a weekday or a month, also with a letter wrong, where no other is as near: «fredg»."""
    if word in numbers or len(word) < _FEWEST_LETTERS:
        return numbers.get(word)
    near = process.extract(
        word, [name for name in numbers if len(name) >= _FEWEST_LETTERS], scorer=OSA.distance, score_cutoff=1
    )
    found = {numbers[name] for name, _, _ in near}
    return found.pop() if len(found) == 1 else None


def _date(day: int, month: int, year: str | None, today: date) -> date | None:
    if year:
        return _valid(int(year) if len(year) > 2 else 2000 + int(year), month, day)  # noqa: PLR2004 - two digits
    nearest = (_valid(today.year + ahead, month, day) for ahead in range(-1, 5))  # 29 February comes every four years
    return next((found for found in nearest if found is not None and found >= today - _LATELY), None)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
