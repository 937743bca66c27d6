"""When a step was closed, so that what one tick closed is told together; since when quiet hours hold."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("steps", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("municipalities", sa.Column("quiet_since", sa.DateTime(timezone=True), nullable=True))
