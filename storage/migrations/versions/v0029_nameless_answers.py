"""An answer's author need not be a person any more: words that stay without a name belong to nobody."""

from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    with op.batch_alter_table("reflections") as table:
        table.drop_constraint(op.f("fk_reflections_municipality_author"), type_="foreignkey")
