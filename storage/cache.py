"""What was read and worked out, kept in this process as long as what it goes by bears the same mark.

Whoever answers is shown who may read it: to count a municipality's people anew each time would cost more than all else.
"""

from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")

OPTION = "sloyfa_kept"
"""The engine's execution option that holds what is kept of its database."""

_MOST_KEPT = 5_000


@dataclass(frozen=True)
class _Entry:
    """Good as long as what it goes by bears this mark; where that is the time, from `since` on and before `until`."""

    mark: Hashable
    since: datetime | None
    until: datetime | None
    value: Any

    def is_good(self, mark: Hashable, now: datetime | None) -> bool:
        begun = self.since is None or now is None or self.since <= now
        over = self.until is not None and now is not None and self.until <= now
        return self.mark == mark and begun and not over


async def cached(
    c: AsyncConnection,
    key: Hashable,
    work: Callable[[], Awaitable[tuple[T, datetime | None]]],
    *,
    mark: Hashable,
    now: datetime | None = None,
) -> T:
    """What `work` found the last time, if it is still so; it says from when on it may not be.

    `mark` is that of whatever `work` goes by, such as the roster's, and read before it or with it; None keeps nothing.
    `now` is the moment for which it is worked out, None where it is the same at any.
    """
    kept: dict[Hashable, _Entry] = c.sync_connection.get_execution_options()[OPTION] if c.sync_connection else {}
    found = kept.get(key)
    if mark is not None and found is not None and found.is_good(mark, now):
        value: T = found.value
        return value
    value, until = await work()
    if mark is not None:
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        kept[key] = _Entry(mark, now, until, value)
    return value
