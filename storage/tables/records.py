"""The record of each municipality: who did what, when."""

from sqlalchemy import JSON, Column, ForeignKeyConstraint, Index, String, Table, Uuid

from dialogs.model import limits
from storage.tables.common import Instant, metadata

records = Table(
    "records",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("by", String(20), nullable=False),
    # NULL for the operator and the clock. No foreign key: an erased person's acts stay, as acts of their role.
    Column("person", Uuid),
    Column("act", String(40), nullable=False),
    # Names of things, numbers and days: {"series": "uka"}; never people's words.
    Column("about", JSON, nullable=False),
    ForeignKeyConstraint(["municipality"], ["municipalities.id"]),
    Index(None, "municipality", "at"),
)
