"""A document for a municipality's papers: headings, paragraphs, lists, tables, and the gaps that a person must fill."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from content.language import Language

MARK = "FYLL INN"
"""Marks a gap, in bokmål and in nynorsk."""


class Style(StrEnum):
    PLAIN = "plain"
    BOLD = "bold"
    CODE = "code"  # a name from the program, such as a table's


@dataclass(frozen=True)
class Text:
    text: str
    style: Style = Style.PLAIN


@dataclass(frozen=True)
class Gap:
    """A thing that a person must still write; `what` tells what."""

    what: str

    @property
    def shown(self) -> str:
        return f"[{MARK}: {self.what}]"


Run = Text | Gap
Line = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """`level` is 1 for a section, 2 for a part of a section, up to 4; the document's title is no heading."""

    level: int
    line: Line


@dataclass(frozen=True)
class Paragraph:
    line: Line


@dataclass(frozen=True)
class Bullets:
    items: tuple[Line, ...]


@dataclass(frozen=True)
class Table:
    """Every row has as many cells as `header`."""

    header: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True)
class Quotation:
    """Somebody's own words, untouched, in their own `language`.

    `further` are (question, words) of answers to follow-ups, and `signed` is by whom, "" for nobody.
    """

    text: str
    language: Language
    further: tuple[tuple[str, str], ...] = ()
    signed: str = ""


Block = Heading | Paragraph | Bullets | Table | Quotation


@dataclass(frozen=True)
class Document:
    """`name` is the file's name without its ending.

    `made` stands at the foot of each page, and `page` before the page's number.
    """

    name: str
    language: Language
    title: str
    made: str
    page: str
    blocks: tuple[Block, ...]


def plain(text: str) -> Line:
    return (Text(text),)


def lines_of(block: Block) -> tuple[Line, ...]:
    match block:
        case Heading(line=line) | Paragraph(line=line):
            return (line,)
        case Bullets(items=items):
            return items
        case Quotation():
            return ()
        case Table(header=header, rows=rows):
            return (*header, *(cell for row in rows for cell in row))


def gaps_in(blocks: Sequence[Block]) -> Iterator[tuple[str, Gap]]:
    """Each gap with the heading of its section, in order."""
    section = ""
    for block in blocks:
        if isinstance(block, Heading):
            section = shown(block.line)
        yield from ((section, run) for line in lines_of(block) for run in line if isinstance(run, Gap))


def shown(line: Line) -> str:
    return "".join(run.shown if isinstance(run, Gap) else run.text for run in line)
