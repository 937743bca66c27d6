"""A list as a file to take along, in the forms that a digest has, but for plain text."""

import json
from collections.abc import Iterator
from datetime import date

from bot.exports.digest_files import DigestFormat, as_json
from bot.exports.docx_document import docx_bytes
from bot.exports.listings import (
    Listing,
    Section,
    coverage_listed,
    digests_listed,
    headed,
    plan_listed,
)
from bot.exports.markdown_document import markdown
from bot.exports.spreadsheet import spreadsheet
from bot.exports.word_listings import answers_listed, entries_listed, promises_listed
from content.dates import full_date
from content.documents import Block, Document, Heading, Paragraph, Table, plain
from content.language import Language
from content.vocabulary.pages import DigestsPage
from content.vocabulary.pages_of_bank import BankSearchPage
from content.vocabulary.pages_of_oneself import MePage
from content.vocabulary.pictures import CoveragePage, PlanPage, PromisesPage

Listed = DigestsPage | PlanPage | CoveragePage | PromisesPage | MePage | BankSearchPage
LIST_FORMATS = (DigestFormat.DOCX, DigestFormat.MD, DigestFormat.CSV, DigestFormat.JSON)


def list_file(page: Listed, language: Language, form: DigestFormat, *, name: str, today: date) -> bytes:
    """`name` is told in the file's foot; `today` is the local day of the export."""
    listing = _listing(page, language)
    match form:
        case DigestFormat.DOCX:
            return docx_bytes(_document(listing, language, name=name, made=today), dated=today)
        case DigestFormat.CSV:
            return _table(listing, language)
        case DigestFormat.JSON:
            return f"{json.dumps(listing.data, ensure_ascii=False, indent=2, default=as_json)}\n".encode()
        case _:
            return markdown(_document(listing, language, name=name, made=today))


def _listing(page: Listed, language: Language) -> Listing:
    match page:
        case DigestsPage():
            return digests_listed(page, language)
        case PlanPage():
            return plan_listed(page, language)
        case CoveragePage():
            return coverage_listed(page, language)
        case PromisesPage():
            return promises_listed(page, language)
        case MePage():
            return answers_listed(page, language)
        case BankSearchPage():
            return entries_listed(page, language)


def _table(listing: Listing, language: Language) -> bytes:
    """Of several municipalities each row begins with its own."""
    if len(listing.sections) == 1:
        return spreadsheet(listing.columns, listing.sections[0].rows, language)
    rows = [(section.place, *row) for section in listing.sections for row in section.rows]
    return spreadsheet((*headed(language, "municipality"), *listing.columns), rows, language)


def _document(listing: Listing, language: Language, *, name: str, made: date) -> Document:
    blocks = [block for section in listing.sections for block in _blocks(listing, section)]
    made_by = f"Sløyfa, {full_date(made, language)}"
    shown = tuple(blocks) or (Paragraph(plain(listing.none)),)
    return Document(name=name, language=language, title=listing.title, made=made_by, page="", blocks=shown)


def _blocks(listing: Listing, section: Section) -> Iterator[Block]:
    if not section.rows:
        return
    if section.place:
        yield Heading(1, plain(section.place))
    if section.blocks:
        yield from section.blocks
    else:
        yield Table(tuple(map(plain, listing.columns)), tuple(tuple(map(plain, row)) for row in section.rows))
