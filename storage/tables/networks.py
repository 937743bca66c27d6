"""Networks: ties to municipalities, what they agree on, and releases, the copies of answers shared with a network."""

from sqlalchemy import JSON, Column, ForeignKeyConstraint, Index, Integer, String, Table, Text, Uuid

from dialogs.model import limits
from storage.tables.common import Instant, ManyWords, Words, metadata

ties = Table(
    "ties",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("network", String(limits.ID), primary_key=True),
    ForeignKeyConstraint(["municipality", "network"], ["units.municipality", "units.id"]),
    Index(None, "network"),
)

# The municipality's own yes to share with the other in the network; nothing is shared before both have said yes.
agreements = Table(
    "tie_agreements",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("network", String(limits.ID), primary_key=True),
    Column("other", String(limits.ID), primary_key=True),
    ForeignKeyConstraint(["municipality", "network"], ["units.municipality", "units.id"]),
    Index(None, "network", "other"),
)

releases = Table(
    "releases",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("reflection", Uuid, primary_key=True),
    Column("network", String(limits.ID), nullable=False),
    Column("session", String(limits.SESSION), nullable=False),
    Column("position", Integer, nullable=False),
    Column("group_name", String(limits.NAME), nullable=False),
    Column("area_id", String(120), nullable=False),
    Column("area", Words, nullable=False),
    Column("question", Words, nullable=False),
    Column("law", Words),
    Column("text", Text, nullable=False),
    Column("follow_ups", ManyWords, nullable=False),
    # The answers to follow-ups: [{"follow_up": 1, "text": "…"}].
    Column("further", JSON, nullable=False),
    # As of the reflection; and the author's name where the answer is signed by name, else "".
    Column("signature", String(20), nullable=False, server_default=""),
    Column("signer", String(limits.NAME), nullable=False, server_default=""),
    Column("keyword", String(limits.KEYWORD), nullable=False, server_default=""),
    Column("circle_at", Instant, nullable=False),
    Column("released_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    ForeignKeyConstraint(["municipality"], ["municipalities.id"]),
    Index(None, "network", "released_at"),
)
