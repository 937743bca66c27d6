"""All data held about a person as a file: a page to read and print, or data for another program.

The data are described in bot/README.md; their keys never change, and a reader of `version` 1 may meet more keys.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from html import escape
from typing import Any

import orjson

from content import own_data
from content.dates import moment
from content.language import Language
from content.vocabulary.knowing import OwnAnswer, OwnAnswers, WhatIKnow
from content.wording import phrase

VERSION = 1

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff; max-width: 44rem; margin: 2rem auto;
  padding: 0 1rem; }
h1, h2, h3, h4 { line-height: 1.25; break-after: avoid; }
h2 { margin-top: 2.5rem; border-top: 1px solid #767676; padding-top: 1rem; }
article { margin: 1.5rem 0; break-inside: avoid; }
p { margin: .3rem 0; }
blockquote { margin: .5rem 0; padding: .5rem 1rem; border-left: .25rem solid #767676; white-space: pre-wrap;
  overflow-wrap: anywhere; }
.told { color: #4a4a4a; }
@media print { body { margin: 0; max-width: none; } }
"""


def written(known: WhatIKnow, form: str, language: Language, *, made_at: datetime) -> bytes:
    """The file in UTF-8; `form` is "page" or "data". `made_at` is local wall time with its zone."""
    if form == "data":
        return _data(known, language, made_at)
    return "\n".join(_page(known, language, made_at)).encode()


def name(form: str, made_at: datetime) -> str:
    return f"sloyfa-{made_at:%Y-%m-%d}.{'json' if form == 'data' else 'html'}"


def _data(known: WhatIKnow, language: Language, made_at: datetime) -> bytes:
    """Readers and ends are told in words, per section, in the person's language."""
    told = [
        {"what": one.heading, "readers": one.readers, "until": one.until} for one in own_data.sections(known, language)
    ]
    found: dict[str, Any] = {
        "format": "sloyfa-own-data",
        "version": VERSION,
        "made_at": made_at,
        "language": language.value,
        "municipalities": [
            {**asdict(one), "answers": [answer_data(each) for each in one.answers]} for one in known.about
        ],
        "chat": asdict(known.chat) if known.chat else None,
        "waiting": [asdict(one) for one in known.waiting],
        "readers_and_until": told,
    }
    return orjson.dumps(found, option=orjson.OPT_INDENT_2)


def answer_data(answer: OwnAnswer) -> dict[str, Any]:
    """`readers` instead of the rung as cards offer it."""
    rung = answer.rung
    readers = {"rung": rung.rung, "name": rung.name, "people": rung.people, "channel": rung.channel} if rung else None
    return {**{name: value for name, value in asdict(answer).items() if name != "rung"}, "readers": readers}


def _page(known: WhatIKnow, language: Language, made_at: datetime) -> Iterator[str]:
    """A page of its own: nothing is fetched, nothing runs, and people's words are shown as written."""
    heading = escape(phrase(known, "heading", language))
    yield f'<!DOCTYPE html>\n<html lang="{language.value}">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield f"<title>{heading}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{heading}</h1>"
    yield _told(moment(made_at, language))
    for section in own_data.sections(known, language):
        yield from _section(section)
    for about in known.about:
        if about.answers:
            yield f"<h2>{escape(phrase(OwnAnswers, 'heading', language))}, {escape(about.municipality)}</h2>"
        for year, entries in own_data.by_school_year(about.answers, language):
            yield f"<h3>{escape(year)}</h3>"
            yield from _entries(entries, "h4")
    yield "</main>\n</body>\n</html>"


def _section(section: own_data.Section) -> Iterator[str]:
    yield f"<h2>{escape(section.heading)}</h2>"
    yield from _entries(section.entries, "h3")
    yield from (_told(told) for told in (section.readers, section.until) if told)


def _entries(entries: Iterable[own_data.Entry], level: str) -> Iterator[str]:
    for entry in entries:
        yield "<article>"
        if entry.title:
            yield f"<{level}>{escape(entry.title)}</{level}>"
        if entry.about:
            yield _told(entry.about)
        for question, text in entry.quotes:
            if question:
                yield f"<p><strong>{escape(question)}</strong></p>"
            yield f"<blockquote dir='auto'>{escape(text)}</blockquote>"
        yield from (f"<p>{escape(told)}</p>" for told in entry.lines)
        yield "</article>"


def _told(text: str) -> str:
    return f'<p class="told">{escape(text)}</p>'
