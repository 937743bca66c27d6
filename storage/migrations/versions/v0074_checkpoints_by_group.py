"""Each group of a series answers its checkpoints; an earlier answer counts for all groups that the series has."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.tables.common import Instant

revision = "0074"
down_revision = "0073"


def upgrade() -> None:
    c = op.get_bind()
    groups = {
        (row.municipality, row.id): json.loads(row.groups) if isinstance(row.groups, str) else row.groups
        for row in c.execute(sa.text("SELECT municipality, id, groups FROM series ORDER BY version"))
    }
    answers = [dict(row) for row in c.execute(sa.select(_table("checkpoints", grouped=False))).mappings()]
    op.drop_table("checkpoints")
    table = op.create_table(
        "checkpoints",
        *_columns(grouped=True),
        sa.ForeignKeyConstraint(
            ["municipality"], ["municipalities.id"], name=op.f("fk_checkpoints_municipality_municipalities")
        ),
        sa.PrimaryKeyConstraint("municipality", "series", "group", "mark", name=op.f("pk_checkpoints")),
    )
    op.create_index(op.f("ix_checkpoints_goes_at"), "checkpoints", ["goes_at"])
    op.create_index(op.f("ix_checkpoints_municipality_by"), "checkpoints", ["municipality", "by"])
    op.bulk_insert(table, list(_for_each_group(answers, groups)))


def _for_each_group(
    answers: list[dict[str, Any]], groups: Mapping[tuple[str, str], list[str]]
) -> Iterator[dict[str, Any]]:
    for one in answers:
        for group in dict.fromkeys(groups.get((one["municipality"], one["series"]), ())):
            yield {**one, "group": group}


def _table(name: str, *, grouped: bool) -> sa.TableClause:
    return sa.table(name, *(sa.column(one.name, one.type) for one in _columns(grouped=grouped)))


def _columns(*, grouped: bool) -> list[sa.Column[Any]]:
    group = [sa.Column("group", sa.String(length=80), nullable=False)] if grouped else []
    return [
        sa.Column("municipality", sa.String(length=80), nullable=False),
        sa.Column("series", sa.String(length=80), nullable=False),
        *group,
        sa.Column("mark", sa.String(length=40), nullable=False),
        sa.Column("answered", sa.String(length=20), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid()),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("goes_at", Instant(), nullable=False),
    ]
