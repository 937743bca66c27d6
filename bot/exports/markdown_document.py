"""A document as Markdown; characters with a meaning in Markdown are escaped in every text."""

import re
from collections.abc import Iterator
from itertools import pairwise

from content.documents import Block, Bullets, Document, Gap, Heading, Line, Paragraph, Quotation, Run, Style, Table

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")
_AT_START = re.compile(r"^([-+=]+|\d+[.)])(?=\s|$)")  # would begin a list, a heading or a rule
_BACKSLASHED = r"\\\1"


def markdown(document: Document) -> bytes:
    parts = [
        f"# {_escaped(document.title)}",
        *(_block(block) for block in document.blocks),
        f"*{_escaped(document.made)}*",
    ]
    return ("\n\n".join(parts) + "\n").encode()


def _block(block: Block) -> str:
    match block:
        case Heading(level=level, line=line):
            return f"{'#' * (level + 1)} {_line(line)}"
        case Paragraph(line=line):
            return _AT_START.sub(_BACKSLASHED, _line(line))
        case Bullets(items=items):
            return "\n".join(f"- {_line(item)}" for item in items)
        case Table():
            return "\n".join(_rows(block))
        case Quotation():
            return "\n".join(f"> {line}".rstrip() for line in _quoted(block))


def _quoted(block: Quotation) -> Iterator[str]:
    """Line by line, so that no line of people's words begins anything of Markdown's; a hard break after each."""
    yield from _broken(block.text)
    for question, text in block.further:
        yield ""
        yield f"*{_escaped(question)}*  "
        yield from _broken(text)
    if block.signed:
        yield ""
        yield f"– {_escaped(block.signed)}"


def _broken(text: str) -> Iterator[str]:
    """The last line of a paragraph has no break after it: a backslash there would be shown."""
    lines = [_AT_START.sub(_BACKSLASHED, _escaped(line.strip())) for line in text.splitlines()]
    for line, following in pairwise([*lines, ""]):
        yield f"{line}\\" if line and following else line


def _rows(table: Table) -> Iterator[str]:
    yield _row(table.header)
    yield "|" + " --- |" * len(table.header)
    yield from (_row(row) for row in table.rows)


def _row(cells: tuple[Line, ...]) -> str:
    return "| " + " | ".join(_line(cell) for cell in cells) + " |"


def _line(line: Line) -> str:
    return "".join(_run(run) for run in line)


def _run(run: Run) -> str:
    if isinstance(run, Gap):
        return f"**{_escaped(run.shown)}**"
    match run.style:
        case Style.PLAIN:
            return _escaped(run.text)
        case Style.BOLD:
            return f"**{_escaped(run.text)}**"
        case Style.CODE:
            return f"`{run.text}`"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
