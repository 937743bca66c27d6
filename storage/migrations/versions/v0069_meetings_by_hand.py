"""Meetings planned, moved or called off by hand, which planning a series anew leaves as they are."""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"


def upgrade() -> None:
    op.add_column("series", sa.Column("meetings_by_hand", sa.JSON(), server_default="[]", nullable=False))
