"""Memberships that somebody has begun or ended by hand, which a municipality's files leave alone."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"


def upgrade() -> None:
    op.add_column("memberships", sa.Column("by_hand", sa.Boolean(), server_default=sa.false(), nullable=False))
