"""One way to read and one to write, on SQLite and on PostgreSQL alike.

SQLite has one writer: writes wait in a line, and those that wait together are committed together, each in a savepoint
of its own so that strangers' errors stay apart (12 times the throughput of a pool at full durability). PostgreSQL
takes as many writers as come. Either way an awaited `write` has been committed.
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

from storage import cache, postgresql, sqlite
from storage.files import make_folder, make_private

T = TypeVar("T")
Work = Callable[[AsyncConnection], Awaitable[T]]

# serialization_failure, deadlock_detected, unique_violation (two copies wrote the same first row),
# feature_not_supported (another copy has migrated, and what was prepared reads differently now).
_WORTH_ANOTHER_TRY = {"40001", "40P01", "23505", "0A000"}
# SQLSTATE: no connection, no room (a full disk), an operator's doing (a restart), the system; a server that only reads.
_DOWN = ("08", "53", "57", "58", "25006")
# Seconds before each further try: as long as a server takes to start again, and short enough for a turn.
_PAUSES = (0.1, 0.4, 1.0, 1.5)
_MOST_TOGETHER = 64


class Unreachable(Exception):
    """There is no connection to the database to be had."""


class _Undone(Exception):
    """The whole transaction was undone, and not one write in it."""


class _DryRun(Exception):
    """Raised to roll a dry run back."""


def is_down(error: Exception) -> bool:
    """Whether it is the database that failed, and not what it was asked."""
    if isinstance(error, DBAPIError) and (error.connection_invalidated or _code(error).startswith(_DOWN)):
        return True
    return isinstance(error, Unreachable | OperationalError | InterfaceError)


class Database:
    """`read` and `write` take an async function of a connection and return what it returns.

    The function may be run again (a lost connection, two copies at once), so it must have no effects but the
    database's, and await nothing else.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._line: asyncio.Queue[tuple[Work[Any], asyncio.Future[Any]]] = asyncio.Queue()
        self._writer: asyncio.Task[None] | None = None
        self._was_reached = False
        # Each is there as long as somebody has it or waits for it.
        self._turns: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()
        kept: dict[str, Any] = {cache.OPTION: {}}
        if self.is_sqlite:
            self.reading = sqlite.reading(self.url, kept=kept)
            self.writing = sqlite.writing(self.url, kept=kept)
            self._reader: sqlite.Reader | None = sqlite.Reader(partial(_connected, self.reading))
        else:
            self.writing = postgresql.writing(self.url, kept=kept)
            self.reading = postgresql.reading(self.writing)
            self._reader = None

    @property
    def is_there(self) -> bool:
        """False where the file of a SQLite database is missing; a server has to be asked."""
        return not self.is_sqlite or Path(self.url.database or "").exists()

    async def __aenter__(self) -> Self:
        if self.is_sqlite:
            _make_room(Path(self.url.database or ""))
            self._writer = asyncio.create_task(self._write_in_turn(), name="the SQLite writer")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writer is not None:
            await self._line.join()
            self._writer.cancel()
            await asyncio.gather(self._writer, return_exceptions=True)
        if self._reader is not None:
            await self._reader.aclose()
        await self.reading.dispose()
        await self.writing.dispose()

    async def read(self, work: Work[T]) -> T:
        """What `work` finds, and changes nothing. Raises Unreachable.

        On SQLite all of it is of one moment; on PostgreSQL each statement sees what is there when it is run.
        """
        if self._reader is not None:
            return await self._reader.read(work)
        return await self._in_transaction(self.reading, work)

    async def write(self, work: Work[T], *, turn: Hashable = None) -> T:
        """What `work` returns, once it is committed; an error undoes all of it and is raised. Raises Unreachable.

        On SQLite one whose waiter has gone before its turn is not begun. On PostgreSQL those that name the same `turn`,
        since they would wait for the same row, wait for each other before they take a connection and not with it.
        """
        if self.is_sqlite:
            done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
            await self._line.put((work, done))
            return await done
        async with nullcontext() if turn is None else self._turns.setdefault(turn, asyncio.Lock()):
            return await self._in_transaction(self.writing, work)

    async def write_or_try(self, work: Work[T], *, dry_run: bool) -> T:
        """The same; with `dry_run` what `work` returns is returned, and everything it wrote is rolled back."""
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
        """Each in a transaction of its own. What fails leaves the others alone, and is raised when all are done.

        When the database is down the others are not tried: they would meet the same.
        """
        failures: list[Exception] = []
        for work in works:
            try:
                await self.write(work)
            except Exception as error:  # one row that cannot be dealt with stops no other
                if is_down(error):
                    raise
                failures.append(error)
        if failures:
            raise ExceptionGroup("some could not be dealt with", failures)

    async def _in_transaction(self, engine: AsyncEngine, work: Work[T]) -> T:
        """On PostgreSQL, as often as it takes."""
        for pause in _PAUSES:
            try:
                async with _begun(engine) as connection:
                    self._was_reached = True
                    return await work(connection)
            except Unreachable:
                if not self._was_reached:  # it is not starting again, it is not there
                    raise
                await asyncio.sleep(pause)
            except DBAPIError as error:
                if not error.connection_invalidated and _code(error) not in _WORTH_ANOTHER_TRY:
                    raise
        async with _begun(engine) as connection:
            return await work(connection)

    async def _write_in_turn(self) -> None:
        while True:
            together = [await self._line.get()]
            while len(together) < _MOST_TOGETHER and not self._line.empty():
                together.append(self._line.get_nowait())
            try:
                await self._commit_together(together)
            finally:
                for _ in together:
                    self._line.task_done()

    async def _commit_together(self, together: list[tuple[Work[Any], asyncio.Future[Any]]]) -> None:
        """One whose error takes the whole transaction with it, as a full disk's does, goes; the others begin anew."""
        while waiting := [(work, done) for work, done in together if not done.done()]:
            try:
                answers = await self._committed(waiting)
            except _Undone:
                continue
            except Exception as error:  # noqa: BLE001 - the commit failed: everybody who waited must know
                for _, done in together:
                    _tell(done, error=error)
                return
            for done, answer in answers:
                _tell(done, answer=answer)
            return

    async def _committed(
        self, waiting: list[tuple[Work[Any], asyncio.Future[Any]]]
    ) -> list[tuple[asyncio.Future[Any], Any]]:
        answers: list[tuple[asyncio.Future[Any], Any]] = []
        async with _begun(self.writing) as connection:
            raw = sqlite.raw_of(connection.sync_connection)
            for work, done in waiting:
                if done.done():  # its waiter was cancelled
                    continue
                try:
                    with sqlite.savepoint(raw):
                        answers.append((done, await work(connection)))
                except Exception as error:
                    _tell(done, error=error)  # it belongs to the one who asked, and is raised there
                    if not raw.in_transaction:
                        raise _Undone from error
        return answers


def _make_room(file: Path) -> None:
    """The driver would leave a thread behind, and its traceback, where the file cannot be opened."""
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
async def _begun(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection in a transaction, which is committed at the end, or undone by an error."""
    connection = await _connected(engine)
    try:
        async with connection.begin():
            yield connection
    finally:
        # It is given back also where its borrower is cancelled while it is.
        await asyncio.shield(connection.close())


async def _connected(engine: AsyncEngine) -> AsyncConnection:
    """Raises Unreachable."""
    connection = engine.connect()
    try:
        return await connection.start()
    except Exception as error:  # each driver has errors of its own for a database that is not there
        raise Unreachable((str(error).splitlines() or [type(error).__name__])[0]) from error


def _tell(done: asyncio.Future[Any], *, answer: object = None, error: Exception | None = None) -> None:
    if done.done():
        return
    if error is not None:
        done.set_exception(error)
    else:
        done.set_result(answer)


def _code(error: DBAPIError) -> str:
    """The driver's own says it where SQLAlchemy's, which came of it, does not."""
    told = getattr(error.orig, "sqlstate", None) or getattr(getattr(error.orig, "__cause__", None), "sqlstate", None)
    return told or ""
