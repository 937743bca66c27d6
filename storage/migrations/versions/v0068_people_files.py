"""Lists of people sent on a page: shown before they are carried out, and undone for a day."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"


def upgrade() -> None:
    op.create_table(
        "people_files",
        sa.Column("municipality", sa.String(80), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant", sa.String(80), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality", "person"],
            ["people.municipality", "people.id"],
            name=op.f("fk_people_files_municipality_person"),
        ),
        sa.PrimaryKeyConstraint("municipality", "person", name=op.f("pk_people_files")),
    )
    op.create_index(op.f("ix_people_files_sent_at"), "people_files", ["sent_at"])
    op.create_table(
        "people_imports",
        sa.Column("municipality", sa.String(80), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("left", sa.JSON(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("begun", sa.Integer(), nullable=False),
        sa.Column("ended", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["municipality"], ["municipalities.id"], name=op.f("fk_people_imports_municipality")),
        sa.PrimaryKeyConstraint("municipality", "id", name=op.f("pk_people_imports")),
    )
    op.create_index(op.f("ix_people_imports_done_at"), "people_imports", ["done_at"])
