"""The SQLite engine: the standard library's driver, with statements executed on the event loop.

A statement takes microseconds; handing it to a thread and back takes a hundred. Only calls that may wait, for the disk
or for another program's lock, run in a thread.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import URL, CursorResult, Engine, Executable, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry, Pool
from sqlalchemy.util import LRUCache, await_

from storage.cache import Cache
from storage.prepared import Compiled, Prepared, PreparedConnection, PreparedEngine, Rows

T = TypeVar("T")

_LOCKED_SECONDS = 10
_READERS = 4
_YIELD_AFTER = 0.005
"""Seconds of statements after which other tasks get to run."""
_ROWS_AT_A_TIME = 500
"""Rows per stretch of a statement for many rows: some milliseconds of work."""
_COMPILED: LRUCache[Any, Any] = LRUCache(1_000)
_COMPILED_PREPARED: dict[Prepared, Compiled] = {}
"""What SQLAlchemy has compiled, shared by all engines: reading, writing, and every other database of the process."""
_WRITERS = (
    "PRAGMA journal_mode=WAL",  # stored in the file, so a read-only connection must leave it unset
    "PRAGMA secure_delete=ON",  # deleted words are overwritten; FAST would leave them in freed pages
)
_EVERYBODYS = (
    "PRAGMA synchronous=FULL",
    "PRAGMA cache_size=-500",  # kB; the system caches pages too, and by default SQLite would cache two megabytes
    "PRAGMA temp_store=MEMORY",  # sorting, and undoing a savepoint, would leave words in temporary files
)


def reading(url: URL, *, cache: Cache) -> PreparedEngine:
    """An engine for a Reader; the Reader begins the transactions."""
    return _engine(url, "PRAGMA query_only=ON", pool_size=_READERS, cache=cache)


def writing(url: URL, *, cache: Cache) -> PreparedEngine:
    """A single connection; its transactions take the write lock at the start."""
    engine = _engine(url, "PRAGMA foreign_keys=ON", pool_size=1, cache=cache, writes=True)

    @event.listens_for(engine.sync_engine, "begin")
    def _begun(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's event gives its own Connection
        _in_thread(connection.exec_driver_sql, "BEGIN IMMEDIATE")

    return engine


class Reader:
    """Read transactions on connections of its own: checking a pool's out and in takes longer than reading."""

    def __init__(self, connect: Callable[[], Awaitable[AsyncConnection]]) -> None:
        self._connect = connect
        self._idle: list[AsyncConnection] = []
        self._slots = asyncio.Semaphore(_READERS)

    async def read(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """The result of `work`, read from a snapshot: commits by others meanwhile are invisible."""
        async with self._slots:
            connection = self._idle.pop() if self._idle else await self._connect()
            raw = raw_of(connection.sync_connection)
            try:
                raw.execute("BEGIN")
                try:
                    found = await work(connection)
                finally:
                    if connection.in_transaction():  # SQLAlchemy counts a transaction as begun
                        connection.sync_connection.rollback()  # type: ignore[union-attr]
                    raw.rollback()
            except BaseException:
                await connection.close()
                raise
            self._idle.append(connection)
            return found

    async def aclose(self) -> None:
        while self._idle:
            await self._idle.pop().close()


def raw_of(connection: Any) -> sqlite3.Connection:  # noqa: ANN401 - SQLAlchemy's own Connection
    """The driver's connection, for calls that SQLAlchemy would only slow down."""
    found = connection.connection.dbapi_connection
    assert isinstance(found, sqlite3.Connection)  # noqa: S101 - the dialect below opens no other
    return found


@contextmanager
def savepoint(raw: sqlite3.Connection) -> Iterator[None]:
    """Undoes the block on an error; on a full disk SQLite itself rolls back the whole transaction."""
    raw.execute("SAVEPOINT apart")
    try:
        yield
    except BaseException:
        if raw.in_transaction:
            raw.execute("ROLLBACK TO apart")
            raw.execute("RELEASE apart")
        raise
    raw.execute("RELEASE apart")


def _engine(url: URL, pragma: str, *, pool_size: int, cache: Cache, writes: bool = False) -> PreparedEngine:
    # A URL may set another lock timeout, e.g. ?timeout=1 (seconds).
    patience = {} if "timeout" in url.query else {"timeout": _LOCKED_SECONDS}
    registry.register("sqlite.inline", __name__, InlineDialect.__name__)
    engine = create_engine(
        url.set(drivername="sqlite+inline"),
        pool_size=pool_size,
        hide_parameters=True,
        connect_args=patience,
        execution_options={"compiled_cache": _COMPILED},
    )

    @event.listens_for(engine, "connect")
    def _connected(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        # Autocommit mode: transactions begun by the driver would break BEGIN IMMEDIATE and savepoints.
        connection.isolation_level = None
        connection.writes = writes
        cursor = connection.cursor()
        for line in (*(_WRITERS if writes else ()), *_EVERYBODYS, pragma):
            _in_thread(cursor.execute, line)
        cursor.close()

    return _Engine(engine, cache)


def _in_thread(work: Callable[..., T], *arguments: Any, **named: Any) -> T:  # noqa: ANN401 - whatever it takes
    """Run in a thread, while the event loop goes on."""
    return await_(asyncio.to_thread(work, *arguments, **named))


class InlineDialect(SQLiteDialect_pysqlite):
    """SQLAlchemy's dialect with connecting and committing moved to threads.

    Each engine has a dialect of its own, and all are equal: what one has compiled, the others run.
    """

    driver = "inline"
    is_async = True
    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, InlineDialect)

    def __hash__(self) -> int:
        return hash(InlineDialect)

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:  # noqa: ARG003 - SQLAlchemy's
        return AsyncAdaptedQueuePool

    def connect(self, *arguments: Any, **named: Any) -> DBAPIConnection:  # noqa: ANN401 - SQLAlchemy's
        return _in_thread(super().connect, *arguments, factory=_Connection, **named)

    def do_commit(self, dbapi_connection: Any) -> None:  # noqa: ANN401 - the driver's, which has no common type
        if dbapi_connection.writes:
            _in_thread(dbapi_connection.commit)
        else:
            dbapi_connection.commit()


class _Engine(PreparedEngine):
    """`yielded_at` is the monotonic time, in seconds, at which other tasks last got to run."""

    __slots__ = ("yielded_at",)

    def __init__(self, sync_engine: Engine, cache: Cache) -> None:
        super().__init__(sync_engine, cache, _COMPILED_PREPARED)
        self.yielded_at = 0.0

    def connect(self) -> AsyncConnection:
        return _InlineConnection(self)

    def must_yield(self) -> bool:
        """Whether to yield now; True once per stretch, since a yielding task holds one of few connections."""
        now = monotonic()
        if now - self.yielded_at <= _YIELD_AFTER:
            return False
        self.yielded_at = now
        return True


class _InlineConnection(PreparedConnection):
    """SQLAlchemy's connection switches greenlets around each statement; inline statements need no switch."""

    def __init__(self, engine: _Engine) -> None:
        super().__init__(engine)
        self._inline = engine
        self._raw: sqlite3.Connection | None = None

    async def execute(self, statement: Executable, parameters: Any = None, **options: Any) -> CursorResult[Any]:  # noqa: ANN401 - SQLAlchemy's
        if self._inline.must_yield():
            await asyncio.sleep(0)
        return self._proxied.execute(statement, parameters, **options)

    async def run(self, prepared: Prepared, parameters: Mapping[str, Any]) -> Rows:
        if self._inline.must_yield():
            await asyncio.sleep(0)
        compiled = self._inline.compiled(prepared)
        try:
            cursor = sqlite3.Cursor(self._raw or self._driver())
            cursor.execute(compiled.sql, compiled.bound(parameters))
            found = cursor.fetchall() if compiled.gives_rows else ()
        except sqlite3.Error as error:
            raise _translated(compiled.sql, error) from error
        return compiled.rows(found, cursor.rowcount)

    async def run_each(self, prepared: Prepared, many: Sequence[Mapping[str, Any]]) -> int:
        compiled = self._inline.compiled(prepared)
        changed = 0
        for start in range(0, len(many), _ROWS_AT_A_TIME):
            if self._inline.must_yield():
                await asyncio.sleep(0)
            changed += self._run_some(compiled, many[start : start + _ROWS_AT_A_TIME])
        return changed

    def _run_some(self, compiled: Compiled, some: Sequence[Mapping[str, Any]]) -> int:
        try:
            cursor = sqlite3.Cursor(self._raw or self._driver())
            cursor.executemany(compiled.sql, [compiled.bound(each) for each in some])
        except sqlite3.Error as error:
            raise _translated(compiled.sql, error) from error
        return cursor.rowcount

    def _driver(self) -> sqlite3.Connection:
        self._raw = raw_of(self._proxied)
        return self._raw


def _translated(sql: str, error: sqlite3.Error) -> BaseException:
    """SQLAlchemy's error for the driver's, without parameters, which are people's words."""
    return DBAPIError.instance(sql, None, error, sqlite3.Error, hide_parameters=True)


class _Connection(sqlite3.Connection):
    writes = False

    def cursor(self, *_: Any) -> "_Cursor":  # type: ignore[override]  # noqa: ANN401 - the driver's
        return super().cursor(_Cursor)


class _Cursor(sqlite3.Cursor):
    """Fetches all rows at once, so rows may be changed while being read."""

    _rows: Iterator[Any] = iter(())

    def execute(self, sql: str, parameters: Any = ()) -> "_Cursor":  # noqa: ANN401 - the driver's
        super().execute(sql, parameters)
        self._rows = iter(super().fetchall()) if self.description else iter(())
        return self

    def fetchone(self) -> Any:  # noqa: ANN401 - the driver's
        return next(self._rows, None)

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        return [row for _, row in zip(range(size or 1), self._rows, strict=False)]

    def fetchall(self) -> list[Any]:
        return list(self._rows)
