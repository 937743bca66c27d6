"""The texts in content/words: looked up by message class and language, blanks filled from the message's fields."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import tomli

from content.commands import command_called
from content.dates import Deadline, Period, full_date, moment, period, until
from content.language import Language

FAMILIES = (
    "prompting",
    "conversing",
    "digesting",
    "dilemmas",
    "tidying",
    "drafting",
    "guarding",
    "noting",
    "tagging",
    "proposing",
    "committing",
    "banking",
    "practicing",
    "deciding",
    "knowing",
    "looking_after",
    "rhythm",
    "glass_box",
    "members",
    "files",
    "people_lists",
    "overview",
    "meeting",
    "meetings",
    "pages",
    "pictures",
    "series",
    "programs",
    "planning",
    "settings",
    "layers",
    "questions",
    "school_year",
)

COMMAND = "say_"
"""Before a command's id in a blank: `{say_help}` is what «hjelp» is called in the language."""


@cache
def all_words(language: Language) -> Mapping[str, Mapping[str, str]]:
    """Every table of the language by class name; read once per process."""
    tables: dict[str, Mapping[str, str]] = {}
    for family in FAMILIES:
        file = files("content") / "words" / family / f"{language.value}.toml"
        tables |= tomli.loads(file.read_text(encoding="utf-8"))
    return MappingProxyType(tables)


def words(message: object, language: Language) -> Mapping[str, str]:
    """The raw parts of a message (or of its class), with blanks unfilled."""
    kind = message if isinstance(message, type) else type(message)
    return all_words(language)[kind.__name__]


def phrase(message: object, part: str, language: Language, **extra: str | int) -> str:
    """A part with its blanks filled from the message's fields; `extra` overrides fields.

    Values are inserted unchanged, braces included. Dates, datetimes, deadlines and periods become words. Raises
    LookupError for an unknown part.
    """
    found = words(message, language).get(part)
    if found is None:
        raise LookupError(f"content/words has no part {part!r} of {message!r} in {language.value}; add it there")
    if "{" not in found:  # most buttons and labels
        return found
    return found.format_map(_Blanks(message, language, extra))


def plural_phrase(message: object, part: str, language: Language, number: int, **extra: str | int) -> str:
    """The part `part`_one for 1, `part`_many for every other number."""
    return phrase(message, f"{part}_{'one' if number == 1 else 'many'}", language, **extra)


class _Blanks(dict[str, object]):
    """A message's fields by name, and commands' names, found on lookup: most parts use few of them."""

    def __init__(self, message: object, language: Language, extra: Mapping[str, object]) -> None:
        super().__init__(extra)
        self._message = message
        self._language = language

    def __missing__(self, name: str) -> object:
        if name.startswith(COMMAND):
            return command_called(name.removeprefix(COMMAND)).words[self._language].names[0]
        if isinstance(self._message, type) or name not in getattr(self._message, "__dataclass_fields__", ()):
            raise KeyError(name)
        value = getattr(self._message, name)
        if isinstance(value, datetime):
            return moment(value, self._language)
        if isinstance(value, Deadline):
            return until(value, self._language)
        if isinstance(value, Period):
            return period(value, self._language)
        return full_date(value, self._language) if isinstance(value, date) else value
