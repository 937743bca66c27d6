"""Every change of a skolerute of the last day, not the last alone, so that an earlier change can be undone too."""

import sqlalchemy as sa
from alembic import op

from storage.tables.common import Instant

revision = "0076"
down_revision = "0074"

_FIRST = 1


def upgrade() -> None:
    bind = op.get_bind()
    old = sa.table("calendar_changes", *(sa.column(name, kind) for name, kind in _COLUMNS))
    rows = [dict(row) | {"number": _FIRST} for row in bind.execute(sa.select(old)).mappings()]
    op.drop_table("calendar_changes")
    new = op.create_table(
        "calendar_changes",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("former", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality", "unit"],
            ["units.municipality", "units.id"],
            name=op.f("fk_calendar_changes_municipality_unit"),
        ),
        sa.PrimaryKeyConstraint("municipality", "unit", "year", "number", name=op.f("pk_calendar_changes")),
    )
    if rows:
        op.bulk_insert(new, rows)


_COLUMNS = (
    ("municipality", sa.String()),
    ("unit", sa.String()),
    ("year", sa.Integer()),
    ("at", Instant()),
    ("source", sa.String()),
    ("former", sa.JSON()),
)
