"""A municipality's rules of retention, the archive's hold, unused rungs; and the record."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    for kind in ("answers", "digests", "logs", "deliveries"):
        op.add_column("municipality_settings", sa.Column(f"keep_{kind}", sa.String(length=40), nullable=True))
    op.add_column("municipality_settings", sa.Column("hold_from", sa.Date(), nullable=True))
    op.add_column("municipality_settings", sa.Column("hold_until", sa.Date(), nullable=True))
    reason = sa.Column("hold_reason", sa.String(length=400), nullable=False, server_default="")
    op.add_column("municipality_settings", reason)
    unused = sa.Column("unused_rungs", sa.JSON(), nullable=False, server_default="[]")
    op.add_column("municipality_settings", unused)
    op.create_table(
        "records",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=True),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["municipality"], ["municipalities.id"], name=op.f("fk_records_municipality")),
        sa.PrimaryKeyConstraint("municipality", "id", name=op.f("pk_records")),
    )
    op.create_index(op.f("ix_records_municipality_at"), "records", ["municipality", "at"])
