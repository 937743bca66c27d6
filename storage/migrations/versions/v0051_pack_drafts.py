"""A draft of the pack ahead of a meeting, and packs of meetings that were moved or called off."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"


def upgrade() -> None:
    op.add_column("meetings", sa.Column("draft_days_ahead", sa.Integer(), nullable=True))
    op.add_column("meetings", sa.Column("draft_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("meetings", sa.Column("drafted", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("digests", sa.Column("called_off", sa.Boolean(), server_default=sa.text("false"), nullable=False))
