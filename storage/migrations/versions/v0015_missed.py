"""How many a session's question should have reached and did not."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    # The numbers for past sessions are unknown.
    op.add_column("digests", sa.Column("missed", sa.Integer(), server_default="0", nullable=False))
