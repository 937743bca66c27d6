"""A mark that changes with the roster, for caching values worked out of the roster."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    marks = op.create_table(
        "roster_marks",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_marks")),
    )
    op.bulk_insert(marks, [{"id": 1, "mark": uuid4()}])
