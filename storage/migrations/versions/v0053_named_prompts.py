"""A series' questions in order and its areas' shares; an area's definition and the law's place beside a question."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"


def upgrade() -> None:
    op.add_column("series", sa.Column("prompts", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("series", sa.Column("weights", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("steps", sa.Column("definition", sa.JSON(), nullable=True))
    op.add_column("steps", sa.Column("own", sa.JSON(), nullable=True))
    op.add_column("steps", sa.Column("paragraph", sa.String(length=80), server_default="", nullable=False))
    op.add_column("steps", sa.Column("law_link", sa.String(length=400), server_default="", nullable=False))
    op.add_column("steps", sa.Column("law_checked", sa.Date(), nullable=True))
