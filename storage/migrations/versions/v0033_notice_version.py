"""Which version of the program's own privacy notice a municipality's record has come to; 0 before the next start."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.add_column("municipalities", sa.Column("notice_version", sa.Integer(), nullable=False, server_default="0"))
