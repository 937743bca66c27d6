"""Indexes that find a group's sessions, and a series' sessions by ordinal, among a million planned sessions."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.drop_index("ix_sessions_municipality_series", "sessions")
    op.create_index("ix_sessions_municipality_series_ordinal", "sessions", ["municipality", "series", "ordinal"])
    of_group = ["municipality", "group", "stage", "opens_at"]
    op.create_index("ix_sessions_municipality_group_stage_opens_at", "sessions", of_group)
