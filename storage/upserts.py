"""Upserts: insert a row, or update the row with the same key, in one statement on both databases."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import Prepared

Insert = sqlite.Insert | postgresql.Insert


async def put(
    c: AsyncConnection,
    table: Table,
    key: Mapping[str, Any],
    values: Mapping[str, Any],
    *,
    only_if: ColumnElement[bool] | None = None,
) -> None:
    """Insert the row, or update the row with the same key if `only_if` holds for the stored row."""
    if only_if is None:
        await _put(c.dialect.name, table, tuple(key), tuple(values)).run(c, **key, **values)
    else:
        statement = _replacing(c.dialect.name, table, tuple(key), tuple(values), only_if)
        await c.execute(statement, {**key, **values})


async def put_each(c: AsyncConnection, table: Table, key: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """`put` for many rows with the same columns, as one statement."""
    if rows:
        values = tuple(name for name in rows[0] if name not in key)
        await _put(c.dialect.name, table, tuple(key), values).run_each(c, rows)


async def put_if_absent(c: AsyncConnection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Insert the row unless the key exists; True if the row was inserted."""
    statement = _put_if_absent(c.dialect.name, table, tuple(key), tuple(values))
    return (await statement.run(c, **key, **values)).rowcount == 1


# Cached, since building a statement takes several times as long as running the statement.


@cache
def _put(dialect: str, table: Table, key: tuple[str, ...], values: tuple[str, ...]) -> Prepared:
    return Prepared(_replacing(dialect, table, key, values, None), columns=(*key, *values))


def _replacing(
    dialect: str, table: Table, key: tuple[str, ...], values: tuple[str, ...], only_if: ColumnElement[bool] | None
) -> Insert:
    insert = insert_into(dialect, table)
    replaced = {name: insert.excluded[name] for name in values}
    return insert.on_conflict_do_update(index_elements=key, set_=replaced, where=only_if)


@cache
def _put_if_absent(dialect: str, table: Table, key: tuple[str, ...], values: tuple[str, ...]) -> Prepared:
    insert = insert_into(dialect, table).on_conflict_do_nothing(index_elements=key)
    return Prepared(insert, columns=(*key, *values))


def insert_into(dialect: str, table: Table) -> Insert:
    """The dialect's own INSERT, which has ON CONFLICT."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
