"""Reading of a TOML file of the catalogue, key by key; faults are collected, not raised, so that all are named."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import tomli

from content.cleaning import clean_toml
from content.language import Wording

Choice = TypeVar("Choice", bound=StrEnum)

_DURATION = re.compile(r"P(?=.)(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?")
LONGEST_ID = 80  # characters; the width of id columns in the database
_ID_LINE = re.compile(r"""^[ \t]*id[ \t]*=[ \t]*["']([^"'\n]+)["']""", re.MULTILINE)
_MOST_SHOWN = 20  # ids listed in a fault; a longer list is not read
_LISTS: Mapping[type[object], str] = {str: "must be a list of texts", int: "must be a list of whole numbers"}
_KINDS: Mapping[type[object], str] = {str: "a text", int: "a whole number", bool: "true or false", date: "a date"}


@dataclass(frozen=True)
class Fault:
    """A fault in a file, with the remedy; `key` is "" for the file as a whole.

    `line` is where the entry of `key` has its id, 0 where unknown.
    """

    file: str
    key: str
    problem: str
    line: int = 0

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return ": ".join(part for part in (where, self.key, self.problem) if part)


class CatalogueFaults(Exception):
    """The catalogue cannot be used; `faults` holds every fault of every file."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


def with_lines(faults: Iterable[Fault], text: str) -> tuple[Fault, ...]:
    """`faults` with line numbers, found by the ids in `text`, the text of the file."""
    lines = {found[1]: text.count("\n", 0, found.start(1)) + 1 for found in reversed([*_ID_LINE.finditer(text)])}
    return tuple(replace(fault, line=lines.get(_id_in(fault.key, lines), 0)) for fault in faults)


def _id_in(key: str, ids: Collection[str]) -> str:
    return next((part for part in key.split(".") if part in ids), "")


