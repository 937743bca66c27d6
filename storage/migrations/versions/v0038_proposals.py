"""Questions that people propose to their municipality's coordinators."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    op.create_table(
        "proposals",
        sa.Column("municipality", sa.String(80), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("decided_by", sa.Uuid()),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer()),
        sa.Column("goes_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality", "person"],
            ["people.municipality", "people.id"],
            name=op.f("fk_proposals_municipality_person"),
        ),
        sa.PrimaryKeyConstraint("municipality", "id", name=op.f("pk_proposals")),
    )
    op.create_index(op.f("ix_proposals_municipality_person"), "proposals", ["municipality", "person"])
    op.create_index(op.f("ix_proposals_goes_at"), "proposals", ["goes_at"])
