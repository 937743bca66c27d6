"""The program's replicas on this database, and what replicas tell each other of the tenants they send to.

All rows are about now: once every replica has been started again, empty tables are as good as full ones.
"""

from sqlalchemy import BigInteger, Boolean, Column, Integer, String, Table

from dialogs.model import limits
from storage.tables.common import Instant, metadata

# Names in the database stay (copies, copy, room, strikes): during an upgrade the earlier version still uses them.
replicas = Table(
    "copies",
    metadata,
    Column("id", String(40), primary_key=True),
    # Counted up by the living replica: a number that stands still means the replica is dead.
    Column("beat", BigInteger, nullable=False),
)

tenants = Table(
    "tenants",
    metadata,
    Column("tenant", String(limits.ID), primary_key=True),
    Column("copy", String(40), key="replica", nullable=False),
    Column("room", Boolean, key="slow_mode", nullable=False),
    Column("answering_until", Instant),
    Column("rests_until", Instant),
    Column("strikes", Integer, key="failures", nullable=False),
    Column("stopped_at", Instant),
    Column("stopped_why", String(200), nullable=False),
)
