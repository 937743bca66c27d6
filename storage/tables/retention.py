"""Announced deletions by rule."""

from sqlalchemy import Column, Date, ForeignKeyConstraint, Integer, String, Table

from dialogs.model import limits
from storage.tables.common import Instant, metadata

deletions = Table(
    "deletions",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("due_on", Date, primary_key=True),
    # Everything from before this instant is deleted, and nothing later.
    Column("before", Instant, nullable=False),
    # The number of things when announced.
    Column("number", Integer, nullable=False),
    Column("announced_at", Instant, nullable=False),
    # NULL until everything is deleted.
    Column("done_at", Instant),
    ForeignKeyConstraint(["municipality"], ["municipalities.id"]),
)
