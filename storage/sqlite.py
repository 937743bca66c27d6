"""SQLite at hand: the standard library's driver, its statements run where they are asked for.

A statement takes some microseconds; to hand one to a thread and its rows back takes a hundred. Only what may wait, for
the disk or for another program's lock, is done in a thread.
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
from sqlalchemy.util import await_

from storage.prepared import Prepared, PreparedConnection, PreparedEngine, Rows

T = TypeVar("T")

_LOCKED_SECONDS = 10
_READERS = 4
_AT_A_STRETCH = 0.005
"""Seconds of statements after which everybody else has their turn."""


def reading(url: URL, *, kept: Mapping[str, Any]) -> PreparedEngine:
    """For a Reader: its connections begin nothing by themselves."""
    return _engine(url, "PRAGMA query_only=ON", pool_size=_READERS, kept=kept)


def writing(url: URL, *, kept: Mapping[str, Any]) -> PreparedEngine:
    """One connection, which takes the lock when it begins."""
    engine = _engine(url, "PRAGMA foreign_keys=ON", pool_size=1, kept=kept, writes=True)

    @event.listens_for(engine.sync_engine, "begin")
    def _begun(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's event gives its own Connection
        _elsewhere(connection.exec_driver_sql, "BEGIN IMMEDIATE")

    return engine


class Reader:
    """Reading transactions, on connections that are kept: to fetch one and give it back takes longer than to read."""

    def __init__(self, connect: Callable[[], Awaitable[AsyncConnection]]) -> None:
        self._connect = connect
        self._idle: list[AsyncConnection] = []
        self._room = asyncio.Semaphore(_READERS)

    async def read(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """What `work` finds, all of it of one moment: nothing that others commit meanwhile is seen."""
        async with self._room:
            connection = self._idle.pop() if self._idle else await self._connect()
            raw = raw_of(connection.sync_connection)
            try:
                raw.execute("BEGIN")
                try:
                    found = await work(connection)
                finally:
                    if connection.in_transaction():  # SQLAlchemy takes this for a transaction of its own
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
    """The driver's connection, for what SQLAlchemy would only make slower."""
    found = connection.connection.dbapi_connection
    assert isinstance(found, sqlite3.Connection)  # noqa: S101 - the dialect below has no other
    return found


@contextmanager
def savepoint(raw: sqlite3.Connection) -> Iterator[None]:
    """An error undoes what was done within; a full disk's makes SQLite undo the whole transaction."""
    raw.execute("SAVEPOINT apart")
    try:
        yield
    except BaseException:
        if raw.in_transaction:
            raw.execute("ROLLBACK TO apart")
            raw.execute("RELEASE apart")
        raise
    raw.execute("RELEASE apart")


