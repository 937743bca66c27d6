"""Drafts of digests that authors check first; the rung that waits for an author's yes; digests called a draft."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("session", sa.String(length=240), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("publish_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("approved", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality", "session"],
            ["sessions.municipality", "sessions.id"],
            name=op.f("fk_drafts_municipality_session"),
        ),
        sa.PrimaryKeyConstraint("municipality", "session", name=op.f("pk_drafts")),
    )
    op.create_index(op.f("ix_drafts_publish_at"), "drafts", ["publish_at"])
    op.add_column("reflections", sa.Column("wished", sa.Integer(), nullable=True))
    op.add_column("digests", sa.Column("is_draft", sa.Boolean(), server_default=sa.text("false"), nullable=False))
