"""Which words of a name stood in somebody's answer: the name goes no further than those words do."""

from collections.abc import Collection, Iterable

from dialogs.knowledge.concepts import lower_words

_SHORTEST, _ALIKE = 4, 5  # letters: of a word that begins another, and in common to two forms of a word
_ENDING = 2  # letters of the shorter word's end, by which its forms may differ


def borrowed(name: str, texts: Iterable[str]) -> tuple[str, ...]:
    """The words of the name that stand in any of the texts, in any form."""
    said = _words(texts)
    return tuple(word for word in dict.fromkeys(lower_words(name)) if _is_said(word, said))


def may_be_told(needed: Collection[str], texts: Iterable[str]) -> bool:
    """Whether each of the borrowed words stands in the texts that a reader may read."""
    said = _words(texts) if needed else frozenset[str]()
    return all(_is_said(word, said) for word in needed)


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in lower_words(text))


def _is_said(word: str, said: Collection[str]) -> bool:
    return word in said or any(_are_forms(word, other) for other in said)


def _are_forms(one: str, other: str) -> bool:
    """«krangel» and «kranglet» are; so are a word and what it begins, as «fadder» and «fadderordning»."""
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST:
        return False
    return long.startswith(short) or (
        len(short) >= _ALIKE and long.startswith(short[: max(_ALIKE, len(short) - _ENDING)])
    )
