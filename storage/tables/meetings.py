"""What people put on the agendas of meetings, and are told of them; meetings themselves stand beside their series."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, String, Table, Text, Uuid

from dialogs.model import limits
from storage.tables.common import Instant, metadata

meeting_news = Table(
    "meeting_news",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("series", String(limits.ID), nullable=False),
    Column("group", String(limits.ID), nullable=False),
    # The instant that names the meeting for good.
    Column("meant", Instant, nullable=False),
    # The meeting's time before the change, as its people know it.
    Column("was", Instant, nullable=False),
    # When people are told; a change before then is told of in the same message.
    Column("tells_at", Instant, nullable=False),
    ForeignKeyConstraint(["municipality"], ["municipalities.id"]),
    Index(None, "municipality", "series", "group", "meant"),
)

agenda_items = Table(
    "agenda_items",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("series", String(limits.ID), nullable=False),
    Column("group", String(limits.ID), nullable=False),
    # The instant that names the meeting for good: items follow a meeting that is moved.
    Column("meant", Instant, nullable=False),
    Column("title", Text, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("goes_at", Instant, nullable=False),
    ForeignKeyConstraint(["municipality"], ["municipalities.id"]),
    Index(None, "municipality", "series", "group", "meant"),
    Index(None, "goes_at"),
)
