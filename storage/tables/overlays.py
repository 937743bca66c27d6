"""Municipalities' overlays on the catalogue, version by version."""

from sqlalchemy import Column, ForeignKeyConstraint, Integer, String, Table, Text

from dialogs.model import limits
from storage.tables.common import Instant, metadata

overlays = Table(
    "overlays",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("by", String(limits.NAME), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("since", Instant),
    # Without `since`: when the draft was thrown away.
    Column("until", Instant),
    ForeignKeyConstraint(["municipality"], ["municipalities.id"]),
)
