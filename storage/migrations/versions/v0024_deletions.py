"""Deletions by rule, told of before they happen. Nothing is due: no rule was carried out before."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.create_table(
        "deletions",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["municipality"], ["municipalities.id"], name=op.f("fk_deletions_municipality")),
        sa.PrimaryKeyConstraint("municipality", "kind", "due_on", name=op.f("pk_deletions")),
    )
    op.add_column("municipality_settings", sa.Column("retention_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_municipality_settings_retention_at"), "municipality_settings", ["retention_at"])
    # Rules set with the version before are looked at with the first tick.
    op.execute("UPDATE municipality_settings SET retention_at = changed_at WHERE keep_answers IS NOT NULL")
