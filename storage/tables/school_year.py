"""The days of municipalities' own skoleruter."""

from sqlalchemy import JSON, Column, Date, ForeignKeyConstraint, Integer, String, Table, Text

from dialogs.model import limits
from storage.tables.common import Instant, metadata

own_days = Table(
    "own_days",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    # A row of the municipality's own unit is for all of the municipality's units.
    Column("unit", String(limits.ID), primary_key=True),
    # The school year the day was imported for: another year's skolerute leaves the row alone.
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("day", Date, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("name", Text, nullable=False),
    # The kind of unit the day is for, NULL for all kinds.
    Column("only", String(20), nullable=True),
    ForeignKeyConstraint(["municipality", "unit"], ["units.municipality", "units.id"]),
)

calendar_changes = Table(
    "calendar_changes",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("unit", String(limits.ID), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    # Counted per municipality; the parts of one change, by unit and school year, share a number.
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("source", String(20), nullable=False),
    # The unit's days of the school year before the change, as [day, kind, name, only].
    Column("former", JSON, nullable=False),
    ForeignKeyConstraint(["municipality", "unit"], ["units.municipality", "units.id"]),
)
"""The changes of each unit's skolerute within a day, so that each can be undone, and the last before."""
