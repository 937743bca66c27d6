"""How far the lexicon reaches: answers without a concept, and the words that no concept holds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Uncovered:
    """`word` is the form that most people use; `forms` are all, the commonest first."""

    word: str
    people: int
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Coverage:
    """`silent` counts the answers in which no concept is found."""

    answers: int
    silent: int
    words: tuple[Uncovered, ...]
