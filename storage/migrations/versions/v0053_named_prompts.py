"""A series' questions in order, its areas' shares, a question ahead of a meeting; what a card tells of area and law."""

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
    op.add_column("meetings", sa.Column("prompt_days_ahead", sa.Integer(), nullable=True))
