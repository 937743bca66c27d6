"""Values worked out of a database's rows, cached in the process.

Each answer's card shows how many people may read the answer: counting a municipality's people every time would cost
more than everything else.
"""

from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

T = TypeVar("T")

_MOST = 5_000


@dataclass(frozen=True)
class _Entry:
    """A value, the version of its data, and the moments at which the value is good: from `since` to before `until`.

    Either moment is None where the value has no such bound.
    """

    version: Hashable
    since: datetime | None
    until: datetime | None
    value: Any

    def is_good(self, version: Hashable, now: datetime | None) -> bool:
        begun = self.since is None or now is None or self.since <= now
        over = self.until is not None and now is not None and self.until <= now
        return self.version == version and begun and not over


class Cache:
    """A database's cached values, at most `most`: a further value evicts the oldest."""

    def __init__(self, *, most: int = _MOST) -> None:
        self._entries: dict[Hashable, _Entry] = {}
        self._most = most

    async def get(
        self,
        key: Hashable,
        work: Callable[[], Awaitable[tuple[T, datetime | None]]],
        *,
        version: Hashable,
        now: datetime | None = None,
    ) -> T:
        """The cached value, or else the value of `work`, which returns (value, moment of expiry or None).

        `version` is the version of the data that `work` reads, and must be read before the data or with the data; None
        caches nothing. `now` is the moment the value is worked out for, None for a value that is the same at any time.
        """
        if version is None:
            return (await work())[0]
        found = self._entries.get(key)
        if found is not None and found.is_good(version, now):
            value: T = found.value
            return value
        value, until = await work()
        self._put(key, _Entry(version, now, until, value))
        return value

    def _put(self, key: Hashable, entry: _Entry) -> None:
        self._entries.pop(key, None)
        if len(self._entries) >= self._most:
            del self._entries[next(iter(self._entries))]
        self._entries[key] = entry
