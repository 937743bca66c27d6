"""PostgreSQL: prepared statements go to asyncpg directly; SQLAlchemy's adapter takes five times as long.

Transactions, errors and all other statements go through SQLAlchemy.
"""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import URL, Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.util import LRUCache, greenlet_spawn

from storage.cache import Cache
from storage.prepared import Compiled, Prepared, PreparedConnection, PreparedEngine, Rows

_ROWS = re.compile(r"\d+$")
_COMPILED: LRUCache[Any, Any] = LRUCache(1_000)
_COMPILED_PREPARED: dict[Prepared, Compiled] = {}
"""What SQLAlchemy has compiled, shared by all engines of the process."""


def writing(url: URL, *, cache: Cache) -> PreparedEngine:
    # No ping before use: work on a lost connection is run again. No overflow: a server takes longer to open a
    # connection than to run the work that waits.
    registry.register("postgresql.direct", __name__, DirectDialect.__name__)
    engine = create_async_engine(
        url.set(drivername="postgresql+direct"),
        pool_size=10,
        max_overflow=0,
        hide_parameters=True,
        execution_options={"compiled_cache": _COMPILED},
    )
    return _Engine(engine.sync_engine, cache)


def reading(writing: PreparedEngine) -> PreparedEngine:
    """Autocommit on the same connections: in READ COMMITTED a transaction would show each statement the same."""
    return _Engine(writing.sync_engine.execution_options(isolation_level="AUTOCOMMIT"), writing.cache)


class DirectDialect(PGDialect_asyncpg):
    """Each engine has a dialect of its own; all for one server version are equal: what one has compiled, others run."""

    supports_statement_cache = True
    server_version_info: tuple[int, ...] | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DirectDialect) and self.server_version_info == other.server_version_info

    def __hash__(self) -> int:
        return hash(DirectDialect)


class _Engine(PreparedEngine):
    __slots__ = ()

    def __init__(self, sync_engine: Engine, cache: Cache) -> None:
        super().__init__(sync_engine, cache, _COMPILED_PREPARED)

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
        """Asyncpg's connection, in the open transaction; asyncpg's errors are raised as SQLAlchemy's."""
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
            # Cancelled: the server may still run the statement, so the connection must not serve the next caller.
            await greenlet_spawn(connection.invalidate, error)
            raise


def _translate(connection: Any, adapted: Any, sql: str, error: Exception) -> None:  # noqa: ANN401 - SQLAlchemy's own
    """Raise SQLAlchemy's error for asyncpg's; SQLAlchemy then drops a connection that is lost."""
    try:
        adapted._handle_exception(error)  # noqa: SLF001
    except adapted.dbapi.Error as translated:
        connection._handle_dbapi_exception(translated, sql, None, None, None)  # noqa: SLF001
