"""Questions that people have chosen, or written, for single sessions of a series."""

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"


def upgrade() -> None:
    op.add_column("series", sa.Column("questions", sa.JSON(), nullable=False, server_default="[]"))
