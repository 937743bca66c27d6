"""The words that documents are filled with, and the program's measures, from content/documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import tomli

from content.language import Language

DOCUMENTS = ("privacy", "unions", "dpia", "record", "accessibility", "archive")
WRITTEN_IN = (Language.NB, Language.NN)


@dataclass(frozen=True)
class DocumentWords:
    """The tables of a words.toml.

    `circles` has a name and readers by rung, `durations` one and many by the letter of ISO 8601, `tables` a name for
    each table of the database, `settings` the words of the gap left by a setting not given.
    """

    files: Mapping[str, str]
    phrases: Mapping[str, str]
    settings: Mapping[str, str]
    headers: Mapping[str, Sequence[str]]
    circles: Mapping[str, Sequence[str]]
    periods: Mapping[str, str]
    durations: Mapping[str, Sequence[str]]
    extent: Mapping[str, str]
    rights: Sequence[Mapping[str, str]]
    tables: Mapping[str, str]


@dataclass(frozen=True)
class Measure:
    """A measure in the program, in words; `held_by` are tests («file::name») that fail without the measure."""

    lists: tuple[str, ...]
    words: Mapping[Language, str]
    held_by: tuple[str, ...]


@cache
def document_words(language: Language) -> DocumentWords:
    return DocumentWords(**_toml(f"{language.value}/words.toml"))


@cache
def template(document: str, language: Language) -> str:
    return _text(f"{language.value}/{document}.md")


@cache
def measures() -> tuple[Measure, ...]:
    return tuple(
        Measure(tuple(one["in"]), {language: one[language.value] for language in WRITTEN_IN}, tuple(one["held_by"]))
        for one in _toml("measures.toml")["measures"]
    )


def _toml(name: str) -> dict[str, Any]:
    return tomli.loads(_text(name))


def _text(name: str) -> str:
    return files("content").joinpath("documents", *name.split("/")).read_text(encoding="utf-8")
