"""Ticks every few seconds. The only file that knows APScheduler, which keeps no jobs of its own.

The beat is a timer of the event loop, whose clock never goes back. APScheduler follows the wall clock: left to itself
it would run nothing for an hour after the wall clock is set back by an hour, and list every missed run after the
clock is set forward.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, tzinfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

Tick = Callable[[], Awaitable[None]]

log = structlog.get_logger()

PERIODS_MISSED = 3
"""Periods without a tick after which the ticker is overdue."""
_LEAST_SECONDS = 10.0
"""The shortest overdue limit: a tick may wait this long for Teams, or for a database restart."""

_AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class _WhenTold(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Never due by itself."""

    def get_next_fire_time(self, _previous: datetime | None, _now: datetime) -> datetime:
        return _NEVER


class Ticker:
    """A single APScheduler job. Late ticks are not made up for, since the rows are the schedule.

    `now` returns seconds that never go back. `wall` is the time zone through which APScheduler asks for the time.
    """

    def __init__(
        self, tick: Tick, *, seconds: float, now: Callable[[], float] = time.monotonic, wall: tzinfo = UTC
    ) -> None:
        self._tick = tick
        self._seconds = seconds
        self._now = now
        self._seen: float | None = None  # when a tick last began or ended; None while none is expected
        self._told = False
        self._timer: asyncio.TimerHandle | None = None
        self._scheduler = AsyncIOScheduler(timezone=wall)
        self._job = self._scheduler.add_job(
            self.tick, _WhenTold(), max_instances=1, coalesce=True, misfire_grace_time=None
        )

    def start(self) -> None:
        self._scheduler.start()
        self._seen = self._now()
        self._wait()

    def stop(self) -> None:
        self._seen = None
        if self._timer is not None:
            self._timer.cancel()
        self._scheduler.shutdown(wait=False)

    async def tick(self) -> None:
        """Run a tick."""
        self._notice()
        try:
            await self._tick()
        finally:
            self._notice()

    @property
    def is_overdue(self) -> bool:
        """Whether no tick has begun or ended for three periods: the timer is lost, or a tick hangs."""
        longest = max(PERIODS_MISSED * self._seconds, _LEAST_SECONDS)
        return self._seen is not None and self._now() - self._seen > longest

    def look(self) -> None:
        """Log once when ticks stop coming, and once when ticks come again."""
        overdue = self.is_overdue
        if overdue and not self._told:
            log.error("no tick for three periods", period=self._seconds)
        elif self._told and not overdue:
            log.info("ticks come again", period=self._seconds)
        self._told = overdue

    def _notice(self) -> None:
        if self._seen is not None:
            self.look()
            self._seen = self._now()
            self.look()

    def _wait(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(self._seconds, self._beat)

    def _beat(self) -> None:
        self._wait()
        self._job.modify(next_run_time=_AT_ONCE)
