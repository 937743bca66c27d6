"""Practices that authors put into the sharing bank."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"


def upgrade() -> None:
    op.create_table(
        "practices",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("author", sa.Uuid(), nullable=False),
        sa.Column("group", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("network", sa.String(length=80), nullable=True),
        sa.Column("channel", sa.String(length=400), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("circle_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(length=90), nullable=False),
        sa.Column("did", sa.Text(), nullable=False),
        sa.Column("saw", sa.Text(), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("area_id", sa.String(length=120), nullable=False),
        sa.Column("requirement_id", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("stages", sa.String(length=80), nullable=False),
        sa.Column("credit", sa.String(length=10), nullable=False),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality", "author"],
            ["people.municipality", "people.id"],
            name=op.f("fk_practices_municipality_people"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality", "group"],
            ["groups.municipality", "groups.id"],
            name=op.f("fk_practices_municipality_groups"),
        ),
        sa.PrimaryKeyConstraint("municipality", "id", name=op.f("pk_practices")),
    )
    op.create_index(op.f("ix_practices_municipality_author"), "practices", ["municipality", "author"])
    op.create_index(op.f("ix_practices_municipality_changed_at"), "practices", ["municipality", "changed_at"])
