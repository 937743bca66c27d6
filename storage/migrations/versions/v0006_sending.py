"""The outbox by tenant, several replicas of the program, and replies sent after their turn by the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_SENDABLE = sa.text("state IN ('due', 'again', 'uncertain')")


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("copy", sa.String(length=40), server_default="", nullable=False))
    op.add_column("deliveries", sa.Column("unsure", sa.Integer(), server_default="0", nullable=False))
    op.add_column("deliveries", sa.Column("waited_for", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("deliveries", sa.Column("reply", sa.JSON(), nullable=True))
    _carry_over()
    for table in ("deliveries", "contacts"):
        op.create_index(op.f(f"ix_{table}_tenant_conversation"), table, ["tenant", "conversation"])
    op.create_index(
        "ix_deliveries_sendable",
        "deliveries",
        ["tenant", "waited_for", "due_at"],
        postgresql_where=_SENDABLE,
        sqlite_where=_SENDABLE,
    )
    op.create_table(
        "copies",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("beat", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copies")),
    )
    op.create_table(
        "tenants",
        sa.Column("tenant", sa.String(length=80), nullable=False),
        sa.Column("copy", sa.String(length=40), nullable=False),
        sa.Column("room", sa.Boolean(), nullable=False),
        sa.Column("answering_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rests_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("strikes", sa.Integer(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_why", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("tenant", name=op.f("pk_tenants")),
    )


def _carry_over() -> None:
    """Free deliveries held by replicas of the version before, none of which runs any more."""
    rows = sa.table(
        "deliveries", sa.column("state"), sa.column("kind"), sa.column("waited_for", sa.Boolean), sa.column("unsure")
    )
    op.execute(rows.update().where(rows.c.kind == "receipt").values(waited_for=True))
    op.execute(rows.update().where(rows.c.state.in_(["on_the_wire", "uncertain"])).values(unsure=1))
    op.execute(rows.update().where(rows.c.state == "claimed").values(state="due"))
    on_the_wire = rows.c.state == "on_the_wire"
    op.execute(rows.update().where(on_the_wire, rows.c.kind == "receipt").values(state="undeliverable"))
    op.execute(rows.update().where(on_the_wire).values(state="uncertain"))
