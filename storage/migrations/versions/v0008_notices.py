"""Notices to coordinators: people a session's prompts did not reach, and people not imported."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_NOT_LOOKED_AT = sa.text("looked_at IS NULL")


def upgrade() -> None:
    op.add_column("contacts", sa.Column("name", sa.String(length=200), server_default="", nullable=False))
    op.add_column("sessions", sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_sessions_not_looked_at",
        "sessions",
        ["stage", "opens_at"],
        postgresql_where=_NOT_LOOKED_AT,
        sqlite_where=_NOT_LOOKED_AT,
    )
    _carry_over()


def _carry_over() -> None:
    """Mark closed sessions as checked: nobody can act on their prompts any more."""
    rows = sa.table(
        "sessions",
        sa.column("stage"),
        sa.column("opens_at", sa.DateTime(timezone=True)),
        sa.column("looked_at", sa.DateTime(timezone=True)),
    )
    op.execute(rows.update().where(rows.c.stage == "closed").values(looked_at=rows.c.opens_at))
