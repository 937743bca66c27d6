"""Questions pending until a yes."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "pending_questions",
        sa.Column("tenant", sa.String(length=80), nullable=False),
        sa.Column("object_id", sa.String(length=80), nullable=False),
        sa.Column("conversation", sa.String(length=400), nullable=False),
        sa.Column("press", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant", "object_id", name=op.f("pk_pending_questions")),
    )
    op.create_index(op.f("ix_pending_questions_expires_at"), "pending_questions", ["expires_at"])
