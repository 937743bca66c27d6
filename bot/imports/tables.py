"""CSV files from people, with commas, semicolons or tabs; cells read as texts, ids, days and times."""

import csv
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from difflib import get_close_matches
from functools import lru_cache
from io import StringIO
from types import MappingProxyType
from typing import TypeVar

from bot.imports.encodings import Source, Unreadable, check_letters, read_file
from bot.imports.spoilt_cells import has_lost_a_letter, spoilt_reason
from bot.imports.written_days import NoDay, read_day
from content.vocabulary.calendar_faults import CalendarFault
from content.vocabulary.file_faults import (
    ColumnMissing,
    ColumnTwice,
    Empty,
    EmptyFile,
    Fault,
    FileFault,
    LostLetter,
    NoSuchColumn,
    NotAnId,
    NotATime,
    NotOneOf,
    NotThere,
    Noun,
    QuotesOpen,
    StrayCell,
    TooFarAway,
    TooLong,
)
from dialogs.model import DayKind, GroupKind, Language, Role, UnitKind, limits

ID = re.compile(r"[a-z0-9æøå][a-z0-9æøå_-]*")
ID_RULE = "use lower-case letters a to å, digits, - and _, beginning with a letter or digit"
YEARS = range(1900, 2200)  # a year outside is a typing error
_EXCEL = re.compile(r'"?sep=(.?)"?', re.IGNORECASE)
_DELIMITERS = ",;\t"
_UNREAD = "\0"  # begins the name of an ignored column
_MANY = 12  # ids listed when one is unknown
_NOUNS: Mapping[type, Noun] = {
    UnitKind: Noun.UNIT_KIND,
    GroupKind: Noun.GROUP_KIND,
    DayKind: Noun.DAY_KIND,
    Language: Noun.LANGUAGE,
    Role: Noun.ROLE,
}
_Choice = TypeVar("_Choice", UnitKind, GroupKind, DayKind, Language, Role)


@dataclass(frozen=True)
class Row:
    """A record; `line` is the first line. Faults are added to `faults`, shared by all rows.

    `spoilt` are columns with a fault reported already; further faults of the cells are dropped.
    """

    file: str
    line: int
    cells: Mapping[str, str]
    faults: list[Fault]
    spoilt: frozenset[str] = field(default_factory=frozenset)

    def fault(self, column: str, why: FileFault | CalendarFault | str) -> None:
        if column not in self.spoilt:
            self.faults.append(Fault(self.file, self.line, column, why))

    def raw(self, column: str) -> str:
        """The cell as it is, "" where the column is missing."""
        return self.cells.get(column, "")

    def check_length(self, column: str, value: str, longest: int) -> str:
        """The value, with a fault if it is longer than `longest` characters."""
        if len(value) > longest:
            self.fault(column, TooLong(len(value), longest))
        return value

    def text(self, column: str) -> str:
        """The cell on a single line; a fault where empty."""
        value = self.check_length(column, " ".join(self.raw(column).split()), limits.NAME)
        if not value:
            self.fault(column, Empty())
        elif has_lost_a_letter(value):
            self.fault(column, LostLetter(value))
        return value

    def id(self, column: str) -> str:
        value = self.raw(column)
        if not ID.fullmatch(value):
            self.fault(column, NotAnId(value, value.lower() if ID.fullmatch(value.lower()) else ""))
            return value
        return self.check_length(column, value, limits.ID)

    def choice(self, column: str, kinds: type[_Choice], value: str | None = None) -> _Choice | None:
        """A value of the enumeration, None with a fault for anything else."""
        text = (self.raw(column) if value is None else value).casefold()
        if text in set(kinds):
            return kinds(text)
        options = tuple(kind.value for kind in kinds)
        self.fault(column, NotOneOf(_NOUNS[kinds], text, options, nearest(text, options)))
        return None

    def check_known(self, column: str, value: str, ids: Collection[str], noun: Noun) -> bool:
        """Whether `value` is in `ids`; if not, a fault."""
        if value in ids:
            return True
        first = (*sorted(ids)[:_MANY], *(("…",) if len(ids) > _MANY else ()))
        self.fault(column, NotThere(noun, value, first, nearest(value, ids)))
        return False

    def day(self, column: str) -> date | None:
        """The cell's day; None for an empty cell, or with a fault for anything else."""
        text = self.raw(column)
        if not text:
            return None
        try:
            found = read_day(text)
        except NoDay as error:
            self.fault(column, error.why)
            return None
        if found.year not in YEARS:
            self.fault(column, TooFarAway(text))
            return None
        return found

    def clock(self, column: str) -> time | None:
        """A time as 08:00, 08.00 or 08:00:00; None for an empty cell, or with a fault."""
        text = self.raw(column)
        if not text:
            return None
        try:
            return _read_clock(text)
        except ValueError:
            self.fault(column, NotATime(text))
            return None


@dataclass(frozen=True)
class Table:
    """`sound`: the file could be read and has the required columns; only then are references to its ids checked."""

    rows: tuple[Row, ...]
    sound: bool
    columns: frozenset[str] = frozenset()


def nearest(word: str, known: Iterable[str]) -> str:
    """The nearest known word, "" for none; spreadsheets drop leading zeros."""
    return _nearest(word, tuple(known))


