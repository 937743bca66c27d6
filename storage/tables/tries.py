"""Groups' tries of entries of the sharing bank: which school, what came of it, and who reads the words about it."""

from sqlalchemy import Column, Index, String, Table, Uuid

from dialogs.model import limits
from storage.tables.common import Instant, circle_columns, metadata

tries = Table(
    "tries",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    # All words are the commitment's; the row stays, with what came of it, when the commitment goes by its age.
    Column("commitment", Uuid, primary_key=True),
    # In the bank, or gone from there.
    Column("entry", Uuid, nullable=False),
    Column("by_group", String(limits.ID), nullable=False),
    Column("by_unit", String(limits.ID), nullable=False),
    # NULL for a proposal that the group has not said yes to.
    Column("agreed_at", Instant),
    # As told last, NULL before.
    Column("outcome", String(20)),
    Column("told_at", Instant),
    # Who reads the told words beside the entry, as `storage/circles.py` compares; nobody beyond the group on rung 0.
    *circle_columns(),
    Index(None, "municipality", "entry", "by_group", unique=True),
)
