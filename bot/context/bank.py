"""The sharing bank as a reader may read the bank: searched page by page, and opened entry by entry.

The words of a search are stored and logged nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.context import audiences, steps
from bot.context.own_data import persons_of
from content.presses import id_in
from content.vocabulary.bank import ANYTHING, PAGE, BankEntry, BankFilters, BankPage
from dialogs.calendar.instants import local
from dialogs.knowledge.quotes import quoted, quoted_release
from dialogs.model import (
    Actor,
    Beyond,
    EntryKind,
    FoundEntry,
    Language,
    Person,
    Reading,
    Reflection,
    Release,
    Step,
)
from dialogs.searching import marks, mistakes
from dialogs.searching.queries import Term, forgiving, terms_of
from dialogs.searching.ranking import Candidate, ranked
from dialogs.sharing.circles import Municipality
from storage import bank_index, bank_search, releases
from storage.bank_search import Sought
from storage.database import Database
from storage.readable_reflections import readable_by_id
from storage.steps import steps_in

LONGEST_QUERY = 200
"""Characters of a search; the rest is left out."""


@dataclass(frozen=True)
class Reader:
    person: Person
    reading: Reading
    language: Language
    town: Municipality
    beyond: Beyond | None = None
    """What is read of other municipalities, None for nothing."""

    @property
    def municipalities(self) -> tuple[str, ...]:
        """All that the reader may read of."""
        return (self.person.municipality, *(self.beyond.municipalities if self.beyond is not None else ()))


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
    wanted = marks.wanted(subject)
    if not terms and (query.strip() or not wanted):
        return BankPage((), is_blank=True)
    found, forgiven = await _ranked(c, reader, terms, wanted), False
    if not found and (alike := await _forgiven(c, reader, terms)) != terms:
        found = await _ranked(c, reader, alike, wanted)
        forgiven = bool(found)
    start = max(page, 0) * size
    entries = await _entries(c, reader, found[start : start + size])
    return BankPage(entries, start, has_more=len(found) > start + size, forgiven=forgiven)


async def newest(c: AsyncConnection, reader: Reader, *, most: int) -> tuple[BankEntry, ...]:
    """The newest entries open to the reader, at most `most`."""
    return await _entries(c, reader, (await _ranked(c, reader, (), ()))[:most])


def _subject(filters: BankFilters) -> marks.Subject:
    kind = EntryKind(filters.kind) if filters.kind else None
    return marks.Subject(filters.area, filters.requirement, filters.stage, filters.year or None, kind)


async def _ranked(
    c: AsyncConnection, reader: Reader, terms: Sequence[Term], wanted: Sequence[marks.Ways]
) -> tuple[FoundEntry, ...]:
    """Everything found, in order; the same on each page, as long as no entry is put in or taken out."""
    words = [term.ways for term in terms]
    found: list[FoundEntry] = []
    for in_title in (True, False) if terms else (False,):
        sought = Sought(words, (marks.seen_from(reader.reading), *wanted))
        found += await bank_search.quotes_found(c, reader.reading, sought, in_title=in_title)
        if reader.beyond is not None:
            sought = Sought(words, (marks.seen_beyond(reader.beyond), *wanted))
            found += await bank_search.released_found(c, reader.beyond, sought, in_title=in_title)
    by_id = {one.id: one for one in found}
    return tuple(by_id[one.id] for one in ranked(Candidate(one.id, one.at, one.in_title) for one in found))


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


async def _entries(c: AsyncConnection, reader: Reader, found: Sequence[FoundEntry]) -> tuple[BankEntry, ...]:
    """Answers as digests quote them; an entry with an answer taken back meanwhile is left out."""
    own = [one for one in found if one.municipality == reader.person.municipality]
    entries = await _own(c, reader, own) | await _released(c, reader, [one for one in found if one not in own])
    return tuple(entries[one.id] for one in found if one.id in entries)


async def _own(c: AsyncConnection, reader: Reader, found: Sequence[FoundEntry]) -> dict[UUID, BankEntry]:
    """Answers of the reader's own municipality, by the entries' ids."""
    answers = {one.id: one for one in await readable_by_id(c, reader.reading, [each.source for each in found])}
    asked = await steps_in(c, reader.reading.municipality, {one.session for one in answers.values()})
    by_place = {(step.session, step.position): step for step in asked}
    known = [(one, answers[one.source]) for one in found if one.source in answers]
    return {one.id: _quote(reader, one, by_place[its.session, its.position], its) for one, its in known}


async def _released(c: AsyncConnection, reader: Reader, found: Sequence[FoundEntry]) -> dict[UUID, BankEntry]:
    """Answers of other municipalities, as they were released, by the entries' ids."""
    if reader.beyond is None or not found:
        return {}
    copies = await releases.released_by_id(c, reader.beyond, [one.source for one in found])
    by_source = {(one.municipality, one.reflection): one for one in copies}
    known = [(one, by_source.get((one.municipality, one.source))) for one in found]
    return {one.id: _copy(reader, one, its) for one, its in known if its is not None}


async def entry_for(c: AsyncConnection, reader: Reader, its_id: UUID) -> BankEntry | None:
    found = await bank_search.one_quote(c, reader.reading, its_id)
    if found is None and reader.beyond is not None:
        found = await bank_search.one_released(c, reader.beyond, its_id)
    return next(iter(await _entries(c, reader, [found])), None) if found is not None else None


def _quote(reader: Reader, found: FoundEntry, step: Step, answer: Reflection) -> BankEntry:
    group = reader.town.groups.get(answer.group)
    return BankEntry(
        answer.municipality,
        str(found.id),
        found.kind.value,
        quoted(step, answer, reader.language, reader=reader.person.id),
        step.shown.area.to(reader.language),
        step.shown.question.to(reader.language),
        group.name if group is not None else "",
        local(found.at),
    )


def _copy(reader: Reader, found: FoundEntry, its: Release) -> BankEntry:
    """Found and opened in the reader's own municipality: in the author's the reader is nobody."""
    return BankEntry(
        reader.person.municipality,
        str(found.id),
        found.kind.value,
        quoted_release(its, reader.language),
        its.area.to(reader.language),
        its.question.to(reader.language),
        its.group_name,
        local(found.at),
        is_released=True,
    )
