"""Reading and writing transactions, the same way on SQLite and PostgreSQL.

SQLite has a single writer: writes are queued, and writes waiting at the same time are committed together, each in a
savepoint of its own so that an error leaves other writes alone (12 times the throughput of a pool, at full durability).
PostgreSQL takes concurrent writers. Either way an awaited `write` has been committed.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Iterable
from contextlib import asynccontextmanager, nullcontext
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from weakref import WeakValueDictionary

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage import postgresql, remains, sqlite
from storage.cache import Cache
from storage.files import make_folder, make_private

T = TypeVar("T")
Work = Callable[[AsyncConnection], Awaitable[T]]

# serialization_failure, deadlock_detected, unique_violation (two replicas inserted the same first row),
# feature_not_supported (another replica has migrated, and a prepared statement's result type has changed).
_WORTH_ANOTHER_TRY = {"40001", "40P01", "23505", "0A000"}
# SQLSTATE classes: connection, resources (a full disk), operator intervention (a restart), system error; and read-only.
_DOWN = ("08", "53", "57", "58", "25006")
# Seconds before each retry: together as long as a server's restart, and short enough for a turn.
_PAUSES = (0.1, 0.4, 1.0, 1.5)
_LARGEST_BATCH = 64


class Unreachable(Exception):
    """No connection to the database could be made."""


class _RolledBack(Exception):
    """SQLite rolled back the whole transaction, including every write of the batch."""


class _DryRun(Exception):
    """Rolls back a dry run."""


def is_down(error: Exception) -> bool:
    """Whether the database itself failed, and not the statement."""
    if isinstance(error, DBAPIError) and (error.connection_invalidated or _code(error).startswith(_DOWN)):
        return True
    return isinstance(error, Unreachable | OperationalError | InterfaceError)


class Database:
    """`read` and `write` take an async function of a connection and return its result.

    The function may run again (after a lost connection, or a conflict between replicas), so effects outside the
    database are forbidden, as is awaiting anything else.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._queue: asyncio.Queue[tuple[Work[Any], asyncio.Future[Any]]] = asyncio.Queue()
        self._writer: asyncio.Task[None] | None = None
        self._writing_now = asyncio.Lock()
        self._ever_reached = False
        # A lock exists as long as somebody holds it or waits for it.
        self._locks: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()
        # Whoever reads has a connection in hand and nothing else, so its connections carry the cache.
        self.cache = Cache()
        if self.is_sqlite:
            self.reading = sqlite.reading(self.url, cache=self.cache)
            self.writing = sqlite.writing(self.url, cache=self.cache)
            self._reader: sqlite.Reader | None = sqlite.Reader(partial(_connected, self.reading))
        else:
            self.writing = postgresql.writing(self.url, cache=self.cache)
            self.reading = postgresql.reading(self.writing)
            self._reader = None

    @property
    def is_there(self) -> bool:
        """False for a missing SQLite file; True for a server, which only a connection can tell."""
        return not self.is_sqlite or Path(self.url.database or "").exists()

    async def __aenter__(self) -> Self:
        if self.is_sqlite:
            _prepare_file(Path(self.url.database or ""))
            self._writer = asyncio.create_task(self._write_batches(), name="the SQLite writer")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writer is not None:
            await self._queue.join()
            self._writer.cancel()
            await asyncio.gather(self._writer, return_exceptions=True)
        if self._reader is not None:
            await self._reader.aclose()
        await self.reading.dispose()
        await self.writing.dispose()

    async def read(self, work: Work[T]) -> T:
        """The result of `work`, a function without writes. Raises Unreachable.

        On SQLite all statements read the same snapshot; on PostgreSQL each reads what is committed at its start.
        """
        if self._reader is not None:
            return await self._reader.read(work)
        return await self._in_transaction(self.reading, work)

    async def write(self, work: Work[T], *, lock: Hashable = None) -> T:
        """The result of `work`, once committed; an error rolls back and is raised. Raises Unreachable.

        On SQLite a queued write is skipped if its caller was cancelled. On PostgreSQL writes with the same `lock` would
        block on the same row, so each waits before taking a connection instead of while holding one.
        """
        if self.is_sqlite:
            done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
            await self._queue.put((work, done))
            return await done
        async with nullcontext() if lock is None else self._locks.setdefault(lock, asyncio.Lock()):
            return await self._in_transaction(self.writing, work)

    async def write_or_try(self, work: Work[T], *, dry_run: bool) -> T:
        """As `write`; with `dry_run` the result is returned and everything written is rolled back."""
        if not dry_run:
            return await self.write(work)
        results: list[T] = []

        async def tried(c: AsyncConnection) -> T:
            results.append(await work(c))
            raise _DryRun

        try:
            return await self.write(tried)
        except _DryRun:
            return results[-1]

    async def write_each(self, works: Iterable[Work[Any]]) -> None:
        """Run each in a transaction of its own; failures are raised together once all have run.

        If the database is down the rest is not tried, since each would fail the same way.
        """
        failures: list[Exception] = []
        for work in works:
            try:
                await self.write(work)
            except Exception as error:  # one failing row must not stop the others
                if is_down(error):
                    raise
                failures.append(error)
        if failures:
            raise ExceptionGroup("some could not be dealt with", failures)

    async def empty_log(self) -> bool:
        """Leave nothing in SQLite's write-ahead log; False while a reader, in this program or another, holds the log.

        On PostgreSQL the log is the server's own business.
        """
        return await self._without_writer(remains.empty_log) if self.is_sqlite else True

    async def rewrite(self, *, mark: int) -> bool:
        """Write a SQLite file anew, once for each `mark`; False where that is done. Raises the driver's errors."""
        return await self._without_writer(partial(remains.rewrite, mark=mark)) if self.is_sqlite else False

    async def _without_writer(self, work: Callable[[Path], T]) -> T:
        """Run the work on the file in a thread, between two batches: a busy writer would never let another in."""
        async with self._writing_now:
            return await asyncio.to_thread(work, Path(self.url.database or ""))

    async def _in_transaction(self, engine: AsyncEngine, work: Work[T]) -> T:
        """PostgreSQL only; retried after a lost connection, a restart or a conflict between replicas."""
        for pause in _PAUSES:
            try:
                async with _transaction(engine) as connection:
                    self._ever_reached = True
                    return await work(connection)
            except Unreachable:
                if not self._ever_reached:  # never reached before: absent, and not restarting
                    raise
                await asyncio.sleep(pause)
            except DBAPIError as error:
                if not error.connection_invalidated and _code(error) not in _WORTH_ANOTHER_TRY:
                    raise
        async with _transaction(engine) as connection:
            return await work(connection)

    async def _write_batches(self) -> None:
        while True:
            batch = [await self._queue.get()]
            while len(batch) < _LARGEST_BATCH and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            try:
                async with self._writing_now:
                    await self._commit_batch(batch)
            finally:
                for _ in batch:
                    self._queue.task_done()

    async def _commit_batch(self, batch: list[tuple[Work[Any], asyncio.Future[Any]]]) -> None:
        """Commit the batch. A write whose error ends the transaction (a full disk) is dropped; the others run again."""
        while pending := [(work, done) for work, done in batch if not done.done()]:
            try:
                answers = await self._committed(pending)
            except _RolledBack:
                continue
            except Exception as error:  # noqa: BLE001 - the commit failed: every caller has to learn of it
                for _, done in batch:
                    _resolve(done, error=error)
                return
            for done, answer in answers:
                _resolve(done, answer=answer)
            return

    async def _committed(
        self, pending: list[tuple[Work[Any], asyncio.Future[Any]]]
    ) -> list[tuple[asyncio.Future[Any], Any]]:
        answers: list[tuple[asyncio.Future[Any], Any]] = []
        async with _transaction(self.writing) as connection:
            raw = sqlite.raw_of(connection.sync_connection)
            for work, done in pending:
                if done.done():  # the caller was cancelled
                    continue
                try:
                    with sqlite.savepoint(raw):
                        answers.append((done, await work(connection)))
                except Exception as error:
                    _resolve(done, error=error)  # raised at the caller
                    if not raw.in_transaction:
                        raise _RolledBack from error
        return answers


