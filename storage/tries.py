"""Groups' tries of entries of the sharing bank, and the words told of them within a reader's circles."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, and_, delete, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import CameOfTry, Circle, EntryTry, Outcome, Reading
from storage.circles import within
from storage.commitments import circle_of, circle_values
from storage.tables.bank import bank_entries
from storage.tables.commitments import commitments
from storage.tables.tries import tries


async def add(c: AsyncConnection, one: EntryTry) -> None:
    """Raises IntegrityError for an entry that the group tries already."""
    values = {
        "municipality": one.municipality,
        "commitment": one.commitment,
        "entry": one.entry,
        "by_group": one.group,
        "by_unit": one.unit,
        "agreed_at": one.agreed_at,
        **circle_values(one.readers),
    }
    await c.execute(insert(tries).values(values))


async def of_commitment(c: AsyncConnection, municipality: str, commitment: UUID) -> EntryTry | None:
    row = (await c.execute(select(tries).where(_is(municipality, commitment)))).mappings().first()
    return _try(row) if row is not None else None


async def of_entries(c: AsyncConnection, municipality: str, entries: Collection[UUID]) -> tuple[EntryTry, ...]:
    """By all groups, proposals too; the order tells nothing."""
    query = select(tries).where(tries.c.municipality == municipality, tries.c.entry.in_(list(entries)))
    return tuple(_try(row) for row in (await c.execute(query.order_by(tries.c.commitment))).mappings())


async def of_source(c: AsyncConnection, municipality: str, source: UUID) -> tuple[EntryTry, ...]:
    """Of the entry of an answer or a practice, while the entry is in the bank."""
    its_entry = and_(bank_entries.c.municipality == tries.c.municipality, bank_entries.c.id == tries.c.entry)
    mine = and_(bank_entries.c.municipality == municipality, bank_entries.c.source == source)
    query = select(tries).join(bank_entries, its_entry).where(mine)
    return tuple(_try(row) for row in (await c.execute(query)).mappings())


async def agree(c: AsyncConnection, municipality: str, commitment: UUID, *, now: datetime) -> None:
    """The group stands by it from now on, or since an earlier yes."""
    its = _is(municipality, commitment)
    await c.execute(update(tries).where(its).values(agreed_at=func.coalesce(tries.c.agreed_at, now)))


async def tell(
    c: AsyncConnection, municipality: str, commitment: UUID, outcome: Outcome | None, *, now: datetime
) -> None:
    """What came of it, None for what was taken back; the words about it are shared anew, or not at all."""
    told = {"outcome": outcome.value if outcome else None, "told_at": now if outcome else None, "rung": 0}
    await c.execute(update(tries).where(_is(municipality, commitment)).values(**told))


async def share(c: AsyncConnection, municipality: str, commitment: UUID, readers: Circle) -> None:
    await c.execute(update(tries).where(_is(municipality, commitment)).values(**circle_values(readers)))


async def remove(c: AsyncConnection, municipality: str, commitment: UUID) -> None:
    await c.execute(delete(tries).where(_is(municipality, commitment)))


def are_left() -> ColumnElement[bool]:
    """Whether a try goes: its commitment is gone, and nothing was told of it or its entry is gone too."""
    of_commitment = exists().where(
        commitments.c.municipality == tries.c.municipality, commitments.c.id == tries.c.commitment
    )
    of_entry = exists().where(bank_entries.c.municipality == tries.c.municipality, bank_entries.c.id == tries.c.entry)
    return and_(~of_commitment, or_(tries.c.outcome.is_(None), ~of_entry))


async def told_of(c: AsyncConnection, reading: Reading, entry: UUID) -> tuple[CameOfTry, ...]:
    """What groups told of trying the entry, the newest first; the words where the reader stands in their circle."""
    its = and_(commitments.c.municipality == tries.c.municipality, commitments.c.id == tries.c.commitment)
    is_read = within(tries, reading)
    query = (
        select(tries.c.commitment, tries.c.outcome, tries.c.by_unit, commitments.c.because, commitments.c.learnt)
        .select_from(tries.outerjoin(commitments, and_(its, is_read)))
        .where(tries.c.municipality == reading.municipality, tries.c.entry == entry, tries.c.outcome.is_not(None))
    )
    rows = (await c.execute(query.order_by(tries.c.told_at.desc(), tries.c.commitment))).all()
    return tuple(
        CameOfTry(row.commitment, Outcome(row.outcome), row.by_unit, row.because or "", row.learnt or "")
        for row in rows
    )


def _is(municipality: str, commitment: UUID) -> ColumnElement[bool]:
    return and_(tries.c.municipality == municipality, tries.c.commitment == commitment)


def _try(row: RowMapping) -> EntryTry:
    return EntryTry(
        municipality=row["municipality"],
        commitment=row["commitment"],
        entry=row["entry"],
        group=row["by_group"],
        unit=row["by_unit"],
        readers=circle_of(row),
        agreed_at=row["agreed_at"],
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        told_at=row["told_at"],
    )
