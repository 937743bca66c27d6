"""Bank accounts and payment cards."""

import re
from collections.abc import Iterator

from stdnum import iban, luhn
from stdnum.no import kontonr

from dialogs.guarding.digits import Run

_LENGTH = 11
_SHAPE = (4, 2, 5)
_CARD = 16
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z\d]){11,30}\b", re.ASCII)


def accounts(run: Run, *, named: bool) -> Iterator[Run]:
    """Account numbers with their control digit; where the text speaks of accounts, mistyped ones too."""
    for window in run.windows(_LENGTH):
        tight = window.shape in {_SHAPE, (_LENGTH,)}
        if (named or tight) and ((named and tight) or kontonr.is_valid(window.digits)):
            yield window
    for window in run.windows(_CARD):
        if window.shape in {(4, 4, 4, 4), (_CARD,)} and luhn.is_valid(window.digits):
            yield window


def ibans(text: str) -> Iterator[tuple[int, int]]:
    for found in _IBAN.finditer(text):
        for end in _ends(found):
            if iban.is_valid(text[found.start() : end], check_country=False):
                yield found.start(), end
                break


def _ends(found: re.Match[str]) -> Iterator[int]:
    """The longest first: the words after the number may look like further groups."""
    yield found.end()
    yield from (found.start() + space for space, sign in reversed([*enumerate(found[0])]) if sign == " ")
