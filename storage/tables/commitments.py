"""Commitments with what came of them, and needs of support with the municipality's answers."""

from sqlalchemy import Boolean, Column, Date, ForeignKeyConstraint, Index, Integer, String, Table, Text, Uuid

from dialogs.model import limits
from storage.tables.common import Instant, circle_columns, metadata

commitments = Table(
    "commitments",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("id", Uuid, primary_key=True),
    # "person", "group" or "municipality".
    Column("promiser", String(20), nullable=False),
    # NULL for a group's or a municipality's commitment whose author was erased.
    Column("author", Uuid),
    *circle_columns(),
    Column("text", Text, nullable=False),
    Column("sign", Text, nullable=False),
    Column("look_on", Date, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("session", String(limits.SESSION)),
    # The session that opened with it, NULL for none.
    Column("met_in", String(limits.SESSION)),
    Column("agreed", Boolean, nullable=False),
    # What came of it, NULL for an open commitment; then the words, the person and the moment.
    Column("outcome", String(20)),
    Column("because", Text, nullable=False),
    Column("learnt", Text, nullable=False),
    Column("told_by", Uuid),
    Column("told_at", Instant),
    Column("version", Integer, nullable=False),
    # When the clock considers asking; moved on or cleared whether or not anything has been answered.
    Column("wakes_at", Instant),
    Column("goes_at", Instant, nullable=False),
    ForeignKeyConstraint(["municipality", "group"], ["groups.municipality", "groups.id"]),
    Index(None, "municipality", "group"),
    Index(None, "municipality", "author"),
    Index(None, "municipality", "met_in"),
    Index(None, "wakes_at"),
    Index(None, "goes_at"),
)

support_needs = Table(
    "support_needs",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("person", Uuid, nullable=False),
    *circle_columns(),
    Column("text", Text, nullable=False),
    # Whether the asker's name goes along to the municipality.
    Column("signed", Boolean, nullable=False),
    Column("told_at", Instant, nullable=False),
    Column("look_on", Date, nullable=False),
    Column("session", String(limits.SESSION)),
    # "open", "accepted", "answered" or "unclear"; then the municipality's words, who wrote them, and when.
    Column("state", String(20), nullable=False),
    Column("answer", Text, nullable=False),
    Column("answered_by", Uuid),
    Column("answered_at", Instant),
    Column("version", Integer, nullable=False),
    # When the clock asks about it again, NULL for never.
    Column("wakes_at", Instant),
    Column("goes_at", Instant, nullable=False),
    ForeignKeyConstraint(["municipality", "person"], ["people.municipality", "people.id"]),
    ForeignKeyConstraint(["municipality", "group"], ["groups.municipality", "groups.id"]),
    Index(None, "municipality", "person"),
    Index(None, "wakes_at"),
    Index(None, "goes_at"),
)
