"""The app as Teams lists it: names, descriptions and icons."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import tomli

from content.language import Language

SHORT_NAME = "Sløyfa"
ACCENT = "#5B5FC7"
"""The colour of the icon's ground, and of the main button on the cards in Teams."""
ICONS = ("color.png", "outline.png")


@dataclass(frozen=True)
class Listing:
    """The app in one language: `name` in full, `short` for one line, `full` in paragraphs; `tab` with its pages.

    `search` is of the sharing bank, and `sought` its field, each with a line of help.
    """

    name: str
    short: str
    full: str
    tab: str
    search: str
    search_help: str
    sought: str
    sought_help: str


@cache
def listings() -> Mapping[Language, Listing]:
    tables = tomli.loads((files("content") / "words" / "app.toml").read_text(encoding="utf-8"))
    return {
        language: Listing(**{key: text.strip() for key, text in tables[language.value].items()})
        for language in Language
    }


def icon(name: str) -> bytes:
    """The PNG file of one of ICONS."""
    return (files("content") / "app_icons" / name).read_bytes()
