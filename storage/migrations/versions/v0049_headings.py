"""Facilitators' headings above the answers of a session's digest, and their order."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"


def upgrade() -> None:
    op.create_table(
        "headings",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("session", sa.String(length=240), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=80), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality", "session"],
            ["sessions.municipality", "sessions.id"],
            name=op.f("fk_headings_municipality_session"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality", "person"],
            ["people.municipality", "people.id"],
            name=op.f("fk_headings_municipality_person"),
        ),
        sa.PrimaryKeyConstraint("municipality", "session", "position", name=op.f("pk_headings")),
    )
    op.create_index(op.f("ix_headings_municipality_person"), "headings", ["municipality", "person"])
