"""Links from deliveries to people are erased: those of sessions closed long ago by the first ticks."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.add_column("steps", sa.Column("asked_people", sa.Integer(), nullable=True))
    op.add_column("sessions", sa.Column("unlinked_at", sa.DateTime(timezone=True), nullable=True))
    linked = sa.text("unlinked_at IS NULL")
    op.create_index(
        "ix_sessions_linked", "sessions", ["stage", "opens_at"], postgresql_where=linked, sqlite_where=linked
    )
