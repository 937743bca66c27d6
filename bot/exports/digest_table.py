"""A digest as a table for spreadsheets: a row for each quote, under its question, theme and group."""

from collections.abc import Iterable, Iterator, Sequence

from bot.exports.spreadsheet import spreadsheet
from content.cards.signing import signature_line
from content.dates import day
from content.language import Language
from content.vocabulary.digesting import Digesting, DigestTable, MeetingDigest, PromptSection
from content.vocabulary.prompting import Quote
from content.wording import phrase

_COLUMNS = ("group", "area", "question", "asked", "theme", "answer", "further", "signed", "keyword")


def digest_table(message: Digesting, language: Language) -> bytes:
    header = [phrase(DigestTable, column, language) for column in _COLUMNS]
    return spreadsheet(header, _rows(message, language), language)


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
