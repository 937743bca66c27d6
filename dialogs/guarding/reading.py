"""A text as the guard reads it: plain characters, tokens, sentences."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+|[^\s\w]|_")
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_ENDS = frozenset(".!?…")
_SHORT = frozenset(
    [
        "bl",
        "a",
        "f",
        "eks",
        "m",
        "fl",
        "osv",
        "ca",
        "kl",
        "nr",
        "tlf",
        "kap",
        "jf",
        "st",
        "dr",
        "mob",
        "tel",
        "evt",
        "ev",
        "pga",
        "dvs",
        "mm",
        "st",
        "hr",
        "fr",
        "sr",
        "jr",
        "vgs",
        "nb",
        "nn",
        "s",
    ]
)
_FOLDED = str.maketrans("æøåäöéèêëüáàâíìóòúçčšžńłśźżąęšŋđŧğı", "aoaaoeeeeuaaaiioouccsznlszzaesndtgi")
_TWICE = re.compile(r"(.)\1+")


class Token(NamedTuple):
    """A word, a number or a sign; `start` and `end` are places in the plain text, `fold` is `folded(lower)`."""

    text: str
    lower: str
    fold: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def is_number(self) -> bool:
        return self.text[0].isdecimal()

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


@dataclass(frozen=True)
class Plain:
    """`text` has no invisible and no compound characters; `origins` are their places in the original text."""

    text: str
    origins: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        if self.origins is None:
            return start, end
        return self.origins[start], self.origins[end]


def plain(text: str) -> Plain:
    if text.isascii() or (unicodedata.is_normalized("NFKC", text) and not _INVISIBLE.search(text)):
        return Plain(text)
    pieces: list[str] = []
    origins: list[int] = []
    for start, end in _clusters(text):
        piece = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text[start:end]))
        pieces.append(piece)
        origins.extend([start] * len(piece))
    return Plain("".join(pieces), [*origins, len(text)])


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """A letter and its combining marks."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not unicodedata.combining(text[place]):
            yield start, place
            start = place


def tokens(text: str) -> list[Token]:
    words = [(found[0], *found.span()) for found in _TOKEN.finditer(text)]
    lower = [word.lower() for word, _, _ in words]
    folds = folded("\n".join(lower)).split("\n")  # all at once: no word holds a line break, and nothing folds across
    return [Token(word, low, fold, start, end) for (word, start, end), low, fold in zip(words, lower, folds)]  # noqa: B905 - of one length


def sentences(text: str, read: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Ranges of tokens. The stop of «4. trinn», «K.H.» or «f.eks.» ends no sentence."""
    start = 0
    has_lines = "\n" in text
    for place, token in enumerate(read[:-1]):
        if (has_lines or token.text in _ENDS) and _ends(text, read, place, token):
            yield start, place + 1
            start = place + 1
    if read:
        yield start, len(read)


def _ends(text: str, read: Sequence[Token], place: int, token: Token) -> bool:
    gap = text[token.end : read[place + 1].start]
    if "\n" in gap:
        return True
    if token.text not in _ENDS or not gap:
        return False
    if token.text != "." or place == 0:
        return True
    before = read[place - 1]
    if before.is_number:
        return read[place + 1].is_capital
    return len(before.text) > 1 and before.lower not in _SHORT


def folded(word: str) -> str:
    """The same for «jennta» and «jenta», «slår» and «slaar», «øver» and «oever»; takes words in lower case."""
    return _TWICE.sub(_once, word.translate(_FOLDED).replace("oe", "o").replace("ae", "a"))


def _once(twice: re.Match[str]) -> str:
    return twice[1]
