"""Schools that have said yes to being compared in a digest."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    op.add_column("municipality_settings", sa.Column("compared", sa.JSON(), nullable=False, server_default="[]"))
