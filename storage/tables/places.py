"""Places in Teams where people and groups can be written to, and messages and questions from there.

The tables are keyed by tenant and conversation; only a group's channel belongs to a municipality.
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
    # The name in Teams of a person not imported, for coordinators; "" for imported people.
    Column("name", String(limits.NAME), nullable=False),
    # Teams reports an installation by several activities; each installation is welcomed once.
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
    # The number of readers outside the group, NULL if Teams does not report the number; and the next count's due time.
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

# Messages that may be answers, until the author chooses a prompt, or none.
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

# The newest question to each account that a yes confirms; `press` is the payload of the question's button. A taken row
# stays until `expires_at`, so that a repeated yes is recognised.
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

# Links from chat messages to parts of reflections. `source` names the part (a message sent again under another id names
# the first message's part); NULL once a card has merged the parts, "" once the words are taken back.
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
