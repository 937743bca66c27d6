"""What an entry of the sharing bank is of: its author, and its circle."""

from uuid import UUID

from sqlalchemy import Table, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dialogs.model import EntrySource
from storage.commitments import circle_of
from storage.tables.bank import bank_entries
from storage.tables.practices import practices
from storage.tables.sessions import reflections


async def source_of(c: AsyncConnection, municipality: str, entry: UUID) -> EntrySource | None:
    """None for an entry that is not in the bank any more."""
    found = [await _source(c, table, municipality, entry) for table in (reflections, practices)]
    return next((one for one in found if one is not None), None)


async def _source(c: AsyncConnection, of: Table, municipality: str, entry: UUID) -> EntrySource | None:
    its = and_(of.c.municipality == bank_entries.c.municipality, of.c.id == bank_entries.c.source)
    circle = (of.c.group, of.c.unit, of.c.network, of.c.rung, of.c.circle_at, of.c.channel)
    query = select(of.c.author, *circle).join(bank_entries, its)
    query = query.where(bank_entries.c.municipality == municipality, bank_entries.c.id == entry)
    row = (await c.execute(query)).mappings().first()
    return EntrySource(row["author"], circle_of(row)) if row is not None else None
