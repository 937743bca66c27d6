"""A series' own questions in order, and the shares of a year that its areas have."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0048"


def upgrade() -> None:
    op.add_column("series", sa.Column("prompts", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("series", sa.Column("weights", sa.JSON(), server_default="{}", nullable=False))
