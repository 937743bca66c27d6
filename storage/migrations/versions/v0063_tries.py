"""Groups' tries of entries of the sharing bank."""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"


def upgrade() -> None:
    op.create_table(
        "tries",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("commitment", sa.Uuid(), nullable=False),
        sa.Column("entry", sa.Uuid(), nullable=False),
        sa.Column("by_group", sa.String(length=80), nullable=False),
        sa.Column("by_unit", sa.String(length=80), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True)),
        sa.Column("outcome", sa.String(length=20)),
        sa.Column("told_at", sa.DateTime(timezone=True)),
        sa.Column("group", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("network", sa.String(length=80)),
        sa.Column("channel", sa.String(length=400), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("circle_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("municipality", "commitment", name=op.f("pk_tries")),
    )
    op.create_index(
        op.f("ix_tries_municipality_entry_by_group"), "tries", ["municipality", "entry", "by_group"], unique=True
    )
