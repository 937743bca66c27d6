"""Follow-up questions, answers to follow-ups, and follow-ups in networks' releases."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Earlier steps and answers have no follow-ups."""
    op.add_column("steps", sa.Column("follow_ups", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("reflections", sa.Column("going_on", sa.Integer(), server_default="0", nullable=False))
    op.add_column("reflection_parts", sa.Column("follow_up", sa.Integer(), server_default="0", nullable=False))
    op.add_column("releases", sa.Column("follow_ups", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("releases", sa.Column("further", sa.JSON(), server_default="[]", nullable=False))
