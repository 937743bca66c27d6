"""The wider rung that an author looks at before sharing an answer further; nobody looks at any yet."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.add_column("reflections", sa.Column("lifting", sa.Integer(), nullable=True))
