"""Where a group belonged while somebody was in it, for groups that have moved to another unit since."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("memberships", sa.Column("unit", sa.String(length=80), nullable=True))
