"""The templates of the documents, in content/documents: a Markdown of few forms, filled with values.

Forms: `# title`, `## heading`, `### subheading`, paragraphs, `- items`, `| tables |` with a line of dashes beneath the
header, `**bold**`, `[FYLL INN: what]` for a gap, `{blank}` for a value, and alone on a line `{list: name}` or
`{table: name}` for a list or a table.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from content.documents import MARK, Block, Bullets, Gap, Heading, Line, Paragraph, Run, Style, Table, Text

Value = TypeVar("Value")

_INLINE = re.compile(rf"\{{(?P<blank>\w+)\}}|\[{MARK}: (?P<gap>[^\]]+)\]|\*\*(?P<bold>[^*]+)\*\*")
_INSERTED = re.compile(r"\{(list|table): (\w+)\}")
_HEADING = re.compile(r"(#{2,3}) (.+)")
_TITLE = "# "
_ITEM = "- "
_ROW = "|"


class WrongTemplate(ValueError):
    """A template cannot be filled; the message names the line."""


@dataclass(frozen=True)
class Values:
    """What fills the blanks, the lists and the tables of templates, each by name."""

    blanks: Mapping[str, Line]
    lists: Mapping[str, tuple[Line, ...]]
    tables: Mapping[str, Table]


def title_of(template: str) -> str:
    """The first line. Raises WrongTemplate."""
    first = template.partition("\n")[0]
    if not first.startswith(_TITLE):
        raise WrongTemplate(f"«{first}»: a template begins with «# » and its title")
    return first.removeprefix(_TITLE).strip()


def fill(template: str, values: Values) -> tuple[Block, ...]:
    """The blocks beneath the title; a paragraph or an item whose blanks are all empty is left out.

    Raises WrongTemplate for a blank, list or table without a value.
    """
    chunks = (chunk.splitlines() for chunk in re.split(r"\n\s*\n", template.partition("\n")[2].strip()))
    return tuple(block for chunk in chunks for block in _blocks(chunk, values))


def line_of(text: str, values: Mapping[str, Line]) -> Line:
    """Text, gaps and filled blanks. Raises WrongTemplate for a blank without a value."""
    return tuple(_runs(text, values))


def _runs(text: str, values: Mapping[str, Line]) -> Iterator[Run]:
    at = 0
    for found in _INLINE.finditer(text):
        yield from _text(text[at : found.start()])
        at = found.end()
        if found["blank"]:
            yield from _named(values, found["blank"], text)
        elif found["gap"]:
            yield Gap(found["gap"])
        else:
            yield Text(found["bold"], Style.BOLD)
    yield from _text(text[at:])


def _text(text: str) -> Iterator[Text]:
    if text:
        yield Text(text)


def _blocks(lines: Sequence[str], values: Values) -> Iterator[Block]:
    first = lines[0]
    if found := _HEADING.fullmatch(first):
        yield Heading(len(found[1]) - 1, line_of(found[2], values.blanks))
        if lines[1:]:
            yield from _blocks(lines[1:], values)
    elif found := _INSERTED.fullmatch(first.strip()):
        yield _inserted(found[1], found[2], values)
    elif first.startswith(_ROW):
        yield _table(lines, values)
    elif first.startswith(_ITEM):
        yield from _bullets([line_of(item, values.blanks) for item in _items(lines)])
    elif line := line_of(" ".join(lines), values.blanks):
        yield Paragraph(line)


def _inserted(form: str, name: str, values: Values) -> Block:
    if form == "table":
        return _named(values.tables, name, form)
    return Bullets(_named(values.lists, name, form))


def _bullets(items: Sequence[Line]) -> Iterator[Bullets]:
    if kept := tuple(item for item in items if item):
        yield Bullets(kept)


def _items(lines: Sequence[str]) -> Iterator[str]:
    """Each item's text; a line without a dash belongs to the item above."""
    for item in re.split(rf"^{_ITEM}", "\n".join(lines), flags=re.MULTILINE)[1:]:
        yield " ".join(item.split("\n")).strip()


def _table(lines: Sequence[str], values: Values) -> Table:
    header, dashes, *rows = ([cell.strip() for cell in line.strip().strip(_ROW).split(_ROW)] for line in lines)
    if set("".join(dashes)) != {"-"} or any(len(row) != len(header) for row in rows):
        raise WrongTemplate(f"«{lines[0]}»: a line of dashes stands beneath the header, and rows are as long as it")
    return Table(_cells(header, values), tuple(_cells(row, values) for row in rows))


def _cells(texts: Sequence[str], values: Values) -> tuple[Line, ...]:
    return tuple(line_of(text, values.blanks) for text in texts)


def _named(known: Mapping[str, Value], name: str, where: str) -> Value:
    if name not in known:
        raise WrongTemplate(f"«{where}»: nothing is known as {name}; known are {', '.join(sorted(known))}")
    return known[name]
