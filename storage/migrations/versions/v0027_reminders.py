"""When each step reminds next; steps that are open already remind nobody."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.add_column("steps", sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_steps_stage_remind_at", "steps", ["stage", "remind_at"])
    reminders = sa.text("kind = 'reminder'")
    op.create_index(
        "ix_deliveries_reminders",
        "deliveries",
        ["municipality", "session", "position"],
        postgresql_where=reminders,
        sqlite_where=reminders,
    )
