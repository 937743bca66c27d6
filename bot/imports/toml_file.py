"""A TOML file that people bring: read as a table, and checked key by key."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TypeVar

import tomli

from bot.errors import SloyfaError
from bot.imports.tables import ID, ID_RULE, did_you_mean
from content.cleaning import clean_toml
from content.plan_words import in_file
from content.vocabulary.plan_faults import PlanFault
from dialogs.calendar.instants import WrongDuration, read_duration
from dialogs.model import limits
from dialogs.model.limits import too_long

_YEARS = range(2000, 2200)  # a date outside is a typing error
_PERSON = re.compile(r"[^@\s]+@[^@\s]+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WORDS: Mapping[type, str] = {
    str: "a text in quotation marks",
    list: "a list in [ ]",
    bool: "true or false, without quotation marks",
    int: "a whole number",
    date: "a date like 2026-11-24, without a time",
    datetime: "a day and a local time like 2026-12-10T09:00:00",
    time: "a time like 08:00, without quotation marks",
}
_Choice = TypeVar("_Choice")
_Value = TypeVar("_Value")


def read_toml(path: Path, wrong: type[SloyfaError]) -> dict[str, Any]:
    """The file's tables. Raises `wrong`, naming the file and, for text that is not TOML, the line."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return clean_toml(text)
    except OSError as error:
        raise wrong(f"{path}: the file cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise wrong(f"{path.name}, line {line}: this is not UTF-8; save the file as UTF-8") from error
    except tomli.TOMLDecodeError as error:
        raise wrong(_not_toml(path.name, text, str(error))) from error


def _not_toml(file: str, text: str, said: str) -> str:
    """The parser's message with the line in front, and a hint for the commonest errors."""
    lines = text.splitlines()
    found = re.search(r" \(at line (\d+), column \d+\)| \(at end of document\)", said)
    line = int(found[1]) if found and found[1] else len(lines)
    here = lines[line - 1] if line <= len(lines) else ""
    clock = re.search(r"=\s*[0-9]{1,2}:[0-9]{2}\s*(#.*)?$", here)
    hint = "; a time needs two digits for the hour, e.g. 08:00" if clock else ""
    if set(here) & set("“”„"):
        hint = '; use straight quotation marks (")'
    return f"{file}, line {line}: this is not TOML: {said[: found.start()] if found else said}{hint}"


@dataclass(frozen=True)
class Section:
    """A table of the file. A faulty value is added to `faults` and replaced by a harmless value."""

    file: str
    name: str
    values: Mapping[str, Any]
    faults: list[str]

    def fault(self, key: str, sentence: str) -> None:
        self.faults.append(f"{self.file}: {self.name} {key}: {sentence}" if self.name else f"{self.file}: {sentence}")

    def told(self, fault: PlanFault) -> None:
        self.fault(fault.key, in_file(fault))

    def check_keys(self, keys: Collection[str]) -> None:
        for key in (key for key in self.values if key not in keys):
            self.fault(key, f"there is no key {key}; use {', '.join(keys)}{did_you_mean(key, keys)}")

    def of_type(self, key: str, kind: type[_Value]) -> _Value | None:
        """The value, if exactly of that type (a datetime is no date here, a bool no number); else None."""
        value = self.values.get(key)
        if value is None or type(value) is kind:
            return value
        self.fault(key, f"{shown(value)} is not {_WORDS[kind]}")
        return None

    def require(self, key: str, sentence: str) -> None:
        """A fault for a missing key; a faulty value has been reported already."""
        if key not in self.values:
            self.fault(key, f"this is missing; {sentence}")

    def text(self, key: str) -> str:
        return (self.of_type(key, str) or "").strip()

    def needed_text(self, key: str, sentence: str) -> str:
        value = self.text(key)
        self.require(key, sentence)
        if not value and isinstance(self.values.get(key), str):
            self.fault(key, f"this is empty; {sentence}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, none empty and none twice."""
        values = self.of_type(key, list) or []
        told = [value.strip() for value in values if isinstance(value, str) and value.strip()]
        for value in values:
            if not isinstance(value, str) or not value.strip():
                self.fault(key, f"{shown(value)} in the list is not {_WORDS[str]}")
        for value in dict.fromkeys(value for value in told if told.count(value) > 1):
            self.fault(key, f'"{value}" is there twice')
        return tuple(told)

    def choice(self, key: str, kinds: Mapping[str, _Choice], default: _Choice) -> _Choice:
        value = self.of_type(key, str)
        if value is not None and value not in kinds:
            self.fault(key, f'"{value}" is none of {", ".join(kinds)}{did_you_mean(value, kinds)}')
        return default if value is None else kinds.get(value, default)

    def duration(self, key: str, default: str) -> str:
        value = self.of_type(key, str)
        if not value and (value is None or not default):
            return default
        try:
            read_duration(value)
        except WrongDuration as error:
            self.fault(key, str(error))
            return default
        return value

    def person(self, key: str, value: str) -> str:
        if value and not _PERSON.fullmatch(value.lower()):
            self.fault(key, f'"{value}" is neither a UPN, like guro@nordvik.example, nor an aad_object_id')
        return value.lower()

    def identifier(self, key: str, sentence: str) -> str:
        value = self.needed_text(key, sentence)
        if value and not ID.fullmatch(value):
            self.fault(key, f'"{value}" is not an id; {ID_RULE}')
        elif why := too_long(value, limits.ID):
            self.fault(key, why)
        return value

    def day(self, key: str) -> date | None:
        value = self.of_type(key, date)
        return value if value is not None and self.is_near(key, value) else None

    def is_near(self, key: str, value: date) -> bool:
        """Whether the year is a likely one; a fault is added where not."""
        if value.year not in _YEARS:
            self.fault(key, f"{value} is too far away; is the year right?")
        return value.year in _YEARS


def shown(value: object) -> str:
    """The value roughly as the file has it."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)
