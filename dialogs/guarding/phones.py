"""Telephone numbers as written in Norway, and foreign numbers with a country code."""

import re
from collections.abc import Iterator
from datetime import date

from phonenumbers import NumberParseException, is_valid_number, parse

from dialogs.guarding.digits import Run

_LENGTH = 8
_SHAPES = {(8,), (3, 2, 3), (2, 2, 2, 2)}
_NAMED_SHAPES = _SHAPES | {(4, 4), (2, 3, 3), (3, 3, 2), (5, 3), (3, 5), (1,) * 8, (2, 6)}
_COUNTRY = re.compile(r"(?:\+|00)\s?\(?$")
_FIRST = frozenset("2345679")
_BETWEEN = re.compile(r"[\s.\-\u2010-\u2015]*")
_LONGEST, _SHORTEST = 15, 8


def phones(run: Run, *, named: bool, numbers: bool) -> Iterator[tuple[int, int]]:
    """Places of numbers. `named`: the text mentions phones; `numbers`: the text mentions other things with numbers."""
    if plus := _COUNTRY.search(run.text, max(0, run.start - 4), run.start):
        if span := _international(run):
            yield plus.start(), span
        return
    if run.digits.startswith("00"):
        if len(run.digits) <= _LONGEST + 2 and _is_valid(f"+{run.digits[2:]}"):
            yield run.start, run.end
        return
    whole = len(run.digits) == _LENGTH
    for window in run.windows(_LENGTH):
        if (named or (whole and not numbers)) and _is_norwegian(window, named=named):
            yield window.start, window.end
            return


def _international(run: Run) -> int | None:
    """Where a number with its country in front ends."""
    digits = ""
    ends: list[tuple[int, str]] = []
    for start, end in run.groups[:_LONGEST]:
        digits += run.text[start:end]
        if _SHORTEST <= len(digits) <= _LONGEST:
            ends.append((end, digits))
    return next((end for end, found in reversed(ends) if _is_valid(f"+{found}")), None)


def _is_norwegian(window: Run, *, named: bool) -> bool:
    digits = window.digits
    if window.shape not in (_NAMED_SHAPES if named else _SHAPES) or digits[0] not in _FIRST:
        return False
    if not _BETWEEN.fullmatch(window.between) or (not named and _is_date(digits)):
        return False
    return named or _is_valid(f"+47{digits}")


def _is_valid(number: str) -> bool:
    try:
        return is_valid_number(parse(number))
    except NumberParseException:
        return False


def _is_date(digits: str) -> bool:
    """20260817 or 17082026."""
    return any(
        year[:2] in {"19", "20"} and _is_day(int(year), int(month), int(day))
        for year, month, day in (
            (digits[:4], digits[4:6], digits[6:]),
            (digits[4:], digits[2:4], digits[:2]),
        )
    )


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
