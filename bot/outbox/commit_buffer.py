"""Batches changes of deliveries' state: committed together every 10 ms, or at once on request."""

import asyncio
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.outbox.replicas import Replicas
from bot.ports import Clock, Timer
from storage import outbox_claims
from storage.database import Database, is_down
from storage.outbox_claims import Mark, Settlement

log = structlog.get_logger()

T = TypeVar("T")

_MOST_TOGETHER = 64
_GATHER_SECONDS = 0.01
_WHILE_DOWN_SECONDS = 0.5


@dataclass
class _Batch:
    """Changes for one transaction, each with the future its caller awaits."""

    marks: list[tuple[Mark, "asyncio.Future[bool]"]] = field(default_factory=list)
    settlements: list[tuple[Settlement, "asyncio.Future[None]"]] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not self.marks and not self.settlements

    def singly(self) -> "list[_Batch]":
        """A batch for each change."""
        return [_Batch(marks=[one]) for one in self.marks] + [_Batch(settlements=[one]) for one in self.settlements]


class CommitBuffer:
    """Flushes in a task that ends when the buffer is empty. An awaited change has been committed."""

    def __init__(self, db: Database, *, replicas: Replicas, clock: Clock, timer: Timer) -> None:
        self._db = db
        self._replicas = replicas
        self._clock = clock
        self._timer = timer
        self._next = _Batch()
        self._flush_now = False
        self._writing: asyncio.Task[None] | None = None

    async def put_on_the_wire(self, mark: Mark, *, at_once: bool) -> bool:
        """Commit before Teams is asked; False if the delivery is no longer this replica's.

        `at_once`: without the 10 ms of waiting for further changes.
        """
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._next.marks.append((mark, done))
        self._flush_now |= at_once
        self._write()
        return await done

    async def settle(self, settlement: Settlement) -> None:
        """Commit what became of a delivery, and try again while the database is away: Teams answers only once."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._next.settlements.append((settlement, done))
        self._write()
        await done

    async def finish(self, *, seconds: float) -> None:
        """Flush, if the database answers within `seconds`."""
        if self._writing is not None:
            await asyncio.wait([self._writing], timeout=seconds)

    def _write(self) -> None:
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._flush(), name="the commit buffer")

    async def _flush(self) -> None:
        while not self._next.empty:
            if not self._flush_now:
                await self._timer.pause(_GATHER_SECONDS)
            self._flush_now = False
            await self._write_batch(self._next_batch())

    async def _write_batch(self, batch: _Batch) -> None:
        try:
            marked = await self._db.write(partial(_commit, batch=batch, replica=self._replicas.id, clock=self._clock))
        except Exception as error:  # noqa: BLE001 - raised in the callers
            single = batch.singly()
            if is_down(error) or len(single) == 1:
                await self._failed(batch, error)
                return
            # One change cannot be written, and may not fail the others.
            log.warning("not all could be written together", number=len(single), kind=type(error).__name__)
            for one in single:
                await self._write_batch(one)
            return
        for mark, taken in batch.marks:
            _resolve(taken, mark.delivery.id in marked)
        for _, settled in batch.settlements:
            _resolve(settled, None)

    def _next_batch(self) -> _Batch:
        """The next changes to commit, _MOST_TOGETHER at most; marks whose caller was cancelled are left out."""
        batch = self._next
        batch.marks = [(mark, taken) for mark, taken in batch.marks if not taken.done()]
        self._next = _Batch(batch.marks[_MOST_TOGETHER:], batch.settlements[_MOST_TOGETHER:])
        return _Batch(batch.marks[:_MOST_TOGETHER], batch.settlements[:_MOST_TOGETHER])

    async def _failed(self, batch: _Batch, error: Exception) -> None:
        """Fail the marks, for which nothing was sent yet; keep settlements for the next try if the database is down."""
        for _, taken in batch.marks:
            _fail(taken, error)
        if not is_down(error):
            for _, settled in batch.settlements:
                _fail(settled, error)
            return
        self._next.settlements[:0] = batch.settlements
        if batch.settlements:
            log.warning("what Teams answered cannot be kept yet", kind=type(error).__name__)
            await self._timer.pause(_WHILE_DOWN_SECONDS)


async def _commit(c: AsyncConnection, *, batch: _Batch, replica: str, clock: Clock) -> set[UUID]:
    now = clock()
    marked: set[UUID] = set()
    if batch.marks:
        marked = await outbox_claims.put_on_the_wire(c, [mark for mark, _ in batch.marks], replica=replica, now=now)
    if batch.settlements:
        await outbox_claims.settle(c, [settlement for settlement, _ in batch.settlements], replica=replica, now=now)
    return marked


def _resolve(done: "asyncio.Future[T]", answer: T) -> None:
    if not done.done():
        done.set_result(answer)


def _fail(done: "asyncio.Future[T]", error: Exception) -> None:
    if not done.done():
        done.set_exception(error)
