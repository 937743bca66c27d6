"""guard: the guard's findings in a file of texts, one text a line."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import monotonic
from typing import Annotated

import typer

from bot.context.text_guard import TextGuard, Unjudged, packaged_guard
from bot.entry.cli.invocation import WrittenForm
from bot.errors import UnreadableTexts
from content.language import Language
from dialogs.guarding.finding import Finding

_SECONDS = 10.0
"""For a line of any length: nobody waits meanwhile."""


def guard(
    file: Annotated[Path, typer.Argument(help="texts, one a line, in UTF-8")],
    language: Annotated[
        WrittenForm | None,
        typer.Option(help="the authors' written form, counted where a text does not tell its own"),
    ] = None,
) -> None:
    """A JSON line for each line of the file: stopped or not, overridable, quotable, findings."""
    judging = TextGuard(packaged_guard, seconds=monotonic, limit=_SECONDS)
    if judging.unloaded is not None:
        typer.echo(
            f"warning: the guard stops every text: its lists cannot be read ({judging.unloaded.error})", err=True
        )
    for number, line in enumerate(_lines(file), start=1):
        judged = judging.judge(line, Language(language) if language is not None else None)
        if isinstance(judged, Unjudged) and judging.unloaded is None:
            typer.echo(f"warning: line {number} could not be judged ({judged.why.value}) and is stopped", err=True)
        typer.echo(json.dumps(_told(judged)))


def _lines(file: Path) -> Iterator[str]:
    """The file's lines, without their ends; a last line end opens no further line."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UnreadableTexts(f"{file}: {error.strerror}; name a text file with one text a line") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise UnreadableTexts(f"{file}, line {line}: this is not UTF-8; save the file as UTF-8") from error
    if text:
        yield from (line.removesuffix("\r") for line in text.removesuffix("\n").split("\n"))


def _told(judged: Finding | Unjudged) -> Mapping[str, object]:
    if isinstance(judged, Unjudged):
        return {"stop": True, "overridable": False, "quotable": False, "found": []}
    found = [{"kind": one.kind.value, "start": one.start, "end": one.end} for one in judged.found]
    return {
        "stop": judged.stop,
        "overridable": judged.overridable,
        "quotable": judged.quotable,
        "found": found,
    }
