"""A person's deliveries of a step are found without reading everybody's."""

from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    of_step = ["municipality", "session", "position"]
    op.create_index(op.f("ix_deliveries_municipality_session_position_person"), "deliveries", [*of_step, "person"])
    op.drop_index(op.f("ix_deliveries_municipality_session_position"), table_name="deliveries")
