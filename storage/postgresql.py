"""PostgreSQL without detours: statements that are made once go to asyncpg as they are.

SQLAlchemy's way there takes five times as long as asyncpg does. Whatever else is asked goes that way, and so does every
transaction and every error.
"""

import re
from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import URL, CursorResult, Engine, Executable
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.util import greenlet_spawn

from storage.prepared import Answer, Given, Prepared, Preparing

_ROWS = re.compile(r"\d+$")


def writing(url: URL, *, kept: Mapping[str, Any]) -> AsyncEngine:
    # A connection is not asked beforehand whether it still is one: where it is not, the work is run again. Nor is one
    # made for a few moments more, which takes a server longer than what it would be made for.
    engine = create_async_engine(url, pool_size=10, max_overflow=0, hide_parameters=True, execution_options=kept)
    return _Engine(engine.sync_engine)


def reading(writing: AsyncEngine) -> AsyncEngine:
    """On the same connections. A transaction would show each statement what is there when it is run, as none does."""
    return _Engine(writing.sync_engine.execution_options(isolation_level="AUTOCOMMIT"))


class _Engine(AsyncEngine):
    __slots__ = ("preparing",)

    def __init__(self, sync_engine: Engine) -> None:
        super().__init__(sync_engine)
        self.preparing = Preparing(sync_engine.dialect)

    def connect(self) -> AsyncConnection:
        return _DirectConnection(self)


class _DirectConnection(AsyncConnection):
    def __init__(self, engine: _Engine) -> None:
        super().__init__(engine)
        self._preparing = engine.preparing

    async def execute(self, statement: Executable, parameters: Any = None, **options: Any) -> CursorResult[Any]:  # noqa: ANN401 - SQLAlchemy's
        given = parameters or {}
        prepared = self._preparing.find(statement, given)
        if prepared is None:
            return await super().execute(statement, parameters, **options)
        connection: Any = self._proxied
        adapted = connection.connection.dbapi_connection
        try:
            if adapted._transaction is None:  # noqa: SLF001 - which SQLAlchemy begins with the first statement it sees
                await adapted._start_transaction()  # noqa: SLF001
            answer = await _run(adapted.driver_connection, prepared, given)
        except Exception as error:
            await greenlet_spawn(_translate, connection, adapted, prepared.sql, error)
            raise
        except BaseException as error:
            # Cancelled: what the server has begun for it is nobody's any more, and may not be the next one's.
            await greenlet_spawn(connection.invalidate, error)
            raise
        return cast("CursorResult[Any]", answer)


async def _run(driver: Any, prepared: Prepared, given: Given) -> Answer:  # noqa: ANN401 - asyncpg has no types
    if not isinstance(given, Mapping):
        await driver.executemany(prepared.sql, [prepared.bound(each) for each in given])
        return prepared.answer((), -1)
    values = prepared.bound(given)
    if prepared.gives_rows:
        rows = await driver.fetch(prepared.sql, *values)
        return prepared.answer(rows, len(rows))
    found = _ROWS.search(await driver.execute(prepared.sql, *values))
    return prepared.answer((), int(found[0]) if found else -1)


def _translate(connection: Any, adapted: Any, sql: str, error: Exception) -> None:  # noqa: ANN401 - SQLAlchemy's own
    """Raises what SQLAlchemy would for what asyncpg has raised, and lets go of a connection that is none any more."""
    try:
        adapted._handle_exception(error)  # noqa: SLF001
    except adapted.dbapi.Error as translated:
        connection._handle_dbapi_exception(translated, sql, None, None, None)  # noqa: SLF001
