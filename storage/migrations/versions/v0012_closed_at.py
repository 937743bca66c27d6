"""The time of a step's closing, for one notice of all steps closed by a tick; the start of quiet hours."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("steps", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("municipalities", sa.Column("quiet_since", sa.DateTime(timezone=True), nullable=True))
