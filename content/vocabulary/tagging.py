"""What is said of an author's own keyword for an answer; offered it is on the receipt (`prompting.py`)."""

from dataclasses import dataclass

from content.vocabulary.guarding import Stopped


@dataclass(frozen=True)
class NoKeyword:
    """The field for a keyword was empty; nothing is changed."""


@dataclass(frozen=True)
class KeywordTooLong:
    """The keyword has more than `words` words or `letters` characters, and is not kept."""

    words: int
    letters: int


@dataclass(frozen=True)
class KeywordStopped:
    """The guard has stopped the keyword; nothing of it is kept."""

    stopped: Stopped


@dataclass(frozen=True)
class KeywordPoints:
    """The keyword may point at somebody, and the answer is shared beyond the group; it is not kept."""


@dataclass(frozen=True)
class NothingToTag:
    """A keyword for an answer that does not stand: none was given, or it is taken back or over."""


@dataclass(frozen=True)
class KeywordKept:
    """After «stikkord: …»: the keyword stands on the answer to question `number`."""

    number: int
    question: str


@dataclass(frozen=True)
class KeywordGone:
    """After «stikkord: nei»: the answer to question `number` has no keyword."""

    number: int
    question: str


@dataclass(frozen=True)
class TaggedInText:
    """An answer that a keyword can be given to in text; `offered` are words of the catalogue that fit."""

    number: int
    question: str
    offered: tuple[str, ...]
    has_keyword: bool


@dataclass(frozen=True)
class KeywordsInText:
    """The answers that a keyword can be given to, as plain text, for whoever cannot use the cards; at least one."""

    answers: tuple[TaggedInText, ...]


_Refused = NoKeyword | KeywordTooLong | KeywordStopped | KeywordPoints | NothingToTag
Tagging = _Refused | KeywordKept | KeywordGone | KeywordsInText
