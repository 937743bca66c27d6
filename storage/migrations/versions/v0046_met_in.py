"""A commitment names the session that opened with it."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"


def upgrade() -> None:
    op.add_column("commitments", sa.Column("met_in", sa.String(240)))
    op.create_index(op.f("ix_commitments_municipality_met_in"), "commitments", ["municipality", "met_in"])
