"""Stems for the search: one for all forms of a word, in bokmål and nynorsk, and those of a compound's parts."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from dialogs.knowledge.spelling import brought_together
from dialogs.knowledge.themes.stems import stem
from dialogs.searching.words import DOERS, PARTS, TWINS

_WORD = re.compile(r"[^\W_]+")
_FORMS = "s e es en ens ene enes ne nes er ers ar ane anes aen aer aene"
_ENDINGS = ("", *_FORMS.split())
_LONG_ENOUGH = 7
"""Letters of a word that may be a compound."""
_SHORTEST_PART, _SHORTEST_KNOWN, _SHORTEST_REST = 3, 4, 5
_LONGEST_WORD = 40


def words_in(text: str) -> list[str]:
    """The words in small letters; a hyphen parts two, and letters after the fortieth of one are left out."""
    return [word[:_LONGEST_WORD] for word in _WORD.findall(text.casefold())]


def stems_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Every stem of the texts once, in the order of the alphabet, which tells nothing of the words' order."""
    words = {word for text in texts for word in words_in(text)}
    return tuple(sorted({one for word in words for one in (stem_of(word), *parts_of(word))} - {""}))


@lru_cache(4096)
def stem_of(word: str) -> str:
    """The stem of a word in small letters; "" for a small word, such as «og»."""
    shared = brought_together(word)
    shared = TWINS.get(shared, shared)
    who = (shared[: len(shared) - len(ending)] for ending in _ENDINGS if shared.endswith(ending))
    found = next((one for one in who if one in DOERS), "") or stem(shared)
    return found[:-1] if found.endswith("mm") else found  # «rommet» is of «rom»: no word ends in mm


@lru_cache(4096)
def parts_of(word: str) -> tuple[str, ...]:
    """The stems of a compound's parts, () for any other word: «klasseledelse» gives those of «klasse» and «ledelse»."""
    shared = brought_together(word)
    if len(shared) < _LONG_ENOUGH or stem_of(word) in DOERS:
        return ()
    whole = _whole(shared)
    return _half(shared) if not whole else whole if len(whole) > 1 else ()


def _whole(word: str) -> tuple[str, ...]:
    """The parts of a word made of known parts alone; the stem of one known word; () else."""
    if stem_of(word) in _STEMS:
        return (stem_of(word),)
    for first, rest in _parted(word):
        if first in _FIRST and (last := _whole(rest)):
            return (stem_of(_FIRST[first]), *last)
    return ()


def _half(word: str) -> tuple[str, ...]:
    """The parts of a word of which one alone is known, and long enough for that to be no accident."""
    for known in (PARTS, _FIRST):
        for first, rest in _parted(word):
            if first in known and len(first) >= _SHORTEST_KNOWN and len(rest) >= _SHORTEST_REST:
                return tuple(filter(None, (stem_of(_FIRST[first]), stem_of(rest))))
    for first, rest in _parted(word):
        if len(rest) >= _SHORTEST_REST and len(first) >= _SHORTEST_KNOWN and stem_of(rest) in _STEMS:
            return tuple(filter(None, (stem_of(first), stem_of(rest))))
    return ()


def _parted(word: str) -> Iterator[tuple[str, str]]:
    """The longest first part first."""
    for at in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
        yield word[:at], word[at:]


_FIRST = {f"{part}{joint}": part for joint in ("e", "s", "") for part in PARTS}
"""A part as it begins a compound -> the part."""
_STEMS = frozenset(map(stem_of, PARTS)) - {""}
