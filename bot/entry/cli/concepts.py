"""concepts: the words of a CSV file of answers that no concept of the lexicon holds, for an editor."""

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.entry.cli.reading import Format
from bot.imports.answers_file import read_answers
from bot.workers.process import DigestProcess
from dialogs.knowledge.coverage import Coverage
from dialogs.knowledge.themes.values import Answer

_NO_DATABASE = "sqlite+aiosqlite://"  # in memory, and never opened


def concepts(
    file: Annotated[Path, typer.Argument(help="a CSV file: id,text[,author]")],
    people: Annotated[
        int, typer.Option(min=1, help="words of so many people at least; fewer may point at the one who wrote")
    ] = 5,
    form: Annotated[Format, typer.Option("--format")] = Format.TEXT,
) -> None:
    """Words of answers that no concept holds, by how many people used them, for an editor; names are left out."""
    found = asyncio.run(_found(read_answers(file), people))
    if form is Format.JSON:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False, indent=1))
        return
    for line in _as_text(found):
        typer.echo(line)


async def _found(answers: tuple[Answer, ...], people: int) -> Coverage:
    async with DigestProcess(_NO_DATABASE) as aside:
        return await aside.uncovered(answers, fewest=people)


def _as_text(found: Coverage) -> list[str]:
    """The sum, then a row per word: people, word, the other forms it was written in; tab-separated."""
    total = f"{found.answers} answers, {found.silent} without any concept, {len(found.words)} words that none holds"
    return [total, *("\t".join((str(one.people), one.word, " ".join(one.forms[1:]))).rstrip() for one in found.words)]
