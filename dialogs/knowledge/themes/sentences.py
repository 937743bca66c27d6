"""The sentences of an answer, as people write on a phone: without capitals, with bullets and line breaks."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_BULLET = re.compile(r"(?:[-–—•*·]|\d{1,2}\))[ \t]+")
_END = re.compile(r"[.!?]+[\"”»'’)\]]*(?=\s)|…[\"”»'’)\]]*(?=\s+[^\W\da-zæøå_])|\n+")
_NO_END = re.compile(
    r"(?<![^\s(])(?:[^\W\d_]|\d+(?=\.\s+(?-i:[a-zæøå]))|bl\.a|ca|dvs|e\.g|el|etc|evt|f\.eks|feks|i\.e|jf|kap|kl|m\.a|mfl|mht|mtp"
    r"|mv|nr|osb|osv|pga|t\.d|t\.o\.m|tlf|vgs)\.(?=\s)",
    re.IGNORECASE,
)
"""An abbreviation, an initial or an ordinal before its word."""
_LOOKED_BACK = 8  # characters


class Sentence(NamedTuple):
    """From `start` to `end` in code points, without the space around it and without its bullet."""

    start: int
    end: int


def sentences(text: str) -> list[Sentence]:
    """In the order of the text; a text without letters or signs has none."""
    return list(_sentences(text))


def _sentences(text: str) -> Iterator[Sentence]:
    start = 0
    for found in _END.finditer(text):
        if found[0] == "." and _is_abbreviation(text, start, found.end()):
            continue
        yield from _trimmed(text, start, found.end())
        start = found.end()
    yield from _trimmed(text, start, len(text))


def _is_abbreviation(text: str, start: int, end: int) -> bool:
    looked_at = max(start, end - _LOOKED_BACK)
    return any(found.end() == end for found in _NO_END.finditer(text, looked_at))


def _trimmed(text: str, start: int, end: int) -> Iterator[Sentence]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if bullet := _BULLET.match(text, start, end):
        start = bullet.end()
    if start < end:
        yield Sentence(start, end)
