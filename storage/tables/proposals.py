"""Questions proposed by people to the municipality's coordinators."""

from sqlalchemy import Boolean, Column, ForeignKeyConstraint, Index, Integer, String, Table, Text, Uuid

from dialogs.model import limits
from storage.tables.common import Instant, metadata

proposals = Table(
    "proposals",
    metadata,
    Column("municipality", String(limits.ID), primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("person", Uuid, nullable=False),
    Column("text", Text, nullable=False),
    # Whether the proposer's name goes along to the coordinators.
    Column("signed", Boolean, nullable=False),
    Column("proposed_at", Instant, nullable=False),
    # "open", "taken" or "left"; then the decider, the moment, and the overlay version with the question.
    Column("state", String(10), nullable=False),
    Column("decided_by", Uuid),
    Column("decided_at", Instant),
    Column("version", Integer),
    # Half a school year after the proposal, or a month after the decision.
    Column("goes_at", Instant, nullable=False),
    ForeignKeyConstraint(["municipality", "person"], ["people.municipality", "people.id"]),
    # The same words of the same person are one proposal, also where two replicas take the same press.
    Index(None, "municipality", "person", "text", unique=True),
    Index(None, "goes_at"),
)
