"""The outbox: every message to Teams, sent or unsent."""

from sqlalchemy import JSON, Boolean, Column, ForeignKeyConstraint, Index, Integer, String, Table, Uuid, text

from dialogs.model import limits
from storage.tables.common import Instant, metadata

# Names in the database stay (copy, round, unsure, waited_for): during an upgrade the earlier version still uses them.
deliveries = Table(
    "deliveries",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("session", String(limits.SESSION)),
    Column("position", Integer),
    Column("person", Uuid),
    Column("group", String(limits.ID)),
    Column("about", String(80), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("round", Integer, key="revision", nullable=False),
    Column("tenant", String(limits.ID), nullable=False),
    Column("conversation", String(limits.ADDRESS), nullable=False),
    Column("thread", String(limits.FOREIGN_ID), nullable=False),
    Column("activity", String(limits.FOREIGN_ID), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("changed_at", Instant),
    Column("copy", String(40), key="replica", nullable=False),
    Column("unsure", Integer, key="uncertain_tries", nullable=False),
    # Somebody waits for the message: sent before the rest.
    Column("waited_for", Boolean, key="urgent", nullable=False),
    Column("reply", JSON(none_as_null=True)),
    ForeignKeyConstraint(["municipality"], ["municipalities.id"]),
    Index(None, "state", "due_at"),
    Index(None, "municipality", "session", "position", "person"),
    Index(None, "municipality", "person"),
    Index(None, "tenant", "conversation"),
)

# For taking reminders away once their step has closed. Partial, since few deliveries are reminders.
_REMINDERS = text("kind = 'reminder'")
Index(
    "ix_deliveries_reminders",
    deliveries.c.municipality,
    deliveries.c.session,
    deliveries.c.position,
    postgresql_where=_REMINDERS,
    sqlite_where=_REMINDERS,
)

# For claiming a tenant's next deliveries. Partial, since most deliveries are finished and need no place in the index.
SENDABLE_SQL = text("state IN ('due', 'again', 'uncertain')")
Index(
    "ix_deliveries_sendable",
    deliveries.c.tenant,
    deliveries.c.urgent,
    deliveries.c.due_at,
    postgresql_where=SENDABLE_SQL,
    sqlite_where=SENDABLE_SQL,
)
