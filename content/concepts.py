"""The concept lexicon: what people in schools speak of, and the words that point to each concept.

A cue is a word or words in a row that point to a concept. A pass is a file of cues, written in one go by one hand:
what two passes say of a concept counts more than what one says.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from content.language import Wording


class PassKind(StrEnum):
    """What sort of words a pass holds; everyday words tell less of their concept than terms do."""

    TERMS = "terms"
    PHRASES = "phrases"
    EVERYDAY = "everyday"


class PassLanguage(StrEnum):
    """Norwegian is bokmål and nynorsk together; English cues are read in English sentences only."""

    NORWEGIAN = "no"
    ENGLISH = "en"


class CueForm(StrEnum):
    """How a cue is found in a text; the value is the sign in front of it in a file."""

    PREFIX = ""  # the beginning of a word
    EXACT = "="  # the whole word
    INFLECTED = "+"  # the word, or the word with an ending: +lek is lek, leken, leker, lekte
    INSIDE = "~"  # the beginning of a word, or of a later part of a compound


class Cue(NamedTuple):
    """`words` are several for words in a row; `text` is the cue as the file has it."""

    text: str
    form: CueForm
    words: tuple[str, ...]


@dataclass(frozen=True)
class Concept:
    """`name` is the keyword that people tap; `areas` are ids of the model."""

    id: str
    name: Wording
    areas: tuple[str, ...]


@dataclass(frozen=True)
class Pass:
    """`cues` by concept id, as the file has them."""

    id: str
    kind: PassKind
    language: PassLanguage
    cues: Mapping[str, tuple[Cue, ...]]


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Equal to itself alone: a lexicon is a key for what is worked out from it, and too large to compare."""

    concepts: Mapping[str, Concept]
    passes: tuple[Pass, ...]

    def cues(self) -> Iterator[tuple[Pass, str, Cue]]:
        """Every cue with its pass and concept."""
        for each in self.passes:
            for concept, cues in each.cues.items():
                for cue in cues:
                    yield each, concept, cue


NO_LEXICON = Lexicon(MappingProxyType({}), ())


def read_cue(text: str) -> Cue:
    """A cue as a file has it: a sign, then a word, or words joined by _."""
    sign = text[:1] if text[:1] in {"=", "+", "~"} else ""
    return Cue(text, CueForm(sign), tuple(text.removeprefix(sign).lower().split("_")))
