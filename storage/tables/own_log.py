"""People's own logs: acts with answers."""

from sqlalchemy import Column, ForeignKeyConstraint, Integer, String, Table, Uuid

from dialogs.model import limits
from storage.tables.common import Instant, metadata

own_log = Table(
    "own_log",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    # The person follows at once in the key: a log is read for its person alone.
    Column("person", Uuid, primary_key=True),
    Column("at", Instant, primary_key=True),
    Column("session", String(limits.SESSION), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("act", String(20), primary_key=True),
    Column("from_rung", Integer),
    Column("to_rung", Integer),
    ForeignKeyConstraint(["municipality", "person"], ["people.municipality", "people.id"]),
)
