"""The version of the privacy notice on a step's card in a channel.

Cards sent before may hold any version or none: 0, until they are updated.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.add_column("steps", sa.Column("notice_version", sa.Integer(), nullable=False, server_default="0"))
