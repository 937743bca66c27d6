"""Each municipality's own yes to share with another in a network; those tied before have all said yes."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"


def upgrade() -> None:
    op.create_table(
        "tie_agreements",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("network", sa.String(length=80), nullable=False),
        sa.Column("other", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality", "network"],
            ["units.municipality", "units.id"],
            name=op.f("fk_tie_agreements_municipality_network"),
        ),
        sa.PrimaryKeyConstraint("municipality", "network", "other", name=op.f("pk_tie_agreements")),
    )
    op.create_index(op.f("ix_tie_agreements_network_other"), "tie_agreements", ["network", "other"], unique=False)
    op.execute(
        "INSERT INTO tie_agreements (municipality, network, other) "
        "SELECT a.municipality, a.network, b.municipality FROM ties a JOIN ties b ON a.network = b.network "
        "WHERE a.municipality <> b.municipality"
    )
