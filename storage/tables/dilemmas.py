"""Dilemmas that authors offered to a meeting, as the packs ahead of meetings carried them on or took them up."""

from sqlalchemy import Boolean, Column, ForeignKeyConstraint, Index, String, Table, Uuid

from dialogs.model import limits
from storage.tables.common import metadata

dilemmas = Table(
    "dilemmas",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    # The digest ahead of the meeting.
    Column("digest", Uuid, primary_key=True),
    Column("reflection", Uuid, primary_key=True),
    # Whether the meeting takes it up; the others were carried on from an earlier meeting.
    Column("chosen", Boolean, nullable=False),
    ForeignKeyConstraint(["municipality", "digest"], ["digests.municipality", "digests.id"]),
    Index(None, "municipality", "reflection"),
)
