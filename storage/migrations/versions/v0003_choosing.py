"""Limits on a series' prompts, and the reasons for choosing each prompt."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_PHASES = ("mapping", "implementing", "evaluating")


def upgrade() -> None:
    op.add_column("series", sa.Column("audience", sa.String(length=20), nullable=False, server_default=""))
    op.add_column("series", sa.Column("school_types", sa.JSON(), nullable=False, server_default="[]"))
    # Before, a phase was free text by the planner, and had no effect on choosing.
    series = sa.table("series", sa.column("phase", sa.String))
    op.execute(series.update().where(series.c.phase.not_in(_PHASES)).values(phase=""))
    op.add_column("steps", sa.Column("because", sa.JSON(), nullable=False, server_default="[]"))
