"""Answers that their authors want to be seen where nobody else says so."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"


def upgrade() -> None:
    op.add_column("reflections", sa.Column("alone", sa.Boolean(), nullable=False, server_default=sa.false()))
