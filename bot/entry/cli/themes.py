"""themes: answers of a CSV file, grouped by what they are about, as the digest would group them."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer

from bot.entry.cli.reading import Format
from bot.imports.answers_file import read_answers
from bot.workers.process import DigestProcess
from dialogs.knowledge.themes.values import Answer, Themes

_NO_DATABASE = "sqlite+aiosqlite://"  # in memory, and never opened
_MOST = 10_000


def themes(
    file: Annotated[Path, typer.Argument(help="a CSV file: id,text[,author][,group][,tags], keywords separated by ;")],
    quotes: Annotated[int, typer.Option(min=0, max=_MOST, help="how many quotes in all")] = 12,
    number: Annotated[
        int | None, typer.Option("--themes", min=1, max=50, help="how many themes; else as many as the answers have")
    ] = None,
    form: Annotated[Format, typer.Option("--format")] = Format.TEXT,
) -> None:
    """Themes of answers, with labels and quotes; none where the answers do not tell what they are about."""
    answers = read_answers(file)
    found = asyncio.run(_found(answers, quotes, number))
    if form is Format.JSON:
        typer.echo(json.dumps(_as_json(found), ensure_ascii=False, indent=1))
        return
    for line in _as_text(found, {answer.id: answer.text for answer in answers}):
        typer.echo(line)


async def _found(answers: tuple[Answer, ...], quotes: int, number: int | None) -> Themes:
    async with DigestProcess(_NO_DATABASE) as aside:
        return await aside.themes(answers, quotes=quotes, themes=number)


def _as_json(found: Themes) -> dict[str, object]:
    return {
        "confidence": found.confidence,
        "themes": [
            {
                "label": theme.label,
                "members": list(theme.members),
                "quotes": [{"id": one.id, "start": one.start, "end": one.end} for one in theme.quotes],
            }
            for theme in found.themes
        ],
        "others": list(found.others),
    }


def _as_text(found: Themes, texts: dict[str, str]) -> list[str]:
    lines = [f"confidence {found.confidence}, {len(found.themes)} themes, {len(found.others)} other answers"]
    for theme in found.themes:
        lines += ["", f"{theme.label} ({len(theme.members)})"]
        lines += [f"  «{' '.join(texts[one.id][one.start : one.end].split())}»" for one in theme.quotes]
    return lines
