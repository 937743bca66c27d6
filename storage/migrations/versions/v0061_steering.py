"""When the sessions of a series are, what people have changed beside that, and who was reminded once more."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"


def upgrade() -> None:
    op.add_column("series", sa.Column("timing", sa.JSON()))
    op.add_column("series", sa.Column("by_hand", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("series", sa.Column("pauses", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("sessions", sa.Column("nudged_at", sa.DateTime(timezone=True)))
