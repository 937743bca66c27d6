"""Practices: what authors have put into the sharing bank of their own accord."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, String, Table, Text, Uuid

from dialogs.model import limits
from storage.tables.common import Instant, Words, circle_columns, metadata

practices = Table(
    "practices",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("author", Uuid, nullable=False),
    *circle_columns(),
    Column("title", String(limits.PRACTICE_TITLE), nullable=False),
    Column("did", Text, nullable=False),
    Column("saw", Text, nullable=False),
    Column("needs", Text, nullable=False),
    # An area's id or a requirement's, the other "", with the name that the catalogue had for it.
    Column("area_id", String(120), nullable=False),
    Column("requirement_id", String(120), nullable=False),
    Column("subject", Words, nullable=False),
    # The stages that it suits, with commas between; "" for all.
    Column("stages", String(80), nullable=False),
    # "name", "unit" or "".
    Column("credit", String(10), nullable=False),
    Column("put_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    ForeignKeyConstraint(["municipality", "author"], ["people.municipality", "people.id"]),
    ForeignKeyConstraint(["municipality", "group"], ["groups.municipality", "groups.id"]),
    Index(None, "municipality", "author"),
    Index(None, "municipality", "changed_at"),
)
