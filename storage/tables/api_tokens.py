"""Tokens of the HTTP API, by municipality."""

from sqlalchemy import JSON, Column, Date, ForeignKeyConstraint, Index, Integer, String, Table

from dialogs.model import limits
from storage.tables.common import Instant, metadata

api_tokens = Table(
    "api_tokens",
    metadata,
    # Also the beginning of the token, after its name: what a token is recognised by.
    Column("id", String(limits.ID), primary_key=True),
    Column("municipality", String(limits.ID), nullable=False),
    # SHA-256 of the whole token: a copy of the table opens nothing.
    Column("digest", String(64), nullable=False),
    Column("label", String(limits.NAME), nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("reads_from", Instant, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_on", Date),
    # The day of the latest reading of people's words, and how many there were on that day.
    Column("read_on", Date),
    Column("reads", Integer, nullable=False, server_default="0"),
    ForeignKeyConstraint(["municipality"], ["municipalities.id"]),
    Index(None, "municipality"),
)
