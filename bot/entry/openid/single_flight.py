"""Single-flight fetching in the background: one fetch at a time, shared by all callers."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class SingleFlight:
    """`fetch` stores its result or failure itself, and raises nothing."""

    def __init__(self, fetch: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._fetch = fetch
        self._task: asyncio.Task[None] | None = None

    @property
    def is_running(self) -> bool:
        return self._task is not None and not self._task.done()

    def start(self) -> asyncio.Task[None]:
        """The running fetch, else a new one."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._fetch(), name=self._fetch.__qualname__)
        return self._task

    async def wait(self) -> None:
        # shield: a caller that is cancelled must not cancel the fetch for the others.
        await asyncio.shield(self.start())

    async def aclose(self) -> None:
        """Cancel a running fetch; nothing may be fetched afterwards."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
