"""Entries of the sharing bank that have the words of a search and that their reader may read: rights first, in SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, Text, and_, cast, column, literal, select, table
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import Beyond, EntryKind, FoundEntry, Reading
from storage import practices, releases
from storage.full_text import Ways, as_match, as_tsquery
from storage.ordered_joins import InOrder
from storage.readable_reflections import OF_STEP, may_be_read
from storage.tables.bank import bank_entries
from storage.tables.networks import releases as copies
from storage.tables.practices import practices as _practices
from storage.tables.sessions import reflections, steps

MOST_FOUND = 200
"""How many entries, the newest, are found at most by a look into titles, and by one into all words."""

_WORDS = table("bank_words", column("rowid"), column("bank_words"))


@dataclass(frozen=True)
class Sought:
    """All of the words, and all of the marks; each in one of several ways. Marks of the reader's circles come first.

    `within` are the beginning and the end of the school year that the marks have: to walk an index of times to it is
    quicker than to look at the marks of all entries since.
    """

    words: Sequence[Ways]
    marks: Sequence[Ways]
    within: tuple[datetime, datetime] | None = None


async def quotes_found(
    c: AsyncConnection, reading: Reading, sought: Sought, *, in_title: bool = False
) -> tuple[FoundEntry, ...]:
    """The newest quotes with all the words, in the title alone or anywhere; none where a word has no way to stand."""
    entries = _with_answers(_entries(c, [reading.municipality]))
    return await _newest(c, entries, may_be_read(reading), sought, in_title=in_title)


async def practices_found(
    c: AsyncConnection, reading: Reading, sought: Sought, *, in_title: bool = False
) -> tuple[FoundEntry, ...]:
    """As `quotes_found`, of practices."""
    entries = _with_practices(_entries(c, [reading.municipality]))
    return await _newest(c, entries, practices.may_be_read(reading), sought, in_title=in_title)


async def released_found(
    c: AsyncConnection, beyond: Beyond, sought: Sought, *, in_title: bool = False
) -> tuple[FoundEntry, ...]:
    """As `quotes_found`, in other municipalities: entries of answers released to the reader."""
    entries, readable = _released(_entries(c, beyond.municipalities)), releases.may_be_read(beyond)
    return await _newest(c, entries, readable, sought, in_title=in_title)


async def practices_beyond(
    c: AsyncConnection, beyond: Beyond, sought: Sought, *, in_title: bool = False
) -> tuple[FoundEntry, ...]:
    """As `released_found`, of practices shared with the network."""
    entries, readable = _with_practices(_entries(c, beyond.municipalities)), practices.may_be_read_beyond(beyond)
    return await _newest(c, entries, readable, sought, in_title=in_title)


async def one_entry(c: AsyncConnection, reading: Reading, beyond: Beyond | None, its_id: UUID) -> FoundEntry | None:
    """None where there is no such entry any more, or none that the reader may read."""
    own = bank_entries.c.municipality == reading.municipality
    looks = [
        (own, _with_answers(bank_entries), may_be_read(reading)),
        (own, _with_practices(bank_entries), practices.may_be_read(reading)),
    ]
    if beyond is not None:
        theirs = bank_entries.c.municipality.in_(beyond.municipalities)
        looks += [
            (theirs, _released(bank_entries), releases.may_be_read(beyond)),
            (theirs, _with_practices(bank_entries), practices.may_be_read_beyond(beyond)),
        ]
    for of_place, entries, readable in looks:
        query = select(*_SHOWN).select_from(entries).where(of_place, bank_entries.c.id == its_id, readable)
        if found := await _found(c, query):
            return found[0]
    return None


_ITS_ANSWER = and_(reflections.c.municipality == bank_entries.c.municipality, reflections.c.id == bank_entries.c.source)
_ITS_RELEASE = and_(copies.c.municipality == bank_entries.c.municipality, copies.c.reflection == bank_entries.c.source)
_ITS_PRACTICE = and_(_practices.c.municipality == bank_entries.c.municipality, _practices.c.id == bank_entries.c.source)
_SHOWN = (*(bank_entries.c[name] for name in ("id", "kind", "source", "at", "municipality")),)


async def _newest(
    c: AsyncConnection,
    entries: FromClause,
    readable: ColumnElement[bool],
    sought: Sought,
    *,
    in_title: bool,
) -> tuple[FoundEntry, ...]:
    if not all((*sought.words, *sought.marks)):
        return ()
    dialect, where = c.dialect.name, "title" if in_title else "body"
    query = select(*_SHOWN).select_from(entries).where(*_matching(dialect, sought, where), readable)
    return await _found(c, query.order_by(*_newest_first(dialect)), in_title=in_title)


async def _found(c: AsyncConnection, query: Select[Any], *, in_title: bool = False) -> tuple[FoundEntry, ...]:
    rows = (await c.execute(query.limit(MOST_FOUND))).all()
    return tuple(
        FoundEntry(row.id, EntryKind(row.kind), row.source, row.at, row.municipality, in_title) for row in rows
    )


def _with_answers(entries: FromClause) -> FromClause:
    return InOrder(InOrder(entries, reflections, _ITS_ANSWER), steps, OF_STEP)


def _released(entries: FromClause) -> FromClause:
    return InOrder(entries, copies, _ITS_RELEASE)


def _with_practices(entries: FromClause) -> FromClause:
    return InOrder(entries, _practices, _ITS_PRACTICE)


def _entries(c: AsyncConnection, municipalities: Sequence[str]) -> FromClause:
    """On SQLite as its index of words finds them: the newest first, and walked no further than needed."""
    if c.dialect.name != "sqlite":
        return bank_entries
    theirs = and_(bank_entries.c.municipality.in_(municipalities), bank_entries.c.number == _WORDS.c.rowid)
    return InOrder(_WORDS, bank_entries, theirs)


def _newest_first(dialect: str) -> Sequence[ColumnElement[Any]]:
    return [_WORDS.c.rowid.desc()] if dialect == "sqlite" else [bank_entries.c.at.desc(), bank_entries.c.number.desc()]


def _matching(dialect: str, sought: Sought, where: str) -> list[ColumnElement[bool]]:
    if dialect == "sqlite":
        match = " AND ".join(filter(None, (as_match(sought.words, where), as_match(sought.marks, "marks"))))
        return [_WORDS.c.bank_words.op("MATCH")(match)]
    looked_in = ((bank_entries.c[where], as_tsquery(sought.words)), (bank_entries.c.marks, as_tsquery(sought.marks)))
    stems = [its.op("@@")(cast(literal(query, Text), TSQUERY)) for its, query in looked_in if query]
    return [*_within(sought), *stems]


def _within(sought: Sought) -> list[ColumnElement[bool]]:
    if sought.within is None:
        return []
    since, until = sought.within
    return [bank_entries.c.at >= since, bank_entries.c.at < until]
