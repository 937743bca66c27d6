"""A skolerute's day may be for kindergartens only."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("own_days", sa.Column("only", sa.String(length=20), nullable=True))
