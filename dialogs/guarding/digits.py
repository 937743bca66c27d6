"""Digits of one number, with the signs between."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_BETWEEN = r"[\s.,:/·•'’*|_()\-\u2010-\u2015\u2212]{0,3}"
_RUN = re.compile(rf"\d(?:{_BETWEEN}\d)*")
_GROUP = re.compile(r"\d+")
_SHORTEST = 8  # characters: no phone, account or identity number has fewer digits


@dataclass(frozen=True, slots=True)
class Run:
    """Groups of digits with at most three signs between.

    `groups` are places in the text; `digits` are all digits of the groups, turned into ASCII.
    """

    text: str
    groups: Sequence[tuple[int, int]]
    digits: str

    def windows(self, length: int) -> Iterator["Run"]:
        """Every row of whole groups with `length` digits in all."""
        first = counted = offset = 0
        for last, (start, end) in enumerate(self.groups):
            counted += end - start
            while counted > length and first <= last:
                dropped = self.groups[first][1] - self.groups[first][0]
                counted -= dropped
                offset += dropped
                first += 1
            if counted == length:
                yield Run(self.text, self.groups[first : last + 1], self.digits[offset : offset + length])

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(end - start for start, end in self.groups)

    @property
    def start(self) -> int:
        return self.groups[0][0]

    @property
    def end(self) -> int:
        return self.groups[-1][1]

    @property
    def between(self) -> str:
        """The signs between the groups."""
        return "".join(self.text[end : self.groups[n + 1][0]] for n, (_, end) in enumerate(self.groups[:-1]))


def runs(text: str) -> Iterator[Run]:
    """The numbers long enough to be somebody's."""
    for found in _RUN.finditer(text):
        if found.end() - found.start() < _SHORTEST:
            continue
        groups = [group.span() for group in _GROUP.finditer(text, *found.span())]
        digits = "".join(text[start:end] for start, end in groups)
        yield Run(text, groups, digits if digits.isascii() else "".join(str(int(digit)) for digit in digits))
