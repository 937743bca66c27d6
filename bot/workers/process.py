"""Digests are worked out aside, in a child process: a turn is never held up, and the memory they take is given back."""

import asyncio
import os
import pickle
import signal
from collections.abc import AsyncIterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Thread
from types import TracebackType
from typing import Self

from bot.context.addressing import NotNow, Outgoing
from bot.context.digests import digest_letter
from dialogs.model import Delivery
from storage.database import Database, Unreachable, is_down

_IDLE = 60.0  # seconds without a digest after which the child is let go


class ChildGone(Exception):
    """The child process ended while it worked a digest out, or never began; the next digest gets a new child."""


class Untold(Exception):
    """Something went wrong in the child that cannot be brought over from it; its name is all there is."""


@dataclass(frozen=True)
class _Child:
    """One process, which lives for as long as the lifeline is open: at most as long as this one."""

    pool: ProcessPoolExecutor
    lifeline: Connection

    def end(self, *, wait: bool) -> None:
        """At once, also in the middle of a digest: it only reads. Whoever waits for one is told."""
        self.lifeline.close()
        self.pool.shutdown(wait=wait)


class DigestProcess:
    """Works digests out, one at a time, for as long as it is entered; the child is begun with the first of them.

    `idle` is how many seconds without a digest it is kept.
    """

    def __init__(self, database_url: str, *, idle: float = _IDLE) -> None:
        self._url = database_url
        self._idle = idle
        self._begun: asyncio.Future[_Child] | None = None
        self._waiting = 0
        self._release: asyncio.TimerHandle | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._release is not None:
            self._release.cancel()
        begun, self._begun = self._begun, None
        if begun is not None:
            [child] = await asyncio.gather(begun, return_exceptions=True)
            if isinstance(child, _Child):
                await asyncio.to_thread(child.end, wait=True)

    async def digest(self, delivery: Delivery, *, now: datetime) -> Outgoing | NotNow:
        """What the delivery is, as the reader may read it. Raises what composing raises, and ChildGone."""
        async with self._child() as child:
            work = partial(_digest, delivery, now=now)
            return await asyncio.get_running_loop().run_in_executor(child.pool, work)

    @asynccontextmanager
    async def _child(self) -> AsyncIterator[_Child]:
        if self._release is not None:
            self._release.cancel()
        if self._begun is None:
            # Nothing else waits meanwhile: the first one takes as long as importing does.
            self._begun = asyncio.ensure_future(asyncio.to_thread(_begin, self._url))
            self._begun.add_done_callback(self._forget_if_failed)
        begun = self._begun
        self._waiting += 1
        try:
            yield await _ready(begun)
        except BrokenProcessPool as error:
            await self._lose(begun)
            raise ChildGone("the process that works digests out has ended") from error
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._release = asyncio.get_running_loop().call_later(self._idle, self._let_go)

    def _forget_if_failed(self, begun: asyncio.Future[_Child]) -> None:
        if self._begun is begun and (begun.cancelled() or begun.exception() is not None):
            self._begun = None

    async def _lose(self, begun: asyncio.Future[_Child]) -> None:
        """Several may find the same child gone; the first of them makes room for another."""
        if self._begun is begun:
            self._begun = None
            await asyncio.to_thread(begun.result().end, wait=True)

    def _let_go(self) -> None:
        begun, self._begun = self._begun, None
        if begun is not None:
            begun.result().end(wait=False)


async def _ready(begun: asyncio.Future[_Child]) -> _Child:
    try:
        return await asyncio.shield(begun)
    except Exception as error:  # whatever kept it from beginning says nothing of the digest
        raise ChildGone("the process that works digests out could not be begun") from error


def _begin(database_url: str) -> _Child:
    """A child that is ready for work. It is forked off a process that has imported what it needs, and nothing else.

    That process has inherited no socket that is listened on; nor has it threads, which a fork would tear.
    """
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    theirs, lifeline = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(1, mp_context=context, initializer=_settle_in, initargs=(database_url, theirs))
    try:
        pool.submit(os.getpid).result()
    except BaseException:
        lifeline.close()
        pool.shutdown(wait=False)
        raise
    finally:
        theirs.close()
    return _Child(pool, lifeline)


# What follows runs in the child.


@dataclass(frozen=True)
class _Desk:
    """What the child works with."""

    db: Database
    runner: asyncio.Runner


_desks: list[_Desk] = []


def _settle_in(database_url: str, lifeline: Connection) -> None:
    # What is meant for the program is its parent's business, which ends the child as well.
    for meant_for_the_parent in (signal.SIGINT, signal.SIGTERM):
        signal.signal(meant_for_the_parent, signal.SIG_IGN)
    Thread(target=_end_with, args=(lifeline,), daemon=True).start()
    _desks.append(_Desk(Database(database_url), asyncio.Runner()))


def _end_with(lifeline: Connection) -> None:
    """Nothing is ever said on it: it ends when the parent does, however that comes about."""
    try:
        lifeline.recv_bytes()
    except (EOFError, OSError):
        os._exit(0)


def _digest(delivery: Delivery, *, now: datetime) -> Outgoing | NotNow:
    [desk] = _desks
    try:
        return desk.runner.run(desk.db.read(partial(digest_letter, delivery=delivery, now=now)))
    except Exception as error:
        raise _portable(error) from error


def _portable(error: Exception) -> Exception:
    """The error as it can be brought over to another process: with its kind, if not itself."""
    if is_down(error):
        return Unreachable(str(error) if isinstance(error, Unreachable) else type(error).__name__)
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - made in this line
    except Exception:  # noqa: BLE001 - each kind has its own way not to be
        return Untold(type(error).__name__)
    return error
