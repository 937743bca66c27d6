"""trace, why, year, digest, record, commitments: coverage of the sources, reasons, digests, acts, promises."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot import app as application
from bot.entry.cli.invocation import OPERATOR, fail, settings_with_warnings, with_database
from bot.errors import NotWritten
from bot.exports.digest_files import DigestFormat, digest_file
from bot.exports.whole_file import write_whole
from bot.imports.series_file import read_series
from bot.reports.commitments import commitment_lines
from bot.reports.digests import digest_of
from bot.reports.explaining import why_lines
from bot.reports.records import record_lines
from bot.reports.school_years import year_of_file, year_of_group
from bot.reports.trace import trace_lines
from bot.workers.process import DigestProcess
from content.language import Language
from dialogs.calendar.instants import local, start_of
from storage.database import Database


def trace(
    *,
    rows: Annotated[bool, typer.Option("--rows", help="a line for each row, too")] = False,
) -> None:
    """What of the five source documents the product answers for: counts per document and per capability."""
    for line in trace_lines(application.load_traceability(), rows=rows):
        typer.echo(line)


def why(
    session: Annotated[str, typer.Argument(help="the session's id")],
    municipality: Annotated[str, typer.Option(help="where several have a session of this id")] = "",
) -> None:
    """The reasons for a session's questions: as chosen when the session opened, or as they would be chosen now."""
    found = application.catalogues()

    async def work(db: Database) -> None:
        now, town = application.system_clock(), municipality or None
        for line in await why_lines(db, found, session, actor=OPERATOR, now=now, municipality=town):
            typer.echo(line)

    with_database(settings_with_warnings(), work)


def year(
    about: Annotated[str, typer.Argument(metavar="GROUP|FILE.toml", help="a group's id, or a series not planned yet")],
    municipality: Annotated[str, typer.Option(help="where several have groups of these names")] = "",
    language: Annotated[Language, typer.Option(help="of the questions")] = Language.NB,
) -> None:
    """A whole school year's questions with dates and reasons, so that they can be read before they are asked."""
    found, now = application.catalogues(), application.system_clock()
    town = municipality or None

    async def work(db: Database) -> None:
        if about.endswith(".toml"):
            wanted = read_series(Path(about))
            lines = await year_of_file(db, found, wanted, actor=OPERATOR, now=now, language=language, municipality=town)
        else:
            lines = await year_of_group(db, found, about, actor=OPERATOR, now=now, language=language, municipality=town)
        for line in lines:
            typer.echo(line)

    with_database(settings_with_warnings(), work)


_FOR_ITS_OWNER = 0o600
"""A digest's file holds people's words: others on the machine read it only if its owner lets them."""


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"


def record(
    municipality: Annotated[str, typer.Argument(help="the municipality's id in units.csv")],
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="only from this day on")] = None,
    form: Annotated[Format, typer.Option("--format")] = Format.TEXT,
) -> None:
    """The municipality's record, newest first: who did what, when; never people's words."""
    day, as_json = start_of(since.date()) if since else None, form is Format.JSON

    async def work(db: Database) -> None:
        for line in await record_lines(db, municipality, actor=OPERATOR, since=day, as_json=as_json):
            typer.echo(line)

    with_database(settings_with_warnings(), work)


def digest(
    session: Annotated[str, typer.Argument(help="a session's id, or a meeting's: SERIES.GROUP.2026-12-10")],
    reader: Annotated[str, typer.Option(help="UPN of the one who reads; else whoever coordinates")] = "",
    municipality: Annotated[str, typer.Option(help="where several have a session of this id")] = "",
    form: Annotated[DigestFormat, typer.Option("--format")] = DigestFormat.TEXT,
    out: Annotated[Path | None, typer.Option(help="the file to write; needed for docx")] = None,
) -> None:
    """A closed session's digest, or the pack ahead of a meeting, as its reader may read it."""
    if form is DigestFormat.DOCX and out is None:
        fail("--format docx is a file: say where with --out FILE.docx")
    if out is not None and out.exists():
        fail(f"{out} is there already, and is not written over: name another file with --out")
    if out is not None and not out.parent.is_dir():
        fail(f"there is no folder {out.parent}: make it, or name another file with --out")
    settings = settings_with_warnings()

    async def work(db: Database) -> None:
        now, town = application.system_clock(), municipality or None
        async with DigestProcess(settings.database_url) as aside:
            message, language = await digest_of(
                db, aside.read, session, reader, actor=OPERATOR, now=now, municipality=town
            )
        written = digest_file(message, language, form, name=session, today=local(now).date())
        if out is None:
            typer.echo(written.decode(), nl=False)
        else:
            try:
                write_whole(out, written, mode=_FOR_ITS_OWNER)
            except OSError as error:
                raise NotWritten(f"{out}: {error.strerror}; name a file in a folder that can be written") from error
            typer.echo(f"{out}: written")

    with_database(settings, work)


def commitments(
    municipality: Annotated[str, typer.Argument(help="the municipality's id in units.csv")],
    form: Annotated[Format, typer.Option("--format")] = Format.TEXT,
) -> None:
    """What the municipality has to answer and will try, and counts of the rest; nobody else's words, no deadlines."""
    as_json, now = form is Format.JSON, application.system_clock()

    async def work(db: Database) -> None:
        for line in await commitment_lines(db, municipality, actor=OPERATOR, now=now, as_json=as_json):
            typer.echo(line)

    with_database(settings_with_warnings(), work)
