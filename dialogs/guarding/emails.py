"""E-mail addresses, also when hidden from machines: «kari (at) skule.no»."""

import re
from collections.abc import Iterator

_LOCAL, _DOMAIN = 64, 120  # characters
_BEFORE = re.compile(r"[\w.+%\-]{1,64}\s?$")
_AFTER = re.compile(r"\s?[\w\-]{1,63}(?:\.[\w\-]{1,63})+")
_HIDDEN = re.compile(r"\((?:at|a|krøllalfa|alfakrøll)\)|\[at\]|(?<!\w)(?:krøllalfa|alfakrøll)(?!\w)", re.IGNORECASE)
_HIDDEN_BEFORE = re.compile(r"\w[\w.+\-]{0,63}(?:\spunktum\s\w{1,30})?\s?$", re.IGNORECASE)
_HIDDEN_AFTER = re.compile(r"\s?[\w\-]{1,63}(?:(?:\.|\spunktum\s|\s?\(dot\)\s?)[\w\-]{1,63})+", re.IGNORECASE)


def emails(text: str) -> Iterator[tuple[int, int]]:
    place = text.find("@")
    while place >= 0:
        yield from _around(text, place, place + 1, _BEFORE, _AFTER)
        place = text.find("@", place + 1)
    for sign in _HIDDEN.finditer(text):
        yield from _around(text, sign.start(), sign.end(), _HIDDEN_BEFORE, _HIDDEN_AFTER)


def _around(
    text: str, start: int, end: int, before: re.Pattern[str], after: re.Pattern[str]
) -> Iterator[tuple[int, int]]:
    first = max(0, start - _LOCAL - 1)
    local = before.search(text[first:start])
    domain = after.match(text, end, end + _DOMAIN)
    if local and domain:
        yield first + local.start(), domain.end()
