"""Drafts of digests, while their authors check them."""

from sqlalchemy import Boolean, Column, ForeignKeyConstraint, Index, Integer, String, Table, false

from dialogs.model import limits
from storage.tables.common import Instant, metadata

drafts = Table(
    "drafts",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("session", String(limits.SESSION), primary_key=True),
    Column("made_at", Instant, nullable=False),
    Column("publish_at", Instant, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("invited", Integer, nullable=False),
    Column("missed", Integer, nullable=False),
    Column("approved", Boolean, nullable=False, server_default=false()),
    ForeignKeyConstraint(["municipality", "session"], ["sessions.municipality", "sessions.id"]),
    Index(None, "publish_at"),
)
