"""An author may give an answer a keyword of the author's own, which the network's copy holds too."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    for table in ("reflections", "releases"):
        op.add_column(table, sa.Column("keyword", sa.String(length=40), nullable=False, server_default=""))
