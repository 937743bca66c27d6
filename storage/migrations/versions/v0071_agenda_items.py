"""Items that people put on the agendas of meetings."""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"


def upgrade() -> None:
    op.create_table(
        "agenda_items",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("series", sa.String(length=80), nullable=False),
        sa.Column("group", sa.String(length=80), nullable=False),
        sa.Column("meant", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("goes_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["municipality"], ["municipalities.id"], name=op.f("fk_agenda_items_municipality")),
        sa.PrimaryKeyConstraint("municipality", "id", name=op.f("pk_agenda_items")),
    )
    key = ["municipality", "series", "group", "meant"]
    op.create_index(op.f("ix_agenda_items_municipality_series_group_meant"), "agenda_items", key)
    op.create_index(op.f("ix_agenda_items_goes_at"), "agenda_items", ["goes_at"])
