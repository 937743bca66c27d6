"""Secret addresses of people's own calendars, one at most for each person."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, String, Table, Uuid

from dialogs.model import limits
from storage.tables.common import Instant, metadata

_DIGEST = 64  # hexadecimal digits of a SHA-256

calendar_feeds = Table(
    "calendar_feeds",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("person", Uuid, primary_key=True),
    # The digest of the address's secret: a copy of the table opens no calendar. The persons of an account share it.
    Column("digest", String(_DIGEST), nullable=False),
    Column("made_at", Instant, nullable=False),
    ForeignKeyConstraint(["municipality", "person"], ["people.municipality", "people.id"]),
    Index(None, "digest"),
)
