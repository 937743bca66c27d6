"""Changes of meetings that their people are told of, once."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"


def upgrade() -> None:
    op.create_table(
        "meeting_news",
        sa.Column("municipality", sa.String(80), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("series", sa.String(80), nullable=False),
        sa.Column("group", sa.String(80), nullable=False),
        sa.Column("meant", sa.DateTime(timezone=True), nullable=False),
        sa.Column("was", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tells_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["municipality"], ["municipalities.id"], name="fk_meeting_news_municipality"),
        sa.PrimaryKeyConstraint("municipality", "id", name="pk_meeting_news"),
    )
    op.create_index(
        "ix_meeting_news_municipality_series_group_meant",
        "meeting_news",
        ["municipality", "series", "group", "meant"],
    )
