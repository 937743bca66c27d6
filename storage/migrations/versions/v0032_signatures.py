"""How an answer is signed, and the same of the network's copies; nobody has signed any yet."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    for table in ("reflections", "releases"):
        op.add_column(table, sa.Column("signature", sa.String(length=20), nullable=False, server_default=""))
    op.add_column("releases", sa.Column("signer", sa.String(length=200), nullable=False, server_default=""))