def _engine(url: URL, pragma: str, *, pool_size: int, kept: Mapping[str, Any], writes: bool = False) -> PreparedEngine:
    # A URL may name another patience with other writers, e.g. ?timeout=1 (seconds).
    patience = {} if "timeout" in url.query else {"timeout": _LOCKED_SECONDS}
    registry.register("sqlite.at_hand", __name__, AtHand.__name__)
    engine = create_engine(
        url.set(drivername="sqlite+at_hand"),
        pool_size=pool_size,
        hide_parameters=True,
        connect_args=patience,
        execution_options=kept,
    )

    @event.listens_for(engine, "connect")
    def _connected(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        # The driver must not begin transactions of its own accord, or savepoints and BEGIN IMMEDIATE would not hold.
        connection.isolation_level = None
        connection.writes = writes
        cursor = connection.cursor()
        # It is written into the file, so that a connection that only reads must leave it as it is.
        journal = ["PRAGMA journal_mode=WAL"] if writes else []
        # Pages are kept by the system as well; SQLite would keep two megabytes of them for each connection.
        for line in (*journal, "PRAGMA synchronous=FULL", "PRAGMA cache_size=-500", pragma):
            _elsewhere(cursor.execute, line)
        cursor.close()

    return _Engine(engine)


def _elsewhere(work: Callable[..., T], *arguments: Any, **named: Any) -> T:  # noqa: ANN401 - whatever it takes
    """In a thread, while everybody else goes on."""
    return await_(asyncio.to_thread(work, *arguments, **named))


class AtHand(SQLiteDialect_pysqlite):
    """As SQLAlchemy has it, but that nothing blocks which may wait."""

    driver = "at_hand"
    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:  # noqa: ARG003 - SQLAlchemy's
        return AsyncAdaptedQueuePool

    def connect(self, *arguments: Any, **named: Any) -> DBAPIConnection:  # noqa: ANN401 - SQLAlchemy's
        return _elsewhere(super().connect, *arguments, factory=_Connection, **named)

    def do_commit(self, dbapi_connection: Any) -> None:  # noqa: ANN401 - the driver's, which has no common type
        if dbapi_connection.writes:
            _elsewhere(dbapi_connection.commit)
        else:
            dbapi_connection.commit()


class _Engine(PreparedEngine):
    """`since` is when everybody else last had their turn, in seconds."""

    __slots__ = ("since",)

    def __init__(self, sync_engine: Engine) -> None:
        super().__init__(sync_engine)
        self.since = 0.0

    def connect(self) -> AsyncConnection:
        return _AtHandConnection(self)

    def has_run_at_a_stretch(self) -> bool:
        """Once in each: whoever lets others go first holds a connection meanwhile, and there are few."""
        now = monotonic()
        if now - self.since <= _AT_A_STRETCH:
            return False
        self.since = now
        return True


class _AtHandConnection(PreparedConnection):
    """SQLAlchemy's makes room for waiting around each statement; here none of them waits."""

    def __init__(self, engine: _Engine) -> None:
        super().__init__(engine)
        self._at_hand = engine
        self._raw: sqlite3.Connection | None = None

    async def execute(self, statement: Executable, parameters: Any = None, **options: Any) -> CursorResult[Any]:  # noqa: ANN401 - SQLAlchemy's
        if self._at_hand.has_run_at_a_stretch():
            await asyncio.sleep(0)
        return self._proxied.execute(statement, parameters, **options)

    async def run(self, prepared: Prepared, parameters: Mapping[str, Any]) -> Rows:
        if self._at_hand.has_run_at_a_stretch():
            await asyncio.sleep(0)
        compiled = self._at_hand.compiled(prepared)
        try:
            cursor = sqlite3.Cursor(self._raw or self._driver())
            cursor.execute(compiled.sql, compiled.bound(parameters))
            found = cursor.fetchall() if compiled.gives_rows else ()
        except sqlite3.Error as error:
            raise _translated(compiled.sql, error) from error
        return compiled.rows(found, cursor.rowcount)

    async def run_each(self, prepared: Prepared, many: Sequence[Mapping[str, Any]]) -> int:
        if self._at_hand.has_run_at_a_stretch():
            await asyncio.sleep(0)
        compiled = self._at_hand.compiled(prepared)
        try:
            cursor = sqlite3.Cursor(self._raw or self._driver())
            cursor.executemany(compiled.sql, [compiled.bound(each) for each in many])
        except sqlite3.Error as error:
            raise _translated(compiled.sql, error) from error
        return cursor.rowcount

    def _driver(self) -> sqlite3.Connection:
        self._raw = raw_of(self._proxied)
        return self._raw


def _translated(sql: str, error: sqlite3.Error) -> BaseException:
    """SQLAlchemy's error in place of the driver's, without the parameters: they are people's words."""
    return DBAPIError.instance(sql, None, error, sqlite3.Error, hide_parameters=True)


class _Connection(sqlite3.Connection):
    writes = False

    def cursor(self, *_: Any) -> "_Cursor":  # type: ignore[override]  # noqa: ANN401 - the driver's
        return super().cursor(_Cursor)


class _Cursor(sqlite3.Cursor):
    """Fetches all rows at once: what is read may be changed while its rows are gone through."""

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
