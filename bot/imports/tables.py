"""CSV as people send it: in UTF-8 or Windows-1252, with commas or semicolons; and what a cell can be read as."""

import codecs
import csv
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from difflib import get_close_matches
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import TypeVar

ID = re.compile(r"[a-z0-9æøå][a-z0-9æøå_-]*")
ID_RULE = "use lower-case letters a to å, digits, - and _, beginning with a letter or digit"
YEARS = range(1900, 2200)  # outside these a day is a slip of the keyboard
_EXCEL = re.compile(r'"?sep=.?"?', re.IGNORECASE)
_MANY = 12  # ids told when one is unknown
_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True)
class Fault:
    """What is wrong and where; `line` is 0 for the file as a whole, `column` "" for the line as a whole."""

    file: str
    line: int
    column: str
    sentence: str

    def __str__(self) -> str:
        line = f", line {self.line}" if self.line else ""
        column = f", column {self.column}" if self.column else ""
        return f"{self.file}{line}{column}: {self.sentence}"


@dataclass(frozen=True)
class Row:
    """One record; `line` is where it begins. What is wrong with it is added to `faults`, which all rows share."""

    file: str
    line: int
    cells: Mapping[str, str]
    faults: list[Fault]

    def wrong(self, column: str, sentence: str) -> None:
        self.faults.append(Fault(self.file, self.line, column, sentence))

    def raw(self, column: str) -> str:
        """The cell as it stands, "" where the column is missing."""
        return self.cells.get(column, "")

    def text(self, column: str) -> str:
        """The cell on one line, whatever white space it held; it may not be empty."""
        value = " ".join(self.raw(column).split())
        if not value:
            self.wrong(column, "this may not be empty")
        return value

    def id(self, column: str) -> str:
        value = self.raw(column)
        if not ID.fullmatch(value):
            lower = f'; "{value.lower()}" would do' if ID.fullmatch(value.lower()) else ""
            self.wrong(column, f'"{value}" is not an id; {ID_RULE}{lower}' if value else f"an id is missing; {ID_RULE}")
        return value

    def choice(self, column: str, kinds: type[_Choice], *, a: str, value: str | None = None) -> _Choice | None:
        """One of an enumeration's values; `a` is what it is called, with its article."""
        text = (self.raw(column) if value is None else value).casefold()
        if text in set(kinds):
            return kinds(text)
        said = f'"{text}" is not {a}' if text else f"{a} is missing"
        self.wrong(column, f"{said}; use one of {', '.join(kinds)}{did_you_mean(text, kinds)}")
        return None

    def known(self, column: str, value: str, ids: Collection[str], *, what: str) -> bool:
        """Whether `value` is one of the ids there are; `what` is what they are ids of."""
        if value in ids:
            return True
        said = f'there is no {what} "{value}"' if value else f"a {what} is missing"
        first = sorted(ids)[:_MANY]
        there = ", ".join(first) + (", …" if len(ids) > len(first) else "") or "none"
        self.wrong(column, f"{said}; there is {there}{did_you_mean(value, ids)}")
        return False

    def day(self, column: str) -> date | None:
        """A day as 2026-11-24 or 24.11.2026, None for an empty cell."""
        text = self.raw(column)
        if not text:
            return None
        try:
            found = _read_day(text)
        except ValueError:
            self.wrong(column, f'"{text}" is not a day; write it as 2026-11-24 or 24.11.2026')
            return None
        if found.year not in YEARS:
            self.wrong(column, f'"{text}" is too far away; leave the cell empty if there is none')
            return None
        return found

    def clock(self, column: str) -> time | None:
        """A time as 08:00 or 08:00:00, None for an empty cell."""
        text = self.raw(column)
        if not text:
            return None
        try:
            return _read_clock(text)
        except ValueError:
            self.wrong(column, f'"{text}" is not a time; write it as 08:00')
            return None


