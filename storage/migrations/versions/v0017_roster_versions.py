"""A version of the roster for each municipality, so that no import waits for another municipality's.

`roster_marks` stays, for replicas of the version before, until every replica has been replaced.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "roster_versions",
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["municipality"], ["municipalities.id"], name=op.f("fk_roster_versions_municipality")),
        sa.PrimaryKeyConstraint("municipality", name=op.f("pk_roster_versions")),
    )
    op.execute(
        "INSERT INTO roster_versions (municipality, version) "
        "SELECT municipalities.id, roster_marks.mark FROM municipalities, roster_marks"
    )
