"""A document as DOCX: real headings and lists, table headers marked as such, gaps highlighted, the language told."""

from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as Word
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from content.documents import (
    Block,
    Bullets,
    Document,
    Gap,
    Heading,
    Line,
    Paragraph,
    Quotation,
    Style,
    Table,
    Text,
    plain,
    shown,
)
from content.language import Language

_LOCALES = {Language.NB: "nb-NO", Language.NN: "nn-NO", Language.EN: "en-GB"}
_FONT, _CODE_FONT = "Calibri", "Consolas"
_INK = RGBColor(0x1F, 0x2A, 0x44)
_SHADE = "E8ECF4"  # of header cells
_PAGE, _MARGIN = (21, 29.7), 2.2  # A4, in centimetres
_TEXT_WIDTH = _PAGE[0] - 2 * _MARGIN
_NARROWEST, _WIDEST = 14, 60  # columns, in letters
_SAME_MOMENT = (1980, 1, 1, 0, 0, 0)  # in the archive: the same document has the same bytes


def docx_bytes(document: Document, *, dated: date) -> bytes:
    """`dated` is the moment that the file's properties tell; the computer's clock is in none of the bytes."""
    word = docx.Document()
    _set_up(word, document, dated)
    _write(_paragraph(word, "Title"), plain(document.title))
    for block in document.blocks:
        _add(word, block)
    written = BytesIO()
    word.save(written)
    return _without_clock(written.getvalue())


def _set_up(word: Word, document: Document, dated: date) -> None:
    at = datetime.combine(dated, time())
    told = word.core_properties
    told.title, told.author, told.language = document.title, "Sløyfa", _LOCALES[document.language]
    told.created = told.modified = at
    told.last_modified_by, told.comments, told.revision = "Sløyfa", "", 1
    section = word.sections[0]
    section.page_width, section.page_height = (Cm(side) for side in _PAGE)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(_MARGIN)
    _add_foot(section.footer.paragraphs[0], document)
    _set_styles(word, _LOCALES[document.language])


def _add_foot(foot: WordParagraph, document: Document) -> None:
    """The line, and the page's number as a field that Word fills."""
    foot.add_run(f"{document.made} · {document.page} ".replace("·  ", "· "))
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    foot._p.append(number)  # noqa: SLF001 - the library has no other way


def _set_styles(word: Word, locale: str) -> None:
    """Fonts, colours and language of all text; the template that comes with the library is American."""
    defaults = word.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    language = defaults.find(qn("w:lang"))
    for name in ("w:val", "w:eastAsia"):
        language.set(qn(name), locale)
    normal: Any = word.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    for name, size in (("Title", 22), ("Heading 1", 15), ("Heading 2", 12), ("Heading 3", 11), ("Heading 4", 11)):
        style: Any = word.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), _INK
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # a theme's font goes before ours
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{attribute}"), None)
        style.element.rPr.append(_told(locale))  # some readers take a heading's language from its style alone


def _add(word: Word, block: Block) -> None:
    match block:
        case Heading(level=level, line=line):
            _write(_paragraph(word, f"Heading{level}"), line)
        case Paragraph(line=line):
            _write(word.add_paragraph(), line)
        case Bullets(items=items):
            for item in items:
                _write(_paragraph(word, "ListBullet"), item)
        case Table():
            _add_table(word, block)
        case Quotation():
            _add_quotation(word, block)


def _add_quotation(word: Word, block: Quotation) -> None:
    """People's words in the style for quotations, each run in the language they are in; our own lines around them."""
    parts = [_quote(word, block.text, block.language)]
    for question, text in block.further:
        parts += [_own_line(word, question), _quote(word, text, block.language)]
    if block.signed:
        parts.append(_own_line(word, f"– {block.signed}"))
    _hold_together(parts)


def _quote(word: Word, text: str, language: Language) -> WordParagraph:
    made = _paragraph(word, "Quote")
    _say(made, text, language)
    return made


def _own_line(word: Word, text: str) -> WordParagraph:
    made = word.add_paragraph()
    _write(made, plain(text))
    return made


def _hold_together(parts: Sequence[WordParagraph]) -> None:
    """Nearer to each other than to what comes next, and on the same page: whose words they are is never in doubt."""
    for part in parts[:-1]:
        part.paragraph_format.space_after, part.paragraph_format.keep_with_next = Pt(0), True
    parts[-1].paragraph_format.space_after = Pt(12)


def _say(paragraph: WordParagraph, text: str, language: Language) -> None:
    for number, line in enumerate(text.splitlines()):
        run = paragraph.add_run(line)
        run._r.get_or_add_rPr().append(_told(_LOCALES[language]))  # noqa: SLF001 - the library has no other way
        if number < len(text.splitlines()) - 1:
            run.add_break()


def _told(locale: str) -> Any:  # noqa: ANN401 - an element of XML, which the library does not type
    """The element that tells the language of a run or a style."""
    told = OxmlElement("w:lang")
    told.set(qn("w:val"), locale)
    return told


def _paragraph(word: Word, style: str) -> WordParagraph:
    """In the style of this id: to find one by its name, the library searches all styles each time."""
    made = word.add_paragraph()
    made._p.style = style  # noqa: SLF001 - the library has no other way
    return made


def _add_table(word: Word, table: Table) -> None:
    made = word.add_table(rows=0, cols=len(table.header), style="Table Grid")
    made.autofit, widths = False, _widths(table)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    for cells in (table.header, *table.rows):
        row = made.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - the library has no other way
        for cell, line, width in zip(row.cells, cells, widths, strict=True):
            cell.width = width
            spacing = cell.paragraphs[0].paragraph_format
            spacing.space_before = spacing.space_after = Pt(2)
            _write(cell.paragraphs[0], line)
    _mark_header(made)
    word.add_paragraph()  # two tables in a row would be one


def _widths(table: Table) -> list[Length]:
    """Of the columns, by their longest texts: a narrow column keeps its words whole, a wide one takes no page."""
    longest = [
        min(max(len(shown(cells[column])) for cells in (table.header, *table.rows)), _WIDEST)
        for column in range(len(table.header))
    ]
    room = [max(length, _NARROWEST) for length in longest]
    return [Cm(_TEXT_WIDTH * part / sum(room)) for part in room]


def _mark_header(table: WordTable) -> None:
    """The first row is repeated on each page, and read out as the header by screen readers."""
    row = table.rows[0]
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - nor here
    for cell in row.cells:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", _SHADE)):
            shade.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - nor here
        cell.paragraphs[0].paragraph_format.keep_with_next = True  # no header alone at the end of a page
        for run in cell.paragraphs[0].runs:
            run.bold = True


def _write(paragraph: WordParagraph, line: Line) -> None:
    for run in line:
        match run:
            case Gap():
                added = paragraph.add_run(run.shown)
                added.bold, added.font.highlight_color = True, WD_COLOR_INDEX.YELLOW
            case Text(text=text, style=style):
                added = paragraph.add_run(text)
                added.bold = True if style is Style.BOLD else None
                if style is Style.CODE:
                    added.font.name, added.font.size = _CODE_FONT, Pt(9)


def _without_clock(written: bytes) -> bytes:
    """The same archive with its files' times all alike."""
    again = BytesIO()
    with ZipFile(BytesIO(written)) as found, ZipFile(again, "w", ZIP_DEFLATED) as kept:
        for name in found.namelist():
            kept.writestr(ZipInfo(name, _SAME_MOMENT), found.read(name), ZIP_DEFLATED)
    return again.getvalue()