@lru_cache(maxsize=4096)  # a wrong id stands in thousands of rows
def _nearest(word: str, among: tuple[str, ...]) -> str:
    near = [candidate for candidate in among if word.isdigit() and candidate.lstrip("0") == word.lstrip("0")]
    return next(iter(near or get_close_matches(word.casefold(), among, n=1, cutoff=0.7)), "")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean participant?` with the nearest known word, else ""."""
    near = nearest(word, known)
    return f"; did you mean {near}?" if near else ""


def read_text(file: Source, faults: list[Fault]) -> str | None:
    """The file's text; None with a fault where it cannot be read."""
    try:
        return read_file(file)
    except Unreadable as error:
        faults.append(Fault(file.name, error.line, "", error.why))
        return None


def read_table(
    file: Source,
    *,
    required: Sequence[str],
    optional: Sequence[str],
    faults: list[Fault],
    also: Mapping[str, str] = MappingProxyType({}),
    others: bool = False,
) -> Table:
    """The file's rows with cells by column, trimmed and in NFC; empty rows are skipped.

    `also` maps other header names to columns; `others`: unknown columns are ignored instead of being faults.
    """
    try:
        text = read_file(file)
        check_letters(text)
        (line, header), *body = _without_title(_records(text))
    except Unreadable as error:
        faults.append(Fault(file.name, error.line, "", error.why))
        return Table((), sound=False)
    wanted = (*required, *optional)
    columns = [_column(name, wanted, also) for name in header]
    if others:
        columns = [name if name in wanted else f"{_UNREAD}{at}" for at, name in enumerate(columns)]
        optional = (*optional, *(name for name in columns if name not in wanted))
    before = len(faults)
    _check_header(Row(file.name, line, {}, faults), columns, required, optional)
    sound = len(faults) == before
    # Concatenated files bring their header along.
    rows = [(at, cells) for at, cells in body if cells != header] if sound else []
    return Table(tuple(_row(file.name, at, columns, cells, faults) for at, cells in rows), sound, frozenset(columns))


def _records(text: str) -> list[tuple[int, list[str]]]:
    records = list(_split(text))
    if not records:
        raise Unreadable(0, EmptyFile())
    return records


def _without_title(records: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """The records without a title row: Numbers, and people, put one cell above a header of several."""
    first, second = (sum(map(bool, cells)) for _, cells in (records * 2)[:2])
    return records[1:] if len(records) > 1 and first == 1 and second > 1 else records


def _split(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each non-empty record with its first line number; a first line `sep=;` is Excel's own and is skipped."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True, skipinitialspace=True)
    begins = 1
    try:
        for record in reader:
            cells = [unicodedata.normalize("NFC", cell).strip() for cell in record]
            if any(cells) and not (begins == 1 and _EXCEL.fullmatch(text.splitlines()[0])):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(begins, QuotesOpen()) from error


def _delimiter(text: str) -> str:
    """The delimiter of Excel's `sep=` line if the header has it, else the header's most frequent outside quotes."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in text.splitlines() if line.strip() and not _EXCEL.fullmatch(line)]
    said = _EXCEL.fullmatch(text.lstrip().splitlines()[0]) if text.strip() else None
    header = next((line for line in lines[:2] if set(line) & set(_DELIMITERS)), "")
    if said and said[1] and said[1] in header:
        return said[1]
    return max(_DELIMITERS, key=header.count)


def _column(name: str, columns: Collection[str], also: Mapping[str, str]) -> str:
    """The column meant by a header cell in any case; else the cell in lower case."""
    plain = re.sub(r"[\s_-]+", "_", name.casefold())
    meant = plain if plain in columns else also.get(plain, "")
    return meant if meant in columns else name.casefold()


def _check_header(row: Row, columns: Sequence[str], required: Sequence[str], optional: Sequence[str]) -> None:
    allowed = (*required, *optional)
    for name in dict.fromkeys(columns):
        if name and name not in allowed:
            is_line = bool(set(name) & set(_DELIMITERS))
            row.fault("", NoSuchColumn(name, allowed, nearest(name, allowed), is_line))
        if name and columns.count(name) > 1:
            row.fault("", ColumnTwice(name))
    for name in required:
        if name not in columns:
            row.fault("", ColumnMissing(name))


def _row(file: str, line: int, columns: Sequence[str], cells: Sequence[str], faults: list[Fault]) -> Row:
    by_column = {name: cell for name, cell in zip(columns, cells, strict=False) if name}
    spoilt = {name: why for name, cell in by_column.items() if name[0] != _UNREAD and (why := spoilt_reason(cell))}
    faults += [Fault(file, line, name, why) for name, why in spoilt.items()]
    row = Row(file, line, by_column, faults, frozenset(spoilt))
    strays = [cell for at, cell in enumerate(cells) if cell and (at >= len(columns) or not columns[at])]
    for cell in strays:
        row.fault("", StrayCell(cell))
    return row


def _read_clock(text: str) -> time:
    found = re.fullmatch(r"([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2}))?", text)
    if found is None:
        raise ValueError(text)
    hour, minute, second = found.groups()
    return time(int(hour), int(minute), int(second or 0))
