"""Findings that stop new words of an answer, without findings that the author lets pass."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from content.vocabulary.guarding import Stopped
from dialogs.guarding.finding import OVERRIDABLE, Finding, Found, Kind

GAP = "\n\n"
_AROUND = 500
"""Characters of the answer read along before and after new words: the sentence before may name the child."""
_NUMBERS = frozenset({Kind.NATIONAL_ID, Kind.ACCOUNT})
_TOLD, _LONGEST = 3, 120  # stretches, and characters of a stretch
_LEFT_OUT = "…"


@dataclass(frozen=True)
class InContext:
    """New words, from `start` to `end` of `text`, with the words around."""

    text: str
    start: int
    end: int

    @property
    def new(self) -> str:
        return self.text[self.start : self.end]

    def of(self, finding: Finding) -> tuple[Found, ...]:
        """Findings that touch the new words."""
        return tuple(one for one in finding.found if one.start < self.end and one.end > self.start)


@dataclass(frozen=True)
class Stop:
    """A text that is not stored. `found` is empty where the text could not be judged; `text` holds the findings.

    The value lives for one turn, and is never stored or logged.
    """

    text: str = ""
    found: tuple[Found, ...] = ()

    @property
    def is_overridable(self) -> bool:
        return bool(self.found) and all(one.kind in OVERRIDABLE for one in self.found)

    @property
    def told(self) -> Stopped:
        """The reason for the author: kinds, weightiest first, and stretches, without numbers."""
        kinds = tuple(kind.value for kind in Kind if any(one.kind is kind for one in self.found))
        stretches = dict.fromkeys(self._stretch(one) for one in self.found if one.kind not in _NUMBERS)
        taken_out = any(one.kind in _NUMBERS for one in self.found)
        return Stopped(kinds, tuple(stretches)[:_TOLD], self.is_overridable, taken_out)

    def given_back(self, words: str) -> str:
        """The author's words for the form's field, without numbers that are never taken."""
        for one in self.found:
            if one.kind in _NUMBERS:
                words = words.replace(self.text[one.start : one.end], _LEFT_OUT)
        return words

    def _stretch(self, one: Found) -> str:
        stretch = self.given_back(self.text[one.start : one.end]).strip()
        return stretch if len(stretch) <= _LONGEST else f"{stretch[:_LONGEST].rstrip()} …"


def in_context(texts: Sequence[str], place: int) -> InContext:
    """The text at `place` among the texts of one answer."""
    before, new, after = GAP.join(texts[:place])[-_AROUND:], texts[place], GAP.join(texts[place + 1 :])[:_AROUND]
    start = len(before) + len(GAP) if before else 0
    return InContext(GAP.join(part for part in (before, new, after) if part), start, start + len(new))


def left_over(found: Collection[Found], text: str, *, passes: Collection[str], known: str) -> tuple[Found, ...]:
    """Findings let pass neither by a press (`passes`) nor earlier (`known` are the words of the stored answer).

    A kind that is not overridable always stays, also where a forged press names the kind.
    """
    return tuple(one for one in found if not _is_let_pass(one, text, passes, known))


def _is_let_pass(one: Found, text: str, passes: Collection[str], known: str) -> bool:
    if one.kind not in OVERRIDABLE:
        return False
    return one.kind.value in passes or _stands(text[one.start : one.end], known)


def _stands(words: str, known: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", known) is not None
