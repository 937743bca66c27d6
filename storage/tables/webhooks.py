"""Webhooks, by municipality."""

from sqlalchemy import Column, ForeignKeyConstraint, String, Table

from dialogs.model import limits
from storage.tables.common import Instant, metadata

webhooks = Table(
    "webhooks",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("id", String(limits.ID), primary_key=True),
    Column("url", String(limits.ADDRESS), nullable=False),
    # As it is, since it signs: it opens nothing of ours, and proves to the receiver that we have sent.
    Column("secret", String(limits.ID), nullable=False),
    Column("made_at", Instant, nullable=False),
    ForeignKeyConstraint(["municipality"], ["municipalities.id"]),
)
