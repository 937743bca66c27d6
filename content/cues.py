"""The guard's cue words and lists of names and places, read from content/guarding."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import tomli


@dataclass(frozen=True)
class Cue:
    """Words with one meaning. `weight`: how much a mark tells of one person; `fuzzy`: also with one letter wrong."""

    words: tuple[str, ...]
    weight: int = 0
    fuzzy: bool = False


@dataclass(frozen=True)
class GuardData:
    """`cues` by "family.name". Names and places are in lower case.

    `words` are given names that a capital letter alone does not tell from a word; `small_words` are words when written
    small.
    """

    cues: Mapping[str, Cue]
    given: frozenset[str]
    surnames: frozenset[str]
    words: frozenset[str]
    small_words: frozenset[str]
    places: frozenset[str]
    authors: tuple[str, ...]


@cache
def guard_data() -> GuardData:
    """Everything, read once per process. Raises OSError, TOMLDecodeError or KeyError where a file is gone or broken."""
    return GuardData(
        cues=MappingProxyType(_cues(tomli.loads(_text("cues.toml")))),
        given=_names("given_names.txt"),
        surnames=_names("surnames.txt"),
        words=_names("names_that_are_words.txt"),
        small_words=_names("names_small_words.txt"),
        places=_names("places.txt"),
        authors=tuple(_text("authors.txt").splitlines()),
    )


def _cues(families: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, Cue]:
    return {
        f"{family}.{name}": Cue(tuple(cue["words"]), cue.get("weight", 0), fuzzy=cue.get("fuzzy", False))
        for family, cues in families.items()
        for name, cue in cues.items()
    }


def _names(file: str) -> frozenset[str]:
    return frozenset(line.lower() for line in _text(file).splitlines() if line)


def _text(file: str) -> str:
    return unicodedata.normalize("NFC", (files("content") / "guarding" / file).read_text(encoding="utf-8"))
