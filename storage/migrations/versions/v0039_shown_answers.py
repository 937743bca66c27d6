"""Which answers of others an author was shown with the receipt; nothing for answers given before."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    op.add_column("reflections", sa.Column("shown_first", sa.Uuid(), nullable=True))
    op.add_column("reflections", sa.Column("shown_second", sa.Uuid(), nullable=True))
