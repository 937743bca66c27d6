"""Insert a row, or change the one that has its key: one statement on both databases."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


async def put(
    c: AsyncConnection,
    table: Table,
    key: Mapping[str, Any],
    values: Mapping[str, Any],
    *,
    only_if: ColumnElement[bool] | None = None,
) -> None:
    """The row with this key holds these values, whether it was there or not; one that is not `only_if` stays."""
    statement = insert_into(c, table).values(**key, **values)
    await c.execute(statement.on_conflict_do_update(index_elements=list(key), set_=dict(values), where=only_if))


async def put_if_absent(c: AsyncConnection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """True if the row was not there before."""
    statement = insert_into(c, table).values(**key, **values).on_conflict_do_nothing(index_elements=list(key))
    return (await c.execute(statement)).rowcount == 1


def insert_into(c: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """The database's own INSERT, which knows what to do where the row is there already."""
    return sqlite.insert(table) if c.dialect.name == "sqlite" else postgresql.insert(table)
