"""The program's replicas on a database, and the state of each tenant's sending.

All rows are about the present: once every replica has been restarted, empty tables serve as well.
"""

from sqlalchemy import BigInteger, Boolean, Column, Integer, String, Table

from dialogs.model import limits
from storage.tables.common import Instant, metadata

# Names in the database stay (copies, copy, room, strikes): during an upgrade the earlier version still uses them.
replicas = Table(
    "copies",
    metadata,
    Column("id", String(40), primary_key=True),
    # Counted up by the living replica: an unchanged number means a dead replica.
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
