"""Every text shown to people, in one language, with file and entry."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import tomli

from content.language import Language

CONTENT = Path(__file__).parents[2] / "content"

HEARD = frozenset(
    {"courtesies.toml", "cues.toml", "days.toml", "languages.toml", "no.toml", "outcomes.toml", "yes.toml"}
)
"""Files of words typed by people, in any form and with misspellings."""
_HEARD_KEYS = frozenset({"names", "alone", "other_words"})
_FILE_NAMES = "files"
"""The key of the documents' own names, which are not words."""
_CODES = frozenset(language.value for language in Language)
_NOT_WORDS = re.compile(
    r"\{[^{}]*\}"  # a blank
    r"|`[^`]*`"
    r"|\]\([^)]*\)|\bhttps?://\S+|\bwww\.\S+"
    r"|\b[\w.-]+@[\w.-]+"
    r"|\b[\w-]+\.(?:csv|docx|md|toml|no)\b"
)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Text:
    """`entry` is the way to the text in `file`: keys of a TOML file and ids of its entries, or a line's number."""

    file: str
    entry: str
    text: str

    @property
    def words(self) -> set[str]:
        """As they are written; a compound with a hyphen is its parts, and single letters are left out."""
        return {word for word in _WORD.findall(self.plain) if len(word) > 1}

    @property
    def plain(self) -> str:
        """The text without blanks, ids, links and names of files."""
        return _NOT_WORDS.sub(" ", self.text)


@cache
def texts(language: Language) -> tuple[Text, ...]:
    paths = (path for path in sorted(CONTENT.rglob("*")) if path.parent.name != "writing")  # the lists of words
    return tuple(text for path in paths for text in _in_file(path, language.value))


def _in_file(path: Path, code: str) -> Iterator[Text]:
    name = path.relative_to(CONTENT).as_posix()
    whole = path.parent.name if path.parent.name in _CODES else path.stem if path.stem in _CODES else ""
    if path.suffix == ".md" and whole == code:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            yield Text(name, f"line {number}", line)
    elif path.suffix == ".toml" and path.name not in HEARD:
        table = tomli.loads(path.read_text(encoding="utf-8"))
        yield from (Text(name, ".".join(way), text) for way, text in _strings(table, (), whole, code))


def _strings(value: object, way: tuple[str, ...], language: str, code: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every string in `language`, the nearest key that names one, where that is `code`."""
    if isinstance(value, str) and language == code:
        yield way, value
    elif isinstance(value, dict):
        for key, below in value.items():
            yield from _strings(_shown(key, below), (*way, key), key if key in _CODES else language, code)
    elif isinstance(value, list):
        for place, below in enumerate(value):
            name = below.get("id", below.get("key")) if isinstance(below, dict) else None
            yield from _strings(below, (*way, str(name or place)), language, code)


def _shown(key: str, value: object) -> object:
    """What is shown of the value: a command's first name, which the help has, and none of its others."""
    if key == _FILE_NAMES:
        return None
    if key not in _HEARD_KEYS or not isinstance(value, list):
        return value
    return value[:1] if key == "names" else []
