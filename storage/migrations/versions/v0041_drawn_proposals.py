"""The same words of the same person are one proposal by an index, since proposals' ids are drawn."""

from alembic import op

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    op.drop_index(op.f("ix_proposals_municipality_person"), "proposals")
    op.create_index(
        op.f("ix_proposals_municipality_person_text"), "proposals", ["municipality", "person", "text"], unique=True
    )
