"""Due times of settled deliveries on SQLite, written in another form than other instants, in the same form."""

from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute(
        """UPDATE deliveries SET due_at = substr(due_at, 1, 19)
        || CASE WHEN substr(due_at, 20, 1) = '.' THEN substr(due_at, 20, 7) ELSE '.000000' END
        WHERE due_at LIKE '%+00:00'"""
    )
