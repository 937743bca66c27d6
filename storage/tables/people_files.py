"""Lists of people sent and not yet carried out, for an hour; and those carried out, for the day they can be undone."""

from sqlalchemy import JSON, Column, ForeignKeyConstraint, Index, Integer, String, Table, Uuid

from dialogs.model import limits
from storage.tables.common import Instant, metadata

# A municipality's list as its sender has sent it, shown and not yet carried out; `content` has names of people.
people_files = Table(
    "people_files",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("person", Uuid, primary_key=True),
    # Names this list among those of the same sender.
    Column("id", Uuid, nullable=False),
    Column("tenant", String(limits.ID), nullable=False),
    Column("content", JSON, nullable=False),
    Column("sent_at", Instant, nullable=False),
    ForeignKeyConstraint(["municipality", "person"], ["people.municipality", "people.id"]),
    Index(None, "sent_at"),
)

# A list that was carried out on a page: what was there before, and, once undone, what was left as it had become.
people_imports = Table(
    "people_imports",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("person", Uuid, nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("left", JSON(none_as_null=True)),
    Column("people", Integer, nullable=False),
    Column("begun", Integer, nullable=False),
    Column("ended", Integer, nullable=False),
    Column("done_at", Instant, nullable=False),
    Column("undone_at", Instant),
    ForeignKeyConstraint(["municipality"], ["municipalities.id"]),
    Index(None, "done_at"),
)
