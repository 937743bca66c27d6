"""Answers by one press: the form of a step's question, and which of its answers a part of an answer is."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    op.add_column("steps", sa.Column("answer_form", sa.String(20), nullable=False, server_default=""))
    op.add_column("steps", sa.Column("answer_options", sa.JSON(), nullable=True))
    op.add_column("reflection_parts", sa.Column("choice", sa.Integer(), nullable=False, server_default="0"))
