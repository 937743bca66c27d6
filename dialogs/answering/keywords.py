"""An author's own keyword for an answer: how long, how tidied, and which of others' may be offered."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from dialogs.model import limits

MOST_WORDS = 6
_CROWD = 5
"""As many people have to use a keyword before others are offered the keyword."""

_AROUND = " \t#.,;:!?…–-*_«»“”\"'()[]"


def tidied(text: str) -> str:
    """On one line, without marks around: «#Ro.» is «Ro»."""
    return " ".join(text.split()).strip(_AROUND)


def too_long(keyword: str) -> bool:
    return len(keyword) > limits.KEYWORD or len(keyword.split()) > MOST_WORDS


def common(used: Iterable[str]) -> tuple[str, ...]:
    """The keywords that five people use, in any letter case, in the commonest writing; `used` has one a person."""
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for keyword in used:
        written[keyword.casefold()][keyword] += 1
    crowds = [found for found in written.values() if found.total() >= _CROWD]
    ranked = sorted(crowds, key=lambda found: (-found.total(), min(found)))
    return tuple(min(found, key=lambda each: (-found[each], each)) for found in ranked)
