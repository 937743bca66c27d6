"""Editions of a municipality's part of the privacy notice; nobody has been shown an edition yet."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    edition = sa.Column("notice_edition", sa.Integer(), nullable=False, server_default="0")
    op.add_column("municipality_settings", edition)
    op.add_column("people", sa.Column("notice_due", sa.Integer(), nullable=False, server_default="0"))
