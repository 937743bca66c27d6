"""A digest as a table for spreadsheets: a row for each quote, under its question, theme and group."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from content.cards.signing import signature_line
from content.dates import day
from content.language import Language
from content.vocabulary.digesting import Digesting, DigestTable, MeetingDigest, PromptSection
from content.vocabulary.prompting import Quote
from content.wording import phrase

_BOM = "\ufeff"
"""Without the mark Excel reads UTF-8 as something else."""

_BEGIN_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""Cells that begin so are worked out by spreadsheets (OWASP, CSV injection)."""

_COLUMNS = ("group", "area", "question", "asked", "theme", "answer", "further", "signed", "keyword")


def digest_table(message: Digesting, language: Language) -> bytes:
    """Semicolons where the language writes decimals with a comma, since its spreadsheets expect them."""
    out = io.StringIO(newline="")
    delimiter = "," if language is Language.EN else ";"
    table = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    table.writerow([phrase(DigestTable, column, language) for column in _COLUMNS])
    table.writerows([disarmed(cell) for cell in row] for row in _rows(message, language))
    return (_BOM + out.getvalue()).encode()


def disarmed(cell: str) -> str:
    """The text with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if cell.startswith(_BEGIN_FORMULAS) else cell


def _rows(message: Digesting, language: Language) -> Iterator[Sequence[str]]:
    if isinstance(message, MeetingDigest):
        for group in message.groups:
            yield from _of_prompts(group.prompts, group.group, language)
    else:
        yield from _of_prompts(message.prompts, message.group, language)


def _of_prompts(prompts: Iterable[PromptSection], group: str, language: Language) -> Iterator[Sequence[str]]:
    for prompt in prompts:
        asked = ", ".join(dict.fromkeys(day(each, language) for each in prompt.asked_on))
        head = (group, prompt.area, prompt.question, asked)
        for theme in prompt.themes:
            yield from ((*head, theme.label, *_cells(quote, language)) for quote in (*theme.quotes, *theme.more))
        yield from ((*head, "", *_cells(quote, language)) for quote in prompt.quotes)


def _cells(quote: Quote, language: Language) -> tuple[str, str, str, str]:
    further = "\n".join(f"{pair.question} {pair.text}" for pair in quote.further)
    return quote.text, further, signature_line(quote.signed, language), quote.keyword
