"""PostgreSQL: prepared statements go to asyncpg directly; SQLAlchemy's adapter takes five times as long.

Transactions, errors and all other statements go through SQLAlchemy.
"""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.util import greenlet_spawn

from storage.cache import Cache
from storage.prepared import Prepared, PreparedConnection, PreparedEngine, Rows

_ROWS = re.compile(r"\d+$")


def writing(url: URL, *, cache: Cache) -> PreparedEngine:
    # A connection is not asked beforehand whether it still is one: where it is not, the work is run again. Nor is one
    # made for a few moments more, which takes a server longer than what it would be made for.
    engine = create_async_engine(url, pool_size=10, max_overflow=0, hide_parameters=True)
    return _Engine(engine.sync_engine, cache)


def reading(writing: PreparedEngine) -> PreparedEngine:
    """On the same connections. A transaction would show each statement what is there when it is run, as none does."""
    return _Engine(writing.sync_engine.execution_options(isolation_level="AUTOCOMMIT"), writing.cache)


class _Engine(PreparedEngine):
    __slots__ = ()

    def connect(self) -> AsyncConnection:
        return _DirectConnection(self)


class _DirectConnection(PreparedConnection):
    def __init__(self, engine: _Engine) -> None:
        super().__init__(engine)
        self._direct = engine

    async def run(self, prepared: Prepared, parameters: Mapping[str, Any]) -> Rows:
        compiled = self._direct.compiled(prepared)
        values = compiled.bound(parameters)
        async with self._driver(compiled.sql) as driver:
            if compiled.gives_rows:
                found = await driver.fetch(compiled.sql, *values)
                return compiled.rows(found, len(found))
            status = _ROWS.search(await driver.execute(compiled.sql, *values))
            return compiled.rows((), int(status[0]) if status else -1)

    async def run_each(self, prepared: Prepared, many: Sequence[Mapping[str, Any]]) -> int:
        compiled = self._direct.compiled(prepared)
        values = [compiled.bound(each) for each in many]
        async with self._driver(compiled.sql) as driver:
            await driver.executemany(compiled.sql, values)
        return -1  # asyncpg does not tell

    @asynccontextmanager
    async def _driver(self, sql: str) -> AsyncIterator[Any]:
        """Asyncpg's connection in the open transaction; its errors are raised as SQLAlchemy's."""
        connection: Any = self._proxied
        adapted = connection.connection.dbapi_connection
        try:
            if adapted._transaction is None:  # noqa: SLF001 - which SQLAlchemy begins with the first statement it sees
                await adapted._start_transaction()  # noqa: SLF001
            yield adapted.driver_connection
        except Exception as error:
            await greenlet_spawn(_translate, connection, adapted, sql, error)
            raise
        except BaseException as error:
            # Cancelled: what the server has begun for it is nobody's any more, and may not be the next one's.
            await greenlet_spawn(connection.invalidate, error)
            raise


def _translate(connection: Any, adapted: Any, sql: str, error: Exception) -> None:  # noqa: ANN401 - SQLAlchemy's own
    """Raises what SQLAlchemy would for what asyncpg has raised, and lets go of a connection that is none any more."""
    try:
        adapted._handle_exception(error)  # noqa: SLF001
    except adapted.dbapi.Error as translated:
        connection._handle_dbapi_exception(translated, sql, None, None, None)  # noqa: SLF001
