"""How a file of the catalogue is read: key by key, with every fault kept until all of it has been seen."""

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
LONGEST_ID = 80  # characters; databases keep ids in columns of their own
_ID_LINE = re.compile(r"""^[ \t]*id[ \t]*=[ \t]*["']([^"'\n]+)["']""", re.MULTILINE)
_MOST_SHOWN = 20  # ids in a fault; a longer list is not read
_LISTS: Mapping[type[object], str] = {str: "must be a list of texts", int: "must be a list of whole numbers"}
_KINDS: Mapping[type[object], str] = {str: "a text", int: "a whole number", bool: "true or false", date: "a date"}


@dataclass(frozen=True)
class Fault:
    """What is wrong in one place, and what would help; `key` is "" where it is the file as a whole.

    `line` is where the entry that the key is of has its id, 0 where that is not known.
    """

    file: str
    key: str
    problem: str
    line: int = 0

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return ": ".join(part for part in (where, self.key, self.problem) if part)


class CatalogueFaults(Exception):
    """The catalogue cannot be used as it stands; every fault of every file is here."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


def located(faults: Iterable[Fault], text: str) -> tuple[Fault, ...]:
    """The faults with the lines of the file's `text`, as far as its ids tell; whoever wrote it looks for these."""
    lines = {found[1]: text.count("\n", 0, found.start(1)) + 1 for found in reversed([*_ID_LINE.finditer(text)])}
    return tuple(replace(fault, line=lines.get(_id_in(fault.key, lines), 0)) for fault in faults)


def _id_in(key: str, ids: Collection[str]) -> str:
    return next((part for part in key.split(".") if part in ids), "")


@dataclass
class Table:
    """One table of a file.

    What is asked for and wrong becomes a fault, and something of the right type stands in for it: the caller can go on
    to the next key, and what stands in is never seen, since a catalogue with faults is not handed out.
    """

    file: str
    at: str
    values: Mapping[str, object]
    faults: list[Fault]
    _asked: set[str] = field(default_factory=set)

    def fault(self, key: str, problem: str) -> None:
        self.faults.append(Fault(self.file, ".".join(part for part in (self.at, key) if part), problem))

    def faultless(self) -> bool:
        """Nothing is wrong in this file so far."""
        return all(fault.file != self.file for fault in self.faults)

    def text(self, key: str, *, optional: bool = False) -> str:
        found = self._get(key, str, optional=optional)
        if not isinstance(found, str):
            return ""
        if not found.strip():
            self.fault(key, "is empty; write a text, or take the key away if it may be missing")
        return found

    def name(self) -> str:
        """The entry's own id."""
        found = self.text("id")
        if len(found) > LONGEST_ID:
            self.fault("id", f"is {len(found)} characters long; {LONGEST_ID} is the most")
        return found

    def whole(self, key: str) -> int:
        """A whole number above zero."""
        found = self._get(key, int)
        if not isinstance(found, int):
            return 1
        if found < 1:
            self.fault(key, f"is {found}; it must be 1 or more")
        return found

    def wholes(self, key: str) -> tuple[int, ...]:
        """Whole numbers above zero; none where the key is not there."""
        found = self._list(key, int, optional=True)
        for wrong in (item for item in found if isinstance(item, bool) or (isinstance(item, int) and item < 1)):
            self.fault(key, f"holds {str(wrong).lower()}; each must be 1 or more")
        return tuple(item for item in found if isinstance(item, int))

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """Must be there unless there is a default."""
        found = self._get(key, bool, optional=default is not None)
        return found if isinstance(found, bool) else bool(default)

    def day(self, key: str) -> date:
        found = self._get(key, date)
        return found if isinstance(found, date) else date.min

    def day_or_none(self, key: str) -> date | None:
        self._asked.add(key)
        return self.day(key) if key in self.values else None

    def duration(self, key: str) -> str:
        """An ISO 8601 duration of weeks, days and clock time, longer than nothing."""
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

    def know(self, key: str, found: Iterable[str], known: Collection[str]) -> None:
        """A fault for each id that is not known, with the one that was perhaps meant."""
        for unknown in (id_ for id_ in found if id_ not in known):
            near = get_close_matches(unknown, known, n=1)
            meant = f"did you mean «{near[0]}»?" if near else _some(known)
            self.fault(key, f"«{unknown}» is not known; {meant}")

    def words(self, key: str) -> Wording:
        """The table `key` as a text in several languages."""
        return self.table(key).wording(alone=True)

    def words_or_none(self, key: str) -> Wording | None:
        self._asked.add(key)
        return self.words(key) if key in self.values else None

    def wording(self, *, alone: bool = False) -> Wording:
        """This table's own nb, nn and en; `alone` means that nothing else may stand in it."""
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
        # The one fault is enough: a table that is not there is not asked for its keys.
        return Table(self.file, at, {"nb": "-", "nn": "-"}, [])

    def tables(self, key: str, *, named: str = "id", optional: bool = False) -> list["Table"]:
        """The tables under [[key]], at least one unless optional; `named` is the key they go by in faults, if any."""
        found = [item for item in self._list(key, dict, optional=optional) if isinstance(item, dict)]
        if key in self.values and not found and not optional:
            self.fault(key, f"holds none; write at least one [[{key}]]")
        at = f"{self.at}.{key}" if self.at else key
        return [
            Table(self.file, f"{at}.{item.get(named) or number}", item, self.faults)
            for number, item in enumerate(found, start=1)
        ]

    def close(self) -> None:
        """Whatever nobody asked for is not understood, and may be a slip of the pen."""
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
        # To Python true is a number and a point in time is a date; to those who write the catalogue they are not.
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
    """The whole of a file as a table; None, and a fault with the line, where it is not TOML in UTF-8."""
    name = path.relative_to(folder).as_posix()
    try:
        return open_text(path.read_text(encoding="utf-8-sig"), name, faults)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        faults.append(Fault(name, "", f"line {line} is not in UTF-8; save the file as UTF-8"))
    return None


def open_text(text: str, name: str, faults: list[Fault]) -> Table | None:
    """The same of a text; `name` is what faults call it."""
    try:
        return Table(name, "", clean_toml(text), faults)
    except tomli.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        here = text.splitlines()[int(found[1]) - 1] if found else ""
        hint = '; use straight quotation marks (")' if set(here) & set("“”„") else ""
        faults.append(Fault(name, "", f"cannot be read as TOML: {error}{hint}"))
    return None
