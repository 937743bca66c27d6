"""What meetings decided."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"


def upgrade() -> None:
    op.create_table(
        "decisions",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.Uuid(), nullable=False),
        sa.Column("author", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("commitment", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("goes_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["municipality"], ["municipalities.id"], name=op.f("fk_decisions_municipality")),
        sa.PrimaryKeyConstraint("municipality", "id", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_municipality_digest"), "decisions", ["municipality", "digest"])
    op.create_index(op.f("ix_decisions_municipality_author"), "decisions", ["municipality", "author"])
    op.create_index(op.f("ix_decisions_goes_at"), "decisions", ["goes_at"])
