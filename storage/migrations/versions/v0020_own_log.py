"""People's own logs, and the instant when each answer was first given.

For answers from before, the instant when the circle was fixed: an earlier instant is not known.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_ANSWERED = "EXISTS (SELECT 1 FROM reflection_parts WHERE reflection_parts.reflection = reflections.id)"


def upgrade() -> None:
    op.create_table(
        "own_log",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("session", sa.String(length=240), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("from_rung", sa.Integer(), nullable=True),
        sa.Column("to_rung", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality", "person"],
            ["people.municipality", "people.id"],
            name=op.f("fk_own_log_municipality_person"),
        ),
        sa.PrimaryKeyConstraint(
            *("municipality", "person", "at", "session", "position", "act"), name=op.f("pk_own_log")
        ),
    )
    op.add_column("reflections", sa.Column("given_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(f"UPDATE reflections SET given_at = circle_at WHERE {_ANSWERED}")  # noqa: S608 - no value of anybody's
