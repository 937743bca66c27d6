"""Leaders who speak last: a series' own word, and what an open step was begun with.

Steps from before go on as they were; NULL in a series is as its protocol says, from the next session on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.add_column("series", sa.Column("leader_speaks_last", sa.Boolean(), nullable=True))
    op.add_column("steps", sa.Column("opener", sa.JSON(), nullable=True))
    op.add_column("steps", sa.Column("leader_speaks_last", sa.Boolean(), nullable=False, server_default=sa.false()))
