"""Answers by author: «mine svar» reads one person's, among those of a whole municipality."""

from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.create_index("ix_reflections_municipality_author", "reflections", ["municipality", "author"])
