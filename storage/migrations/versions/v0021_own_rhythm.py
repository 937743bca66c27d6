"""A person's own choices: how many reminders, and a pause; everybody starts with one reminder and without a pause."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("people", sa.Column("reminders", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("people", sa.Column("paused_from", sa.DateTime(timezone=True), nullable=True))
    op.add_column("people", sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True))
