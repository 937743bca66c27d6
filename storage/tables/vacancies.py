"""Posts that nobody holds, as they were found."""

from sqlalchemy import Column, ForeignKeyConstraint, String, Table

from dialogs.model import limits
from storage.tables.common import Instant, metadata

# Each as long as it lasts; `told_at` is when coordinators were told, all that was found then in one message.
vacancies = Table(
    "vacancies",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("key", String(240), primary_key=True),
    Column("told_at", Instant, nullable=False),
    ForeignKeyConstraint(["municipality"], ["municipalities.id"]),
)
