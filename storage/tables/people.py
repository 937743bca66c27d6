"""Municipalities, units, groups, people and memberships."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    Time,
    Uuid,
    false,
)

from dialogs.model import limits
from storage.tables.common import Instant, metadata

municipalities = Table(
    "municipalities",
    metadata,
    Column("id", String(limits.ID), primary_key=True),
    Column("name", String(limits.NAME), nullable=False),
    # Local wall times between which nobody is asked; NULL for the default quiet hours.
    Column("quiet_begins", Time),
    Column("quiet_ends", Time),
    Column("quiet_since", Instant),
    # The last check for vacant posts, NULL after an import or a plan.
    Column("staffed_at", Instant),
    # The version of the program's part of the privacy notice when the program last started, 0 before that.
    Column("notice_version", Integer, nullable=False, server_default="0"),
)

# A municipality's settings, "" and NULL for settings not given.
municipality_settings = Table(
    "municipality_settings",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("responsible", String(limits.SETTING), nullable=False),
    Column("data_protection_officer", String(limits.SETTING), nullable=False),
    Column("archive_label", String(limits.SETTING), nullable=False),
    Column("discussed_with_unions", Date),
    Column("dpia", String(limits.SETTING), nullable=False),
    Column("minutes_a_week", Integer),
    # ISO 8601 durations; NULL for no rule of retention.
    Column("keep_answers", String(limits.DURATION)),
    Column("keep_digests", String(limits.DURATION)),
    Column("keep_logs", String(limits.DURATION)),
    Column("keep_deliveries", String(limits.DURATION)),
    # The archive's hold; NULL for none.
    Column("hold_from", Date),
    Column("hold_until", Date),
    Column("hold_reason", String(limits.SETTING), nullable=False, server_default=""),
    Column("unused_rungs", JSON, nullable=False, server_default="[]"),
    Column("compared", JSON, nullable=False, server_default="[]"),
    # Counts the changes of the municipality's part of the privacy notice.
    Column("notice_edition", Integer, nullable=False, server_default="0"),
    # When the rules of retention are looked at next; NULL for never.
    Column("retention_at", Instant),
    Column("changed_at", Instant, nullable=False),
    ForeignKeyConstraint(["municipality"], ["municipalities.id"]),
    Index(None, "retention_at"),
)

# A new version after each change of the municipality's roster (storage/roster_version.py).
roster_versions = Table(
    "roster_versions",
    metadata,
    # Not a column of `municipalities`, whose row an import or a plan locks for its whole transaction.
    Column("municipality", String(limits.ID), primary_key=True),
    Column("version", Uuid, nullable=False),
    ForeignKeyConstraint(["municipality"], ["municipalities.id"]),
)

# A single row, for replicas of the version before `roster_versions`, until every replica has been replaced.
roster_marks = Table(
    "roster_marks",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("mark", Uuid, nullable=False),
)

units = Table(
    "units",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("id", String(limits.ID), primary_key=True),
    Column("kinds", String(120), nullable=False),
    Column("name", String(limits.NAME), nullable=False),
    Column("parent", String(limits.ID)),
    Column("language", String(2), nullable=False),
    Column("stages", String(limits.STAGES), nullable=False),
    ForeignKeyConstraint(["municipality"], ["municipalities.id"]),
)

groups = Table(
    "groups",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("id", String(limits.ID), primary_key=True),
    Column("unit", String(limits.ID), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("name", String(limits.NAME), nullable=False),
    Column("time", Time),
    ForeignKeyConstraint(["municipality", "unit"], ["units.municipality", "units.id"]),
)

people = Table(
    "people",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("name", String(limits.NAME), nullable=False),
    Column("upn", String(limits.USER_NAME), nullable=False),
    Column("language", String(2)),
    # The language that the person has chosen, NULL for none: imports leave the choice alone.
    Column("own_language", String(2)),
    # The newest version of the privacy notice that Teams has taken to the person, 0 for none, and when.
    Column("notice_version", Integer, nullable=False, server_default="0"),
    Column("notice_at", Instant),
    # The edition of the municipality's part of the notice that comes with the person's next prompt, 0 for none.
    Column("notice_due", Integer, nullable=False, server_default="0"),
    # The person's own choices: the most reminders of a prompt, and the latest pause from prompts.
    Column("reminders", Integer, nullable=False, server_default="1"),
    Column("paused_from", Instant),
    Column("paused_until", Instant),
    # The areas of questions that a note of the person fits, parted by blanks; "*" for all, "" without a note to offer.
    Column("noted", Text, nullable=False, server_default=""),
    ForeignKeyConstraint(["municipality"], ["municipalities.id"]),
    Index(None, "municipality", "upn"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("tenant", String(limits.ID), primary_key=True),
    Column("object_id", String(limits.ID), primary_key=True),
    Column("person", Uuid, nullable=False),
    ForeignKeyConstraint(["municipality", "person"], ["people.municipality", "people.id"]),
    Index(None, "tenant", "object_id"),
    Index(None, "municipality", "person"),
)

memberships = Table(
    "memberships",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    # Counted within the municipality, under the lock of an import.
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("person", Uuid, nullable=False),
    Column("group", String(limits.ID), nullable=False),
    Column("role", String(20), nullable=False),
    Column("since", Instant, nullable=False),
    Column("ended", Instant),
    # The group's unit during the membership, NULL if the group has not moved since.
    Column("unit", String(limits.ID)),
    Column("from_day", Date),
    Column("until_day", Date),
    # Begun or ended on a page or in chat, and not by the municipality's files.
    Column("by_hand", Boolean, nullable=False, server_default=false()),
    ForeignKeyConstraint(["municipality", "person"], ["people.municipality", "people.id"]),
    ForeignKeyConstraint(["municipality", "group"], ["groups.municipality", "groups.id"]),
    Index(None, "municipality", "group"),
    Index(None, "municipality", "person"),
)
