"""Notes that people write for themselves, and which areas their notes would fit a question of."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    op.create_table(
        "notes",
        sa.Column("municipality", sa.String(80), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("areas", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("session", sa.String(240)),
        sa.Column("position", sa.Integer()),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.Column("goes_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality", "person"],
            ["people.municipality", "people.id"],
            name=op.f("fk_notes_municipality_person"),
        ),
        sa.PrimaryKeyConstraint("municipality", "person", "id", name=op.f("pk_notes")),
    )
    op.create_index(op.f("ix_notes_goes_at"), "notes", ["goes_at"])
    op.add_column("people", sa.Column("noted", sa.Text(), nullable=False, server_default=""))
