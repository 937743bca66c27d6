"""Where people and groups can be written to in Teams, and what Teams has sent us before.

These belong to Teams' world of tenants and conversations; only a group's channel is the municipality's.
"""

from sqlalchemy import JSON, Boolean, Column, ForeignKeyConstraint, Index, Integer, String, Table, Text, Uuid

from dialogs.model import limits
from storage.tables.common import Instant, metadata


def _place() -> list[Column[str]]:
    """The columns of a `dialogs.events.Place`."""
    return [
        Column("service_url", String(limits.ADDRESS), nullable=False),
        Column("conversation", String(limits.ADDRESS), nullable=False),
        Column("scope", String(20), nullable=False),
        Column("bot", String(limits.FOREIGN_ID), nullable=False),
        Column("user", String(limits.ADDRESS), nullable=False),
        Column("channel", String(limits.ADDRESS), nullable=False),
        Column("team", String(limits.ADDRESS), nullable=False),
    ]


contacts = Table(
    "contacts",
    metadata,
    Column("tenant", String(limits.ID), primary_key=True),
    Column("object_id", String(limits.ID), primary_key=True),
    *_place(),
    Column("locale", String(limits.LOCALE), nullable=False),
    Column("reachable", Boolean, nullable=False),
    Column("changed_at", Instant, nullable=False),
    # What Teams calls somebody whom nobody has imported, so that a coordinator can tell who it is; "" for all others.
    Column("name", String(limits.NAME), nullable=False),
    # Teams tells of one installation in several activities; the welcome belongs to the installation.
    Column("installed_at", Instant),
    Index(None, "tenant", "conversation"),
)

channels = Table(
    "channels",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("group", String(limits.ID), primary_key=True),
    Column("tenant", String(limits.ID), nullable=False),
    *_place(),
    Column("reachable", Boolean, nullable=False),
    Column("changed_at", Instant, nullable=False),
    # How many read along who are not of the group, NULL where Teams does not tell; and when they are counted again.
    Column("others", Integer),
    Column("count_at", Instant),
    ForeignKeyConstraint(["municipality", "group"], ["groups.municipality", "groups.id"]),
    Index(None, "tenant", "conversation"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("tenant", String(limits.ID), primary_key=True),
    Column("conversation", String(limits.ADDRESS), primary_key=True),
    Column("activity", String(limits.FOREIGN_ID), primary_key=True),
    Column("kind", String(80), primary_key=True),
    Column("at", Instant, primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("seen_at", Instant, nullable=False),
    Index(None, "fingerprint", "seen_at"),
    Index(None, "seen_at"),
)

# A message that may be an answer, kept only until its author has said to which prompt, or that it was none.
undecided = Table(
    "undecided",
    metadata,
    Column("tenant", String(limits.ID), primary_key=True),
    Column("conversation", String(limits.ADDRESS), primary_key=True),
    Column("activity", String(limits.FOREIGN_ID), primary_key=True),
    Column("object_id", String(limits.ID), nullable=False),
    Column("text", Text, nullable=False),
    Column("said_at", Instant, nullable=False),
    Index(None, "said_at"),
)

# The last question to each account that a yes confirms, a newer one in the older one's place; `press` is what the
# question's button sends. A row that is taken stays until it expires, so that a yes sent again is known as one.
pending_questions = Table(
    "pending_questions",
    metadata,
    Column("tenant", String(limits.ID), primary_key=True),
    Column("object_id", String(limits.ID), primary_key=True),
    Column("conversation", String(limits.ADDRESS), nullable=False),
    Column("press", JSON, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("taken_at", Instant),
    Index(None, "expires_at"),
)

# Which chat message became which part of which reflection. `source` names the part (the same message sent again under
# another id names the first one's); NULL once a card has merged the parts.
reflection_messages = Table(
    "reflection_messages",
    metadata,
    Column("tenant", String(limits.ID), primary_key=True),
    Column("conversation", String(limits.ADDRESS), primary_key=True),
    Column("activity", String(limits.FOREIGN_ID), primary_key=True),
    Column("municipality", String(limits.ID), nullable=False),
    Column("reflection", Uuid, nullable=False),
    Column("source", String(limits.FOREIGN_ID)),
    Index(None, "municipality", "reflection"),
)
