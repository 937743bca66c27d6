"""The school year: municipalities' own days and quiet hours, and moved and skipped sessions."""

import sqlalchemy as sa
from alembic import op

from storage.tables.common import Instant

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "own_days",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality", "unit"], ["units.municipality", "units.id"], name=op.f("fk_own_days_municipality_unit")
        ),
        sa.PrimaryKeyConstraint("municipality", "unit", "year", "day", name=op.f("pk_own_days")),
    )
    op.add_column("municipalities", sa.Column("quiet_begins", sa.Time(), nullable=True))
    op.add_column("municipalities", sa.Column("quiet_ends", sa.Time(), nullable=True))
    # Existing series were planned before the choice existed: closed days move a session to the next day.
    op.add_column("series", sa.Column("on_closed", sa.String(length=20), nullable=False, server_default="next"))
    op.add_column("series", sa.Column("every", sa.String(length=20), nullable=True))
    op.add_column("sessions", sa.Column("moved_from", Instant(), nullable=True))
    op.add_column("sessions", sa.Column("moved_why", sa.Text(), nullable=False, server_default=""))
