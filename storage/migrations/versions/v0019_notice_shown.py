"""Which version of the privacy notice each person has been shown, and when; nobody has been shown any yet."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.add_column("people", sa.Column("notice_version", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("people", sa.Column("notice_at", sa.DateTime(timezone=True), nullable=True))
