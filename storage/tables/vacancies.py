"""Vacant posts reported to coordinators."""

from sqlalchemy import Column, ForeignKeyConstraint, String, Table

from dialogs.model import limits
from storage.tables.common import Instant, metadata

# A row for as long as the vacancy lasts. Vacancies reported in the same message share `told_at`.
vacancies = Table(
    "vacancies",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("key", String(240), primary_key=True),
    Column("told_at", Instant, nullable=False),
    ForeignKeyConstraint(["municipality"], ["municipalities.id"]),
)
