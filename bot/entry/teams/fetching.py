"""Fetching in the background: once at a time, however many want it, and nobody has to wait."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class Fetching:
    """`fetch` keeps what it gets, or the failure, itself; it raises nothing."""

    def __init__(self, fetch: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._fetch = fetch
        self._task: asyncio.Task[None] | None = None

    @property
    def under_way(self) -> bool:
        return self._task is not None and not self._task.done()

    def begin(self) -> asyncio.Task[None]:
        """The fetch that is under way, else a new one."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._fetch(), name=self._fetch.__qualname__)
        return self._task

    async def ended(self) -> None:
        # Whoever stops waiting takes it from nobody else.
        await asyncio.shield(self.begin())

    async def aclose(self) -> None:
        """What is under way is left off; nothing may be asked for any more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
