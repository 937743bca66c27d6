"""The sharing bank as a reader may read the bank: searched page by page, and opened entry by entry.

The words of a search are stored and logged nowhere.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import audiences, steps
from bot.context.bank_entries import Reader, entries_of
from bot.context.identities import persons_of
from content.presses import id_in
from content.vocabulary.bank import ANYTHING, PAGE, BankEntry, BankFilters, BankPage
from dialogs.calendar.school_year import lasts
from dialogs.model import (
    Actor,
    EntryKind,
    FoundEntry,
    Language,
)
from dialogs.searching import marks, mistakes
from dialogs.searching.queries import Term, forgiving, terms_of
from dialogs.searching.ranking import Candidate, ranked
from storage import bank_index, bank_search
from storage.bank_search import Sought
from storage.database import Database
from storage.full_text import Ways

LONGEST_QUERY = 200
"""Characters of a search; the rest is left out."""


async def search(
    db: Database,
    actor: Actor,
    query: str,
    filters: BankFilters = ANYTHING,
    page: int = 0,
    *,
    municipality: str = "",
    language: Language | None = None,
    size: int = PAGE,
    now: datetime,
) -> BankPage | None:
    """A page (from 0) of the entries open to the actor, looked up already; None for an account never imported.

    Without `municipality` the actor's first; without `language` the person's own.
    """

    async def work(c: AsyncConnection) -> BankPage | None:
        reader = await reader_for(c, actor, municipality, language, now=now)
        return await page_for(c, reader, query, filters, page, size=size) if reader is not None else None

    return await db.read(work)


async def entry(
    db: Database,
    actor: Actor,
    its_id: str,
    *,
    municipality: str = "",
    language: Language | None = None,
    now: datetime,
) -> BankEntry | None:
    """None for an unknown entry, for an entry taken back meanwhile, and for an entry closed to the actor: all alike."""

    async def work(c: AsyncConnection) -> BankEntry | None:
        reader, known = await reader_for(c, actor, municipality, language, now=now), id_in(its_id)
        return await entry_for(c, reader, known) if reader is not None and known is not None else None

    return await db.read(work)


async def reader_for(
    c: AsyncConnection, actor: Actor, municipality: str = "", language: Language | None = None, *, now: datetime
) -> Reader | None:
    persons = await persons_of(c, actor)
    person = next((one for one in persons if municipality in ("", one.municipality)), None)
    if person is None:
        return None
    town = await steps.town(c, person.municipality)
    reading = await audiences.reading(c, town, person.id, now=now)
    beyond = await audiences.beyond(c, town, reading)
    return Reader(person, reading, language or person.reads or Language.NB, town, beyond)


async def page_for(
    c: AsyncConnection, reader: Reader, query: str, filters: BankFilters, page: int, *, size: int
) -> BankPage:
    terms, subject = terms_of(query[:LONGEST_QUERY]), _subject(filters)
    if not terms and (query.strip() or not marks.wanted(subject)):
        return BankPage((), is_blank=True)
    found, forgiven = await _ranked(c, reader, terms, subject), False
    if not found and (alike := await _forgiven(c, reader, terms)) != terms:
        found = await _ranked(c, reader, alike, subject)
        forgiven = bool(found)
    start = max(page, 0) * size
    entries = await entries_of(c, reader, found[start : start + size])
    return BankPage(entries, start, has_more=len(found) > start + size, forgiven=forgiven)


async def newest(c: AsyncConnection, reader: Reader, *, most: int) -> tuple[BankEntry, ...]:
    """The newest entries open to the reader, at most `most`."""
    return await entries_of(c, reader, (await _ranked(c, reader, (), marks.Subject()))[:most])


def _subject(filters: BankFilters) -> marks.Subject:
    kind = EntryKind(filters.kind) if filters.kind else None
    return marks.Subject(filters.area, filters.requirement, filters.stage, filters.year or None, kind)


async def _ranked(
    c: AsyncConnection, reader: Reader, terms: Sequence[Term], subject: marks.Subject
) -> tuple[FoundEntry, ...]:
    """Everything found, in order; the same on each page, as long as no entry is put in or taken out."""
    words = [term.ways for term in terms]
    found: list[FoundEntry] = []
    for in_title in (True, False) if terms else (False,):
        if subject.kind is not EntryKind.PRACTICE:
            found += await _quotes(c, reader, words, subject, in_title=in_title)
        if subject.kind is not EntryKind.QUOTE:
            of_kind = replace(subject, kind=EntryKind.PRACTICE)
            found += await _practices(c, reader, words, of_kind, in_title=in_title)
    by_id = {one.id: one for one in found}
    return tuple(by_id[one.id] for one in ranked(Candidate(one.id, one.at, one.in_title) for one in found))


def _sought(words: Sequence[Ways], seen: Ways, subject: marks.Subject) -> Sought:
    return Sought(words, (seen, *marks.wanted(subject)), lasts(subject.year) if subject.year else None)


async def _quotes(
    c: AsyncConnection, reader: Reader, words: Sequence[Ways], subject: marks.Subject, *, in_title: bool
) -> tuple[FoundEntry, ...]:
    sought = _sought(words, marks.seen_from(reader.reading), subject)
    found = await bank_search.quotes_found(c, reader.reading, sought, in_title=in_title)
    if reader.beyond is None:
        return found
    sought = _sought(words, marks.seen_beyond(reader.beyond), subject)
    return (*found, *await bank_search.released_found(c, reader.beyond, sought, in_title=in_title))


async def _practices(
    c: AsyncConnection, reader: Reader, words: Sequence[Ways], subject: marks.Subject, *, in_title: bool
) -> tuple[FoundEntry, ...]:
    sought = _sought(words, marks.seen_from(reader.reading), subject)
    found = await bank_search.practices_found(c, reader.reading, sought, in_title=in_title)
    if reader.beyond is None:
        return found
    sought = _sought(words, marks.seen_beyond(reader.beyond), subject)
    return (*found, *await bank_search.practices_beyond(c, reader.beyond, sought, in_title=in_title))


async def _forgiven(c: AsyncConnection, reader: Reader, terms: Sequence[Term]) -> tuple[Term, ...]:
    """The words of a search, each beside known stems nearly the same.

    A stem out of entries closed to the reader finds nothing, and is told to nobody.
    """
    alike = {}
    for term in terms:
        if mistakes.forgiven(term.stem):
            known = await bank_index.alike(c, reader.municipalities, *mistakes.halves(term.stem))
            alike[term.stem] = [one for one in mistakes.meant(term.stem, known) if one != term.stem]
    return forgiving(terms, alike)


async def entry_for(c: AsyncConnection, reader: Reader, its_id: UUID) -> BankEntry | None:
    found = await bank_search.one_entry(c, reader.reading, reader.beyond, its_id)
    return next(iter(await entries_of(c, reader, [found])), None) if found is not None else None
