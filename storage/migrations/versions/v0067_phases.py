"""Phases of series that are carried out, and the answers to their checkpoints."""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"


def upgrade() -> None:
    op.add_column("series", sa.Column("phases", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("series", sa.Column("responsible", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("series", sa.Column("taking_part", sa.Text(), nullable=False, server_default=""))
    op.add_column("series", sa.Column("anchoring", sa.JSON()))
    op.add_column("sessions", sa.Column("waiting_told_at", sa.DateTime(timezone=True)))
    op.create_table(
        "checkpoints",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("series", sa.String(length=80), nullable=False),
        sa.Column("mark", sa.String(length=40), nullable=False),
        sa.Column("answered", sa.String(length=20), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("goes_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality"], ["municipalities.id"], name=op.f("fk_checkpoints_municipality_municipalities")
        ),
        sa.PrimaryKeyConstraint("municipality", "series", "mark", name=op.f("pk_checkpoints")),
    )
    op.create_index(op.f("ix_checkpoints_goes_at"), "checkpoints", ["goes_at"])
    op.create_index(op.f("ix_checkpoints_municipality_by"), "checkpoints", ["municipality", "by"])
