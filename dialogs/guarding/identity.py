"""Norwegian identity numbers: birth, D-, H- and FH-numbers, synthetic numbers, under today's rule and the rule of 2032.

The rules are Skatteetaten's («Nytt fødselsnummer fra 2032»): numbers issued from 1 January 2032 on have a first
control digit that leaves 0, 1, 2 or 3 where today's leaves 0; the second is as before. D-numbers add 40 to the day,
H-numbers 40 to the month, synthetic numbers 80 to the month.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from stdnum.no import fodselsnummer

from dialogs.guarding.digits import Run

LENGTH = 11
_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_REMAINDERS_SINCE_2032 = range(4)
_D_NUMBER, _H_NUMBER, _SYNTHETIC = 40, 40, 80
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SHAPES = {(11,), (6, 5), (2, 2, 2, 5), (2, 2, 2, 3, 2), (6, 3, 2), (6, 2, 3), (3, 3, 5), (2, 2, 7), (4, 2, 5)}
_LONG_DATES = {(2, 2, 4, 5), (8, 5)}
_CENTURY = "19"


@dataclass(frozen=True)
class Identity:
    """A place in the text; `valid`: the control digits are right, else a digit may be mistyped."""

    start: int
    end: int
    valid: bool


def identity_numbers(run: Run, *, named: bool) -> Iterator[Identity]:
    """Valid and suspicious numbers; `named`: the text mentions identity numbers."""
    for window in run.windows(LENGTH):
        valid = is_valid(window.digits)
        if valid or (window.shape in _SHAPES and (named or has_date(window.digits))):
            yield Identity(window.start, window.end, valid)
    for window in run.windows(LENGTH + len(_CENTURY)):
        if window.shape in _LONG_DATES and is_valid(without_century(window.digits)):
            yield Identity(window.start, window.end, valid=True)


def is_valid(digits: str) -> bool:
    return (has_date(digits) or digits[0] in "89") and _has_control_digits(digits)


def has_date(digits: str) -> bool:
    """Whether the first four digits are a day and a month, without the additions of other kinds of numbers."""
    day, month = int(digits[:2]), int(digits[2:4])
    day -= _D_NUMBER if day > _D_NUMBER else 0
    month -= _SYNTHETIC if month > _SYNTHETIC else _H_NUMBER if month > _H_NUMBER else 0
    return 1 <= month <= len(_DAYS) and 1 <= day <= _DAYS[month - 1]


def _has_control_digits(digits: str) -> bool:
    remainder = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits[:9], strict=True)) + int(digits[9])
    return remainder % 11 in _REMAINDERS_SINCE_2032 and fodselsnummer.calc_check_digit2(digits[:10]) == digits[10]


def without_century(digits: str) -> str:
    """A date with four digits for the year, before the five digits, as eleven digits."""
    return digits[:4] + digits[6:]
