"""How long a meeting lasts, and what the catalogue had for its pack."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"


def upgrade() -> None:
    op.add_column("meetings", sa.Column("minutes", sa.Integer(), server_default="60", nullable=False))
    op.add_column("reflections", sa.Column("offered", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("digests", sa.Column("pack", sa.JSON(), nullable=True))
