"""The card of all data held about a person, in pages small enough for any Teams."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from content import own_data
from content.cards.buttons import button, command_button
from content.cards.card import Card, card
from content.cards.elements import Action, Element, band, chapter, line, quote
from content.cards.fitting import fits
from content.cards.icons import Icon
from content.language import Language
from content.presses import FORMS, AskErasure, ShowOwnData, TakeOwnFile
from content.vocabulary.knowing import KnownPage, WhatIKnow
from content.wording import phrase

_PAGE = 16_000
"""Bytes of a page's elements as UTF-8: beside band and buttons, well below the 28,000 of Teams' older pages."""

_MOST_LINES = 20  # in a piece; pages divide no piece


@dataclass(frozen=True)
class _Piece:
    """Elements never divided between pages; `heading` begins a section, and is repeated at the top of a page."""

    section: int
    heading: str
    elements: tuple[Element, ...]


def own_data_card(message: WhatIKnow, language: Language, room: int) -> Card:
    """The page `message.start`, else the last page: data may have gone since the card was shown."""
    pages = _pages(_pieces(message, language, room))
    number = min(message.start, len(pages) - 1)
    shown = KnownPage(number + 1, len(pages))
    under = (phrase(shown, "told", language),) if len(pages) > 1 else ()
    body: list[Element] = [band(Icon.PRIVACY, phrase(message, "heading", language), *under)]
    if not message.about:
        body.append(line(phrase(message, "stranger", language)))
    body += _elements(pages[number])
    return card(message, language, body, actions=list(_actions(message, shown, language)))


def _actions(message: WhatIKnow, shown: KnownPage, language: Language) -> Iterator[Action]:
    at = shown.number - 1
    if shown.number < shown.pages:
        yield button(phrase(shown, "next", language), ShowOwnData(at + 1))
    if at:
        yield button(phrase(shown, "previous", language), ShowOwnData(at - 1))
    if any(about.answered for about in message.about):
        yield command_button("answers", language, title=phrase(message, "answers", language))
    yield from (button(phrase(message, form, language), TakeOwnFile(form, at)) for form in FORMS)
    yield button(phrase(message, "erase", language), AskErasure())


def _pages(pieces: Iterable[_Piece]) -> list[list[_Piece]]:
    """At least a page; a piece larger than a page has a page alone."""
    pages: list[list[_Piece]] = [[]]
    filled = 0
    for piece in pieces:
        size = _size([chapter(piece.heading), *piece.elements])
        if pages[-1] and filled + size > _PAGE:
            pages.append([])
            filled = 0
        pages[-1].append(piece)
        filled += size
    return pages


def _elements(page: Iterable[_Piece]) -> list[Element]:
    body: list[Element] = []
    section = None
    for piece in page:
        body += [chapter(piece.heading)] if piece.section != section else []
        body += piece.elements
        section = piece.section
    return body


def _size(elements: list[Element]) -> int:
    return len(json.dumps(elements, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def _pieces(message: WhatIKnow, language: Language, room: int) -> Iterator[_Piece]:
    """Readers and end of a section stand with the section's last piece."""
    for number, section in enumerate(own_data.sections(message, language)):
        found = [_entry(piece, language, room) for entry in section.entries for piece in _divided(entry)]
        *before, last = found or [()]
        told = (line(each, subtle=True, spacing="Small") for each in (section.readers, section.until) if each)
        for elements in (*before, (*last, *told)):
            yield _Piece(number, section.heading, elements)


def _divided(entry: own_data.Entry) -> Iterator[own_data.Entry]:
    """The entry with as many lines as a piece takes, then the entry's other lines."""
    yield replace(entry, lines=entry.lines[:_MOST_LINES])
    for start in range(_MOST_LINES, len(entry.lines), _MOST_LINES):
        yield own_data.Entry(lines=entry.lines[start : start + _MOST_LINES])


def _entry(entry: own_data.Entry, language: Language, room: int) -> tuple[Element, ...]:
    """Words too long for any card are left to the file."""
    named = ([*([line(what, subtle=True)] if what else []), quote(text)] for what, text in entry.quotes)
    whole = _told(entry, chain.from_iterable(named))
    if fits({"body": whole}, room // 3):
        return tuple(whole)
    return tuple(_told(entry, [line(phrase(WhatIKnow, "too_long", language))]))


def _told(entry: own_data.Entry, quotes: Iterable[Element]) -> list[Element]:
    title = [line(entry.title, bold=True)] if entry.title else []
    about = [line(entry.about, subtle=True, spacing="Small")] if entry.about else []
    return list(chain(title, about, quotes, (line(told, spacing="Small") for told in entry.lines)))