@dataclass(frozen=True)
class Table:
    """`sound` says that the file could be read and has its columns: only then is what it lacks worth mentioning."""

    rows: tuple[Row, ...]
    sound: bool


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean participant?` where something known is near, else ""."""
    near = get_close_matches(word.casefold(), list(known), n=1, cutoff=0.7)
    return f"; did you mean {near[0]}?" if near else ""


def read_text(path: Path, faults: list[Fault]) -> str | None:
    """The file's text, None where it has none; then that is added to `faults`."""
    try:
        return _decode(_read(path))
    except _Unreadable as error:
        faults.append(Fault(path.name, error.line, "", str(error)))
        return None


def read_table(path: Path, *, required: Sequence[str], optional: Sequence[str], faults: list[Fault]) -> Table:
    """The file's rows with their cells by column, trimmed and in NFC; rows with nothing in them are skipped.

    What is wrong is added to `faults`.
    """
    try:
        (line, header), *body = _records(_decode(_read(path)))
    except _Unreadable as error:
        faults.append(Fault(path.name, error.line, "", str(error)))
        return Table((), sound=False)
    columns = [name.casefold() for name in header]
    before = len(faults)
    _check_header(Row(path.name, line, {}, faults), columns, required, optional)
    sound = len(faults) == before
    return Table(tuple(_row(path.name, at, columns, cells, faults) for at, cells in body) if sound else (), sound)


class _Unreadable(Exception):
    """The file holds no text; the line where that shows, 0 for the whole."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line


def _read(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise _Unreadable(0, f"there is no such file in {path.parent}") from error
    except OSError as error:
        raise _Unreadable(0, f"the file cannot be read ({error.strerror})") from error
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _Unreadable(0, "the file is in UTF-16; save it as «CSV UTF-8»")
    if b"\0" in content:
        raise _Unreadable(_line_at(content, content.index(b"\0")), "there is a NUL byte here; this is not a CSV file")
    return content


def _decode(content: bytes) -> str:
    """UTF-8 where it can be, for no Norwegian text in Windows-1252 happens to be UTF-8 as well."""
    encodings = ("utf-8-sig",) if content.startswith(codecs.BOM_UTF8) else ("utf-8", "cp1252")
    at = 0
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            at = error.start
    names = "UTF-8, as the file says it is" if len(encodings) == 1 else "either UTF-8 or Windows-1252"
    raise _Unreadable(_line_at(content, at), f"there is a byte here that is not {names}; save the file as «CSV UTF-8»")


def _line_at(content: bytes, position: int) -> int:
    return len(re.findall(rb"\r\n|\r|\n", content[:position])) + 1


def _records(text: str) -> list[tuple[int, list[str]]]:
    records = list(_split(text))
    if not records:
        raise _Unreadable(0, "the file is empty; not even its header is there")
    return records


def _split(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with anything in it, and the line it begins on; a line `sep=;` before the first is Excel's own."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True, skipinitialspace=True)
    begins = 1
    try:
        for record in reader:
            cells = [unicodedata.normalize("NFC", cell).strip() for cell in record]
            if any(cells) and not (begins == 1 and _EXCEL.fullmatch(text.splitlines()[0])):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise _Unreadable(begins, f"the quotation marks do not match up from here on ({error})") from error


def _delimiter(text: str) -> str:
    """Semicolon or comma, whichever the header has more of; quoted parts do not count."""
    lines = (line for line in text.splitlines() if line.strip() and not _EXCEL.fullmatch(line))
    header = re.sub(r'"[^"]*"', "", next(lines, ""))
    return ";" if header.count(";") > header.count(",") else ","


def _check_header(row: Row, columns: Sequence[str], required: Sequence[str], optional: Sequence[str]) -> None:
    allowed = (*required, *optional)
    for name in dict.fromkeys(columns):
        if name and name not in allowed:
            hint = "; the columns must be separated by comma or semicolon" if "\t" in name else ""
            meant = did_you_mean(name, allowed)
            row.wrong("", f'"{name}" is not a column; use {", ".join(allowed)}{meant}{hint}')
        if name and columns.count(name) > 1:
            row.wrong("", f'the column "{name}" is there twice')
    for name in required:
        if name not in columns:
            row.wrong("", f'the column "{name}" is missing')


def _row(file: str, line: int, columns: Sequence[str], cells: Sequence[str], faults: list[Fault]) -> Row:
    row = Row(file, line, {name: cell for name, cell in zip(columns, cells, strict=False) if name}, faults)
    strays = [cell for at, cell in enumerate(cells) if cell and (at >= len(columns) or not columns[at])]
    for cell in strays:
        row.wrong("", f'"{cell}" stands in no column; a text with the delimiter in it needs quotation marks')
    return row


def _read_day(text: str) -> date:
    norwegian = re.fullmatch(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", text)
    if norwegian:
        day, month, year = norwegian.groups()
        return date(int(year), int(month), int(day))
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _read_clock(text: str) -> time:
    found = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?", text)
    if found is None:
        raise ValueError(text)
    hour, minute, second = found.groups()
    return time(int(hour), int(minute), int(second or 0))