@dataclass
class Table:
    """A table of a file.

    A missing or wrong value becomes a fault, and a placeholder of the right type is returned, so that the caller reads
    on to the next key. Placeholders are never used: a catalogue with faults is not handed out.
    """

    file: str
    at: str
    values: Mapping[str, object]
    faults: list[Fault]
    _asked: set[str] = field(default_factory=set)

    def fault(self, key: str, problem: str) -> None:
        self.faults.append(Fault(self.file, ".".join(part for part in (self.at, key) if part), problem))

    def holds(self, key: str) -> bool:
        """Whether a key is there that may be missing."""
        self._asked.add(key)
        return key in self.values

    def text(self, key: str, *, optional: bool = False) -> str:
        found = self._get(key, str, optional=optional)
        if not isinstance(found, str):
            return ""
        if not found.strip():
            self.fault(key, "is empty; write a text, or take the key away if it may be missing")
        return found

    def entry_id(self) -> str:
        """The entry's own id, at most LONGEST_ID characters."""
        found = self.text("id")
        if len(found) > LONGEST_ID:
            self.fault("id", f"is {len(found)} characters long; {LONGEST_ID} is the most")
        return found

    def positive(self, key: str) -> int:
        """A whole number above zero."""
        found = self._get(key, int)
        if not isinstance(found, int):
            return 1
        if found < 1:
            self.fault(key, f"is {found}; it must be 1 or more")
        return found

    def positives(self, key: str) -> tuple[int, ...]:
        """Whole numbers above zero; empty where the key is missing."""
        found = self._list(key, int, optional=True)
        for wrong in (item for item in found if isinstance(item, bool) or (isinstance(item, int) and item < 1)):
            self.fault(key, f"holds {str(wrong).lower()}; each must be 1 or more")
        return tuple(item for item in found if isinstance(item, int))

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """A boolean; the key is required unless there is a default."""
        found = self._get(key, bool, optional=default is not None)
        return found if isinstance(found, bool) else bool(default)

    def day(self, key: str) -> date:
        found = self._get(key, date)
        return found if isinstance(found, date) else date.min

    def day_or_none(self, key: str) -> date | None:
        self._asked.add(key)
        return self.day(key) if key in self.values else None

    def duration(self, key: str) -> str:
        """An ISO 8601 duration of weeks, days and clock time, longer than zero."""
        found = self.text(key)
        if found and not (_DURATION.fullmatch(found) and re.search(r"[1-9]", found)):
            self.fault(key, f"«{found}» is not a length of time; write for example P2D (two days) or PT45M")
        return found

    def choice(self, key: str, kind: type[Choice], *, default: Choice | None = None) -> Choice:
        found = self.text(key, optional=default is not None)
        return default if default is not None and not found else self._choose(key, found, kind)

    def choices(self, key: str, kind: type[Choice], *, at_least: int = 1) -> tuple[Choice, ...]:
        return tuple(self._choose(key, found, kind) for found in self.texts(key, at_least=at_least))

    def texts(self, key: str, *, at_least: int = 1) -> tuple[str, ...]:
        found = self._list(key, str, optional=at_least == 0)
        texts = tuple(item for item in found if isinstance(item, str))
        if key in self.values and len(texts) < at_least:
            self.fault(key, f"holds {len(texts)}; it must hold at least {at_least}")
        return texts

    def check_known(self, key: str, found: Iterable[str], known: Collection[str]) -> None:
        """Add a fault for each id in `found` that is not in `known`, with the nearest known id as a suggestion."""
        for unknown in (id_ for id_ in found if id_ not in known):
            near = get_close_matches(unknown, known, n=1)
            meant = f"did you mean «{near[0]}»?" if near else _some(known)
            self.fault(key, f"«{unknown}» is not known; {meant}")

    def translated(self, key: str) -> Wording:
        """The table `key` as a text in several languages."""
        return self.table(key).wording(alone=True)

    def translated_or_none(self, key: str) -> Wording | None:
        self._asked.add(key)
        return self.translated(key) if key in self.values else None

    def wording(self, *, alone: bool = False) -> Wording:
        """This table's own nb, nn and en; `alone`: any other key in the table is a fault."""
        found = Wording(self.text("nb"), self.text("nn"), self.text("en", optional=True) or None)
        if alone:
            self.close()
        return found

    def table(self, key: str) -> "Table":
        self._asked.add(key)
        found = self.values.get(key)
        at = f"{self.at}.{key}" if self.at else key
        if isinstance(found, dict):
            return Table(self.file, at, found, self.faults)
        self.fault(key, "must be a text in nb and nn" if key in self.values else "is missing; write it in nb and nn")
        # A single fault is enough: the placeholder's own faults go into a list nobody reads.
        return Table(self.file, at, {"nb": "-", "nn": "-"}, [])

    def tables(self, key: str, *, named: str = "id", optional: bool = False) -> list["Table"]:
        """The tables under [[key]], at least one unless `optional`; faults name each by its `named` key or number."""
        found = [item for item in self._list(key, dict, optional=optional) if isinstance(item, dict)]
        if key in self.values and not found and not optional:
            self.fault(key, f"holds none; write at least one [[{key}]]")
        at = f"{self.at}.{key}" if self.at else key
        return [
            Table(self.file, f"{at}.{item.get(named) or number}", item, self.faults)
            for number, item in enumerate(found, start=1)
        ]

    def close(self) -> None:
        """Add a fault for each key never read: probably a misspelt key."""
        for key in self.values:
            if key not in self._asked:
                self.fault(key, f"is not a key that is read here; read are {', '.join(sorted(self._asked))}")

    def _get(self, key: str, kind: type[object], *, optional: bool = False) -> object:
        self._asked.add(key)
        if key not in self.values:
            if not optional:
                self.fault(key, f"is missing; it must be {_KINDS[kind]}")
            return None
        found = self.values[key]
        # In Python a bool is an int and a datetime is a date; for editors of the catalogue neither is.
        if not isinstance(found, kind) or isinstance(found, datetime) or (kind is int and isinstance(found, bool)):
            self.fault(key, f"must be {_KINDS[kind]}")
            return None
        return found

    def _list(self, key: str, kind: type[object], *, optional: bool = False) -> list[object]:
        self._asked.add(key)
        found = self.values.get(key, [])
        if key not in self.values and not optional:
            self.fault(key, "is missing")
        if not isinstance(found, list) or not all(isinstance(item, kind) for item in found):
            self.fault(key, _LISTS.get(kind, f"must be written as [[{key}]]"))
            return []
        return found

    def _choose(self, key: str, found: str, kind: type[Choice]) -> Choice:
        if found in list(kind):
            return kind(found)
        if found:
            self.fault(key, f"«{found}» is not one of {', '.join(kind)}")
        return next(iter(kind))


def _some(known: Collection[str]) -> str:
    shown = sorted(known)[:_MOST_SHOWN]
    more = ", …" if len(known) > _MOST_SHOWN else ""
    return f"known are {', '.join(shown)}{more}" if known else "none is known"


def open_file(path: Path, folder: Path, faults: list[Fault]) -> Table | None:
    """The whole file as a table; None for anything but TOML in UTF-8, with a fault that names the line."""
    name = path.relative_to(folder).as_posix()
    try:
        return open_text(path.read_text(encoding="utf-8-sig"), name, faults)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        faults.append(Fault(name, "", f"line {line} is not in UTF-8; save the file as UTF-8"))
    return None


def open_text(text: str, name: str, faults: list[Fault]) -> Table | None:
    """The text as a table, None with a fault where it is not TOML; `name` stands for the file in faults."""
    try:
        return Table(name, "", clean_toml(text), faults)
    except tomli.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        here = text.splitlines()[int(found[1]) - 1] if found else ""
        hint = '; use straight quotation marks (")' if set(here) & set("“”„") else ""
        faults.append(Fault(name, "", f"cannot be read as TOML: {error}{hint}"))
    return None
