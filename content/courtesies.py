"""The courtesies people say, by kind, in every language; loaded once."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import tomli

from content.language import Language
from content.vocabulary.conversing import Courtesy

_BESIDE = "beside"


@cache
def courtesies() -> Mapping[tuple[str, ...], Courtesy | None]:
    """Phrase, as words or as a single emoji -> kind; None for a phrase that may stand beside a courtesy and is none."""
    file = files("content") / "words" / "courtesies.toml"
    tables = tomli.loads(file.read_text(encoding="utf-8"))
    kinds: dict[str, Courtesy | None] = {_BESIDE: None, **{kind.value: kind for kind in Courtesy}}
    return MappingProxyType({phrase: kinds[name] for name in kinds for phrase in _phrases(tables[name])})


def _phrases(table: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    yield from (tuple(phrase.split()) for language in Language for phrase in table[language])
    yield from ((emoji,) for emoji in table["emoji"])
