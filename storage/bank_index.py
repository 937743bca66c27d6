"""The sharing bank's index: entries put in, brought up to date and taken out, and the stems that there are.

On SQLite triggers bring the index of words (`bank_words`) along in the same transaction.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import IndexedEntry
from storage.full_text import read_back, stored
from storage.tables.bank import bank_entries, bank_stems
from storage.upserts import insert_into

_STEMS = ("title", "body", "marks")
_MOST_KNOWN = 500
"""Stems looked at for one mistaken word, from each side."""


async def put(c: AsyncConnection, municipality: str, entries: Sequence[IndexedEntry]) -> None:
    """Each source has one entry, whose id stays when the words are others."""
    if not entries:
        return
    known = await _known(c, municipality, [one.source for one in entries])
    await _count(c, municipality, [stems for _, stems in known.values()], -1)
    new = [one for one in entries if one.source not in known]
    number = await _last_number(c, municipality) if new else 0
    rows = [
        {
            "municipality": municipality,
            "id": uuid4(),
            "number": of_one,
            "kind": one.kind.value,
            "source": one.source,
            "at": one.at,
            **_stems(one),
        }
        for of_one, one in enumerate(new, start=number + 1)
    ]
    if rows:
        await c.execute(_inserting(c.dialect.name), rows)
    its = {"its_municipality": municipality}
    changed = [{**its, "its_source": one.source, "at": one.at, **_stems(one)} for one in entries if one.source in known]
    if changed:
        await c.execute(_updating(c.dialect.name), changed)
    await _count(c, municipality, [one.body for one in entries], 1)


async def remove(c: AsyncConnection, municipality: str, sources: Collection[UUID]) -> None:
    """Entries and the stems that nothing else has; nothing happens for sources without an entry."""
    known = await _known(c, municipality, sources)
    if known:
        await c.execute(delete(bank_entries).where(_of(municipality, known.keys())))
        await _count(c, municipality, [stems for _, stems in known.values()], -1)


async def pass_on(c: AsyncConnection, municipality: str, source: UUID, to: UUID) -> None:
    """The entry is of a source with another id from now on, under an id of its own that is another, too."""
    its = _of(municipality, [source])
    await c.execute(update(bank_entries).where(its).values(source=to, id=uuid4()))


async def ids_of(c: AsyncConnection, municipality: str, sources: Collection[UUID]) -> dict[UUID, UUID]:
    """Source -> the id of its entry."""
    query = select(bank_entries.c.source, bank_entries.c.id).where(_of(municipality, sources))
    return {row.source: row.id for row in await c.execute(query)}


async def alike(c: AsyncConnection, municipalities: Collection[str], begins: str, ends: str) -> tuple[str, ...]:
    """Stems known there with the beginning or the end, some hundreds at most."""
    found: list[str] = []
    for column, start in ((bank_stems.c.stem, begins), (bank_stems.c.backwards, ends[::-1])):
        within = and_(bank_stems.c.municipality.in_(municipalities), column >= start, column < f"{start}\U0010ffff")
        query = select(bank_stems.c.stem).where(within).order_by(column).limit(_MOST_KNOWN)
        found += (await c.execute(query)).scalars()
    return tuple(dict.fromkeys(found))


async def clear_remains(c: AsyncConnection) -> None:
    """Stems of removed entries leave the segments of SQLite's index of words, where they wait to be merged."""
    if c.dialect.name == "sqlite":
        await c.execute(text("INSERT INTO bank_words (bank_words) VALUES ('optimize')"))


async def has_remains(c: AsyncConnection) -> bool:
    """Whether SQLite's index of words has more than one segment: removed stems may stand in the others."""
    if c.dialect.name != "sqlite":
        return False
    return bool((await c.execute(text("SELECT count(DISTINCT segid) > 1 FROM bank_words_idx"))).scalar())


def _stems(one: IndexedEntry) -> dict[str, str]:
    return {"title": " ".join(one.title), "body": " ".join(one.body), "marks": " ".join(one.marks)}


async def _known(
    c: AsyncConnection, municipality: str, sources: Collection[UUID]
) -> dict[UUID, tuple[UUID, tuple[str, ...]]]:
    """Source -> (id, stems) of the entries that there are."""
    body = read_back(c.dialect.name, bank_entries.c.body)
    query = select(bank_entries.c.source, bank_entries.c.id, body).where(_of(municipality, sources))
    return {source: (its_id, tuple(stems.split())) for source, its_id, stems in await c.execute(query)}


def _of(municipality: str, sources: Iterable[UUID]) -> ColumnElement[bool]:
    return and_(bank_entries.c.municipality == municipality, bank_entries.c.source.in_(list(sources)))


async def _last_number(c: AsyncConnection, municipality: str) -> int:
    """On SQLite of all municipalities, since the index of words knows an entry by its number alone."""
    if c.dialect.name == "sqlite":
        return int((await c.execute(text("SELECT max(id) FROM bank_words_docsize"))).scalar() or 0)
    query = select(func.max(bank_entries.c.number)).where(bank_entries.c.municipality == municipality)
    return int((await c.execute(query)).scalar() or 0)


def _inserting(dialect: str) -> Any:  # noqa: ANN401 - SQLAlchemy's own statement
    plain = {one.name: bindparam(one.name, type_=one.type) for one in bank_entries.c if one.name not in _STEMS}
    return insert(bank_entries).values(**plain, **{name: stored(dialect, name) for name in _STEMS})


def _updating(dialect: str) -> Any:  # noqa: ANN401 - SQLAlchemy's own statement
    its = and_(
        bank_entries.c.municipality == bindparam("its_municipality"),
        bank_entries.c.source == bindparam("its_source", type_=bank_entries.c.source.type),
    )
    at = bindparam("at", type_=bank_entries.c.at.type)
    return update(bank_entries).where(its).values(at=at, **{name: stored(dialect, name) for name in _STEMS})


async def _count(c: AsyncConnection, municipality: str, several: Iterable[Sequence[str]], by: int) -> None:
    """Keep count of how many entries have each stem; a stem that no entry has goes."""
    found = Counter(stem for stems in several for stem in stems)
    if not found:
        return
    statement = insert_into(c.dialect.name, bank_stems)
    counted = statement.on_conflict_do_update(
        index_elements=["municipality", "stem"], set_={"entries": bank_stems.c.entries + statement.excluded.entries}
    )
    rows = [
        {"municipality": municipality, "stem": stem, "backwards": stem[::-1], "entries": by * number}
        for stem, number in sorted(found.items())
    ]
    await c.execute(counted, rows)
    if by < 0:
        gone = and_(bank_stems.c.municipality == municipality, bank_stems.c.stem.in_(list(found)))
        await c.execute(delete(bank_stems).where(gone, bank_stems.c.entries <= 0))
