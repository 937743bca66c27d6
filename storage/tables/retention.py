"""Deletions by rule, told of before they happen."""

from sqlalchemy import Column, Date, ForeignKeyConstraint, Integer, String, Table

from dialogs.model import limits
from storage.tables.common import Instant, metadata

deletions = Table(
    "deletions",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("due_on", Date, primary_key=True),
    # Everything from before this instant goes; nothing later was told of.
    Column("before", Instant, nullable=False),
    # How many things, when the deletion was told of.
    Column("number", Integer, nullable=False),
    Column("announced_at", Instant, nullable=False),
    # NULL until everything is deleted.
    Column("done_at", Instant),
    ForeignKeyConstraint(["municipality"], ["municipalities.id"]),
)
