"""The last change of each skolerute, with the days before."""

import sqlalchemy as sa
from alembic import op

from storage.tables.common import Instant

revision = "0073"
down_revision = "0072"


def upgrade() -> None:
    op.create_table(
        "calendar_changes",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("former", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality", "unit"],
            ["units.municipality", "units.id"],
            name=op.f("fk_calendar_changes_municipality_unit"),
        ),
        sa.PrimaryKeyConstraint("municipality", "unit", "year", name=op.f("pk_calendar_changes")),
    )
