"""Vacant posts already reported to coordinators, and the time of a municipality's last check."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("municipalities", sa.Column("staffed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "vacancies",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=240), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["municipality"], ["municipalities.id"], name=op.f("fk_vacancies_municipality")),
        sa.PrimaryKeyConstraint("municipality", "key", name=op.f("pk_vacancies")),
    )