def _prepare_file(file: Path) -> None:
    """Checked beforehand: for a file it cannot open, the driver leaves a thread and a traceback behind."""
    try:
        make_folder(file.parent)
    except OSError as error:
        raise Unreachable(f"its folder cannot be made: {error}") from error
    if file.exists() and not file.is_file():
        raise Unreachable(f"{file} is not a file")
    try:
        make_private(file)
    except OSError as error:
        raise Unreachable(f"{file} cannot be written to ({error.strerror})") from error


@asynccontextmanager
async def _transaction(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection in a transaction, committed at the end or rolled back by an error."""
    connection = await _connected(engine)
    try:
        async with connection.begin():
            yield connection
    finally:
        # shield: the connection has to be returned even if the caller is cancelled meanwhile.
        await asyncio.shield(connection.close())


async def _connected(engine: AsyncEngine) -> AsyncConnection:
    """Raises Unreachable."""
    connection = engine.connect()
    try:
        return await connection.start()
    except Exception as error:  # drivers raise errors of their own for an absent database
        raise Unreachable((str(error).splitlines() or [type(error).__name__])[0]) from error


def _resolve(done: asyncio.Future[Any], *, answer: object = None, error: Exception | None = None) -> None:
    if done.done():
        return
    if error is not None:
        done.set_exception(error)
    else:
        done.set_result(answer)


def _code(error: DBAPIError) -> str:
    """The SQLSTATE of the driver's error, or of its cause, "" for none."""
    told = getattr(error.orig, "sqlstate", None) or getattr(getattr(error.orig, "__cause__", None), "sqlstate", None)
    return told or ""
