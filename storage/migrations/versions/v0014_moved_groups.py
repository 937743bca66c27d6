"""A membership's unit, for groups moved to another unit later."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("memberships", sa.Column("unit", sa.String(length=80), nullable=True))
