"""Number plates of cars."""

import re
from collections.abc import Iterator

_PLATE = re.compile(r"(?<![\w-])([A-Za-z]{2})[ -]?(\d{4,5})(?![\w%])", re.ASCII)
_DIGITS = 5


def plates(text: str, others: frozenset[str], *, named: bool) -> Iterator[tuple[int, int]]:
    """Two capital letters and five digits; where the text speaks of cars, small letters or four digits too.

    `others` are letters, in lower case, that stand before other numbers.
    """
    for found in _PLATE.finditer(text):
        letters, digits = found.groups()
        is_plate = letters.isupper() and len(digits) == _DIGITS
        if letters.lower() not in others and (is_plate or named):
            yield found.span()
