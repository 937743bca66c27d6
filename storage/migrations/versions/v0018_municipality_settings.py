"""A municipality's settings: the responsible person, papers, and the minutes a week that people may be asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "municipality_settings",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("responsible", sa.String(length=400), nullable=False),
        sa.Column("data_protection_officer", sa.String(length=400), nullable=False),
        sa.Column("archive_label", sa.String(length=400), nullable=False),
        sa.Column("discussed_with_unions", sa.Date(), nullable=True),
        sa.Column("dpia", sa.String(length=400), nullable=False),
        sa.Column("minutes_a_week", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality"], ["municipalities.id"], name=op.f("fk_municipality_settings_municipality")
        ),
        sa.PrimaryKeyConstraint("municipality", name=op.f("pk_municipality_settings")),
    )
