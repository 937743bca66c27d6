"""Answers to the checkpoints of series that are carried out in phases."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, String, Table, Text, Uuid

from dialogs.model import limits
from storage.tables.common import Instant, metadata

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("series", String(limits.ID), primary_key=True),
    # Each group of the series answers for itself.
    Column("group", String(limits.ID), primary_key=True),
    # Stands for the checkpoint's words, which the series has.
    Column("mark", String(40), primary_key=True),
    Column("answered", String(20), nullable=False),
    Column("because", Text, nullable=False),
    # NULL where the author was erased: the answer is the series' and stays.
    Column("by", Uuid),
    Column("at", Instant, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("goes_at", Instant, nullable=False),
    ForeignKeyConstraint(["municipality"], ["municipalities.id"]),
    Index(None, "municipality", "by"),
    Index(None, "goes_at"),
)
