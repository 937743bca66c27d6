"""A plain search through texts: every word has to be found, in any letter case, with or without diacritics."""

import unicodedata
from collections.abc import Sequence

_ALIKE = str.maketrans({"æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ŋ": "n", "ŧ": "t", "ł": "l", "œ": "oe"})
"""Letters that Unicode does not take apart, as people write them on a foreign keyboard."""


def folded(text: str) -> str:
    """The text in small letters without diacritics: «Égne Øvingar» is «egne ovingar»."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_ALIKE))
    return "".join(char for char in apart if not unicodedata.combining(char))


def sought(search: str) -> tuple[str, ...]:
    """The folded words of a search, () for a search without any word."""
    return tuple(folded(search).split())


def is_found(words: Sequence[str], *texts: str) -> bool:
    """Whether each of the folded words stands in one of the texts, also as part of a longer word."""
    read = folded("\n".join(texts))
    return all(word in read for word in words)
