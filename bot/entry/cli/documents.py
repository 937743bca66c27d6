"""documents: a municipality's papers, as DOCX and Markdown."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot import app as application
from bot.actions.operating.record_documents import record_documents
from bot.context.catalogues import Catalogues
from bot.entry.cli.invocation import OPERATOR, WrittenForm, settings_with_warnings, with_database
from bot.exports.docx_document import docx_bytes
from bot.exports.markdown_document import markdown
from bot.exports.untouched_files import Composed, Written, write_untouched
from bot.reports.documents import Documents, documents_of
from content.catalogue import load
from content.documents import Document, gaps_in
from content.language import Language
from dialogs.calendar.instants import local
from storage.database import Database


def documents(
    folder: Annotated[Path, typer.Argument(help="where the files are written; made where there is none")],
    *,
    municipality: Annotated[str, typer.Option(help="where several have been imported")] = "",
    language: Annotated[WrittenForm | None, typer.Option(help="else the municipality's own")] = None,
) -> None:
    """Write the privacy notice, a note for the unions, a DPIA draft, the record of processing, and more."""
    wanted = Language(language) if language is not None else None

    async def work(db: Database) -> None:
        now, catalogues = application.system_clock(), Catalogues(load())
        found = await documents_of(db, catalogues, municipality or None, wanted, actor=OPERATOR, now=now)
        today = local(now).date()
        done, papers = write_untouched(folder, lambda day: _files(found, day), today=today), found.dated(today)
        if titles := [one.title for one in papers if _is_new(one, done)]:
            await record_documents(db, found.municipality, titles, actor=OPERATOR, now=now)
        for line in _lines(papers, done, found):
            typer.echo(line)

    with_database(settings_with_warnings(), work)


def _files(found: Documents, day: date) -> Composed:
    files: dict[str, bytes] = {}
    for document in found.dated(day):
        files |= {f"{document.name}.docx": docx_bytes(document, dated=day), f"{document.name}.md": markdown(document)}
    return files


def _lines(papers: Iterable[Document], done: Written, found: Documents) -> Iterator[str]:
    for document in papers:
        state = "written" if _is_new(document, done) else "unchanged"
        yield f"{document.name}: {state}; {_left(document)}"
    if found.unset:
        yield f"{found.municipality} has not set: {', '.join(found.unset)}; python -m bot municipality FILE sets them"


def _is_new(document: Document, done: Written) -> bool:
    return any(Path(name).stem == document.name for name in done.written)


def _left(document: Document) -> str:
    number = sum(1 for _ in gaps_in(document.blocks))
    return f"{number or 'nothing'} to fill in"
