"""The owner that a skolerute's file names, where the owner is another municipality or school than the meant."""

import re
import unicodedata
from collections.abc import Collection, Iterator

_KIND = re.compile(r"[ -](kommune|herad|skole|skule|barneskole|barneskule|ungdomsskole|ungdomsskule|barnehage)$")
_A_MUNICIPALITY = re.compile(r"(?<!\w)([^\W\d_][\w-]+(?: og [^\W\d_][\w-]+)?)s? (kommune|herad)(?!\w)", re.IGNORECASE)
_ANY = frozenset({"alle", "din", "hele", "hver", "i", "kvar", "heile", "om", "vår", "en", "ei", "for", "av"})
"""Words before «kommune» that are no name."""
_SHORTEST = 3  # letters of a name


def named_elsewhere(titles: Collection[str], own: Collection[str], others: Collection[str]) -> str:
    """The first name in the titles outside `own`, "" for none: of `others`, else of any municipality."""
    mine = {_core(name) for name in own}
    known = {_core(name): name for name in sorted(others) if _core(name) not in mine}
    for title in map(_spaced, titles):
        for core in sorted(known, key=len, reverse=True):
            if len(core) >= _SHORTEST and re.search(rf"(?<!\w){re.escape(core)}s?(?!\w)", title.casefold()):
                return known[core]
    return next((name for title in titles for name in _municipalities(_spaced(title)) if _core(name) not in mine), "")


def _municipalities(title: str) -> Iterator[str]:
    for found in _A_MUNICIPALITY.finditer(title):
        if found[1].casefold() not in _ANY:
            yield f"{found[1]} {found[2]}"


def _core(name: str) -> str:
    """«nordvik» for «Nordvik kommune»."""
    return _KIND.sub("", _spaced(name).casefold())


def _spaced(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("_", " ").split())
