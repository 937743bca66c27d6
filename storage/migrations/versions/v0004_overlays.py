"""A municipality's own layer over the catalogue."""

import sqlalchemy as sa
from alembic import op

from storage.tables.common import Instant

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "overlays",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("since", Instant(), nullable=True),
        sa.Column("until", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["municipality"], ["municipalities.id"], name=op.f("fk_overlays_municipality")),
        sa.PrimaryKeyConstraint("municipality", "version", name=op.f("pk_overlays")),
    )
