"""The number of readers in a group's channel, and the channel for which an answer was given."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("channels", sa.Column("others", sa.Integer(), nullable=True))
    op.add_column("channels", sa.Column("count_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("reflections", sa.Column("channel", sa.String(length=400), server_default="", nullable=False))
    _carry_over()


def _carry_over() -> None:
    """Earlier answers stay readable in the group's channel, which showed everything shared with the group."""
    channels = sa.table(
        "channels", sa.column("municipality"), sa.column("group", sa.String()), sa.column("conversation")
    )
    rows = sa.table("reflections", sa.column("municipality"), sa.column("group", sa.String()), sa.column("channel"))
    here = sa.and_(channels.c.municipality == rows.c.municipality, channels.c.group == rows.c.group)
    conversation = sa.select(channels.c.conversation).where(here).scalar_subquery()
    op.execute(rows.update().where(sa.exists().where(here)).values(channel=conversation))
