"""The language that a person has chosen; nobody has chosen any yet."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.add_column("people", sa.Column("own_language", sa.String(length=2), nullable=True))
