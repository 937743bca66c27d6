"""An index by which the newest entries of a school year long past are found without passing all newer ones."""

from alembic import op

revision = "0064"
down_revision = "0063"


def upgrade() -> None:
    op.create_index(op.f("ix_bank_entries_municipality_at_number"), "bank_entries", ["municipality", "at", "number"])
