"""A child process that composes digests and finds themes: turns never wait, and the memory used is given back."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Thread
from types import TracebackType
from typing import Any, Self

from bot.context.addressing import NotNow, Outgoing
from content.vocabulary.digesting import Digesting
from dialogs.knowledge.coverage import Coverage
from dialogs.knowledge.recalling import Call, Found
from dialogs.knowledge.themes.values import NO_HANDS, Answer, Hands, Themes
from dialogs.model import Delivery, Digest, Language, Person

_IDLE = 60.0  # seconds without a digest before the child is ended

# By name, since what is imported here every process of the bot would load.
_TASKS = "bot.workers.tasks"
_PRELOADED = "bot.workers.ahead"


class ChildGone(Exception):
    """The child process ended during a digest, or failed to start; the next digest starts another."""


@dataclass(frozen=True)
class _Child:
    """A child process. Closing `lifeline` ends the child, also when the parent dies."""

    pool: ProcessPoolExecutor
    lifeline: Connection

    def end(self, *, wait: bool) -> None:
        """Ends the child at once, even during a digest, since it only reads; callers get ChildGone."""
        self.lifeline.close()
        self.pool.shutdown(wait=wait)


class DigestProcess:
    """Composes digests one at a time while entered; the first digest starts the child.

    `idle` is how many seconds without a digest the child is kept.
    """

    def __init__(self, database_url: str, *, idle: float = _IDLE) -> None:
        self._url = database_url
        self._idle = idle
        self._starting: asyncio.Future[_Child] | None = None
        self._in_use = 0
        self._idle_timer: asyncio.TimerHandle | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._idle_timer is not None:
            self._idle_timer.cancel()
        starting, self._starting = self._starting, None
        if starting is not None:
            [child] = await asyncio.gather(starting, return_exceptions=True)
            if isinstance(child, _Child):
                await asyncio.to_thread(child.end, wait=True)

    async def digest(self, delivery: Delivery, *, now: datetime) -> Outgoing | NotNow:
        """The composed digest for its reader. Raises the errors of composing, and ChildGone."""
        composed: Outgoing | NotNow = await self._done("digest", delivery, now=now)
        return composed

    async def read(self, digest: Digest, person: Person, *, now: datetime) -> tuple[Digesting, Language]:
        """The digest as the person may read it, without marks. Raises the errors of composing, and ChildGone."""
        composed: tuple[Digesting, Language] = await self._done("read", digest, person, now=now)
        return composed

    async def found(self, municipality: str, calls: Sequence[Call], *, now: datetime) -> list[Found] | None:
        """What the municipality's engine of themes answers to each call; None where the child has ended."""
        try:
            found: list[Found] = await self._done("found", municipality, calls, now=now)
        except ChildGone:
            return None
        return found

    async def themes(
        self, answers: Sequence[Answer], *, quotes: int, themes: int | None = None, hands: Hands = NO_HANDS
    ) -> Themes:
        """As ThemeFinder.find_themes, found in the child. Raises ChildGone."""
        found: Themes = await self._done("themes", answers, quotes=quotes, themes=themes, hands=hands)
        return found

    async def uncovered(self, answers: Sequence[Answer], *, fewest: int) -> Coverage:
        """Words of at least `fewest` people that no concept of the lexicon holds. Raises ChildGone."""
        found: Coverage = await self._done("uncovered", answers, fewest=fewest)
        return found

    async def _done(self, task: str, *given: object, **named: object) -> Any:  # noqa: ANN401 - as the task returns
        async with self._child() as child:
            return await asyncio.get_running_loop().run_in_executor(child.pool, partial(_do, task, *given, **named))

    @asynccontextmanager
    async def _child(self) -> AsyncIterator[_Child]:
        if self._idle_timer is not None:
            self._idle_timer.cancel()
        if self._starting is None:
            # In a thread: starting the child takes as long as importing the program.
            self._starting = asyncio.ensure_future(asyncio.to_thread(_begin, self._url))
            self._starting.add_done_callback(self._forget_if_failed)
        starting = self._starting
        self._in_use += 1
        try:
            yield await _ready(starting)
        except BrokenProcessPool as error:
            await self._lose(starting)
            raise ChildGone("the process that works digests out has ended") from error
        finally:
            self._in_use -= 1
            if not self._in_use:
                self._idle_timer = asyncio.get_running_loop().call_later(self._idle, self._end_idle)

    def _forget_if_failed(self, starting: asyncio.Future[_Child]) -> None:
        if self._starting is starting and (starting.cancelled() or starting.exception() is not None):
            self._starting = None

    async def _lose(self, starting: asyncio.Future[_Child]) -> None:
        """Several callers may find the same child gone; only the first discards the child."""
        if self._starting is starting:
            self._starting = None
            await asyncio.to_thread(starting.result().end, wait=True)

    def _end_idle(self) -> None:
        starting, self._starting = self._starting, None
        if starting is not None:
            starting.result().end(wait=False)


async def _ready(starting: asyncio.Future[_Child]) -> _Child:
    try:
        return await asyncio.shield(starting)
    except Exception as error:  # a child that fails to start says nothing about the digest
        raise ChildGone("the process that works digests out could not be begun") from error


def _begin(database_url: str) -> _Child:
    """A child ready for work, forked from a fork server that has read ahead what every child needs.

    The fork server inherits no listening socket, and has no threads: forking a threaded process can deadlock.
    """
    context = get_context("forkserver")
    context.set_forkserver_preload([_PRELOADED, __name__])
    theirs, lifeline = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(1, mp_context=context, initializer=_start, initargs=(database_url, theirs))
    try:
        pool.submit(os.getpid).result()
    except BaseException:
        lifeline.close()
        pool.shutdown(wait=False)
        raise
    finally:
        theirs.close()
    return _Child(pool, lifeline)


# The rest of the module runs in the child.

_tasks: list[Any] = []  # the one Tasks of bot.workers.tasks


def _start(database_url: str, lifeline: Connection) -> None:
    # Signals are for the parent, which ends the child.
    for meant_for_the_parent in (signal.SIGINT, signal.SIGTERM):
        signal.signal(meant_for_the_parent, signal.SIG_IGN)
    Thread(target=_end_with_parent, args=(lifeline,), daemon=True).start()
    _tasks.append(import_module(_TASKS).Tasks(database_url))


def _end_with_parent(lifeline: Connection) -> None:
    """Ends the child when the parent ends: nothing is ever sent, so reading returns only at the end."""
    try:
        lifeline.recv_bytes()
    except (EOFError, OSError):
        os._exit(0)


def _do(task: str, *given: object, **named: object) -> object:
    [tasks] = _tasks
    return getattr(tasks, task)(*given, **named)
