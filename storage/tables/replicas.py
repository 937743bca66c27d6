"""The copies of the program that share this database, and what they tell each other of the tenants they send to.

All of it is about now: an empty table is as good as a full one once every copy has been started again.
"""

from sqlalchemy import BigInteger, Boolean, Column, Integer, String, Table

from dialogs.model import limits
from storage.tables.common import Instant, metadata

copies = Table(
    "copies",
    metadata,
    Column("id", String(40), primary_key=True),
    # Counted up by the copy as long as it lives; who reads the same number for a while knows that it does not.
    Column("beat", BigInteger, nullable=False),
)

tenants = Table(
    "tenants",
    metadata,
    Column("tenant", String(limits.ID), primary_key=True),
    Column("copy", String(40), nullable=False),
    Column("room", Boolean, nullable=False),
    Column("answering_until", Instant),
    Column("rests_until", Instant),
    Column("strikes", Integer, nullable=False),
    Column("stopped_at", Instant),
    Column("stopped_why", String(200), nullable=False),
)
