"""What meetings decided."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, String, Table, Text, Uuid

from dialogs.model import limits
from storage.tables.common import Instant, metadata

decisions = Table(
    "decisions",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("id", Uuid, primary_key=True),
    # The digest ahead of the meeting.
    Column("digest", Uuid, nullable=False),
    # NULL where the author was erased: the decision is the meeting's and stays.
    Column("author", Uuid),
    # "" for a promise, whose words the commitment has.
    Column("text", Text, nullable=False),
    Column("commitment", Uuid),
    Column("made_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("goes_at", Instant, nullable=False),
    ForeignKeyConstraint(["municipality"], ["municipalities.id"]),
    Index(None, "municipality", "digest"),
    Index(None, "municipality", "author"),
    Index(None, "goes_at"),
)
