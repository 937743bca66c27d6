"""Commitments, and needs of support told to the municipality; steps that end in a commitment say so."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    _commitments()
    _support_needs()
    op.add_column("steps", sa.Column("ends_in_trying", sa.Boolean(), nullable=False, server_default=sa.false()))


def _commitments() -> None:
    op.create_table(
        "commitments",
        sa.Column("municipality", sa.String(80), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("promiser", sa.String(20), nullable=False),
        sa.Column("author", sa.Uuid()),
        *_circle(),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sign", sa.Text(), nullable=False),
        sa.Column("look_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("session", sa.String(240)),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(20)),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("learnt", sa.Text(), nullable=False),
        sa.Column("told_by", sa.Uuid()),
        sa.Column("told_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("wakes_at", sa.DateTime(timezone=True)),
        sa.Column("goes_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality", "group"],
            ["groups.municipality", "groups.id"],
            name=op.f("fk_commitments_municipality_group"),
        ),
        sa.PrimaryKeyConstraint("municipality", "id", name=op.f("pk_commitments")),
    )
    op.create_index(op.f("ix_commitments_municipality_group"), "commitments", ["municipality", "group"])
    op.create_index(op.f("ix_commitments_municipality_author"), "commitments", ["municipality", "author"])
    op.create_index(op.f("ix_commitments_wakes_at"), "commitments", ["wakes_at"])
    op.create_index(op.f("ix_commitments_goes_at"), "commitments", ["goes_at"])


def _support_needs() -> None:
    op.create_table(
        "support_needs",
        sa.Column("municipality", sa.String(80), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        *_circle(),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("look_on", sa.Date(), nullable=False),
        sa.Column("session", sa.String(240)),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Uuid()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("wakes_at", sa.DateTime(timezone=True)),
        sa.Column("goes_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality", "person"],
            ["people.municipality", "people.id"],
            name=op.f("fk_support_needs_municipality_person"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality", "group"],
            ["groups.municipality", "groups.id"],
            name=op.f("fk_support_needs_municipality_group"),
        ),
        sa.PrimaryKeyConstraint("municipality", "id", name=op.f("pk_support_needs")),
    )
    op.create_index(op.f("ix_support_needs_municipality_person"), "support_needs", ["municipality", "person"])
    op.create_index(op.f("ix_support_needs_wakes_at"), "support_needs", ["wakes_at"])
    op.create_index(op.f("ix_support_needs_goes_at"), "support_needs", ["goes_at"])


def _circle() -> tuple["sa.Column[object]", ...]:
    return (
        sa.Column("group", sa.String(80), nullable=False),
        sa.Column("unit", sa.String(80), nullable=False),
        sa.Column("network", sa.String(80)),
        sa.Column("channel", sa.String(400), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("circle_at", sa.DateTime(timezone=True), nullable=False),
    )
