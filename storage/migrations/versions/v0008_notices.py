"""What coordinators are told of: whom a session's question did not reach, and whom nobody has imported."""

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
    """What was over before this version was there is nobody's to act on any more."""
    rows = sa.table(
        "sessions",
        sa.column("stage"),
        sa.column("opens_at", sa.DateTime(timezone=True)),
        sa.column("looked_at", sa.DateTime(timezone=True)),
    )
    op.execute(rows.update().where(rows.c.stage == "closed").values(looked_at=rows.c.opens_at))
