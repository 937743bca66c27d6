"""Headings of digests' sections, as facilitators wrote and ordered them."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, String, Table, Uuid

from dialogs.model import limits
from storage.tables.common import metadata

headings = Table(
    "headings",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("session", String(limits.SESSION), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("text", String(limits.HEADING), nullable=False),
    Column("place", Integer, nullable=False),
    Column("person", Uuid, nullable=False),
    ForeignKeyConstraint(["municipality", "session"], ["sessions.municipality", "sessions.id"]),
    ForeignKeyConstraint(["municipality", "person"], ["people.municipality", "people.id"]),
    Index(None, "municipality", "person"),
)
