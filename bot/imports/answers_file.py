"""A CSV file of answers: id, text and, where it has them, author, group and tags; texts exactly as they stand."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path

from bot.errors import UnreadableTexts
from content.file_words import in_english
from content.vocabulary.file_faults import Fault
from dialogs.knowledge.themes.values import Answer

_COLUMNS = ("id", "text", "author", "group", "tags")
_REQUIRED = ("id", "text")
_DELIMITERS = ",;\t"
_BETWEEN_TAGS = ";"
_TOLD = 20  # faults
_LONGEST = 8 * 1024 * 1024  # characters of a cell

Record = tuple[int, list[str]]
"""The line a record begins on, and its cells."""


def read_answers(path: Path) -> tuple[Answer, ...]:
    """In the file's order. Raises UnreadableTexts, with a line for each fault that names line and column.

    Texts are neither trimmed nor normalised, since places in them are told in code points. Other columns are ignored.
    """
    faults: list[Fault] = []
    answers = tuple(_answers(path.name, _text(path), faults))
    if faults:
        more = [f"{path.name}: and {len(faults) - _TOLD} more"] if len(faults) > _TOLD else []
        raise UnreadableTexts("\n".join([*map(in_english, faults[:_TOLD]), *more]))
    return answers


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UnreadableTexts(f"{path}: {error.strerror}; name a CSV file of answers") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise UnreadableTexts(f"{path.name}, line {line}: this is not UTF-8; save the file as «CSV UTF-8»") from error


def _answers(file: str, text: str, faults: list[Fault]) -> Iterator[Answer]:
    records = _records(file, text, faults)
    line, header = next(records, (0, None))
    if header is None:
        faults.append(Fault(file, 0, "", f"the file is empty; its first line names the columns {','.join(_COLUMNS)}"))
        return
    places = _places(file, line, header, faults)
    if faults:
        return
    first_lines: dict[str, int] = {}
    for at, cells in records:
        if len(cells) > len(header):
            faults.append(Fault(file, at, "", "there are more cells than columns; put a text with a comma in quotes"))
        elif why := _wrong_id(cells, places, at, first_lines):
            faults.append(Fault(file, at, "id", why))
        elif len(cells) <= places["text"]:
            faults.append(Fault(file, at, "text", "the cell is missing"))
        else:
            yield _answer(cells, places)


def _records(file: str, text: str, faults: list[Fault]) -> Iterator[Record]:
    """Each record that is not blank. A quotation mark that nothing closes is a fault, and ends the records."""
    heading = text.lstrip("\r\n").partition("\n")[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=heading.count), strict=True)
    begins = 1
    longest_elsewhere = csv.field_size_limit(_LONGEST)  # of all readers
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        said = f"the quotation marks do not match up from here on ({error})"
        faults.append(Fault(file, begins, "", said))
    finally:
        csv.field_size_limit(longest_elsewhere)


def _places(file: str, line: int, header: Sequence[str], faults: list[Fault]) -> Mapping[str, int]:
    names = [name.strip().casefold() for name in header]
    for name in _COLUMNS:
        if names.count(name) > 1:
            faults.append(Fault(file, line, name, "the column is there twice"))
        if name in _REQUIRED and name not in names:
            there = ",".join(filter(None, names)) or "none"
            faults.append(Fault(file, line, name, f"the column is missing among {there}; use {','.join(_COLUMNS)}"))
    return {name: names.index(name) for name in _COLUMNS if name in names}


def _wrong_id(cells: Sequence[str], places: Mapping[str, int], line: int, first_lines: dict[str, int]) -> str:
    id_ = _cell(cells, places, "id").strip()
    if not id_:
        return "an id is missing"
    if id_ in first_lines:
        return f"«{id_}» is there already, in line {first_lines[id_]}"
    first_lines[id_] = line
    return ""


def _answer(cells: Sequence[str], places: Mapping[str, int]) -> Answer:
    return Answer(
        id=_cell(cells, places, "id").strip(),
        text=_cell(cells, places, "text"),
        author=_cell(cells, places, "author").strip() or None,
        group=_cell(cells, places, "group").strip() or None,
        tags=tuple(tag for each in _cell(cells, places, "tags").split(_BETWEEN_TAGS) if (tag := each.strip())),
    )


def _cell(cells: Sequence[str], places: Mapping[str, int], name: str) -> str:
    place = places.get(name)
    return cells[place] if place is not None and place < len(cells) else ""
