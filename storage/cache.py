"""Values worked out of what a database holds, cached in this process.

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
    """A value, the version of the data it was worked out of, and the moments it is good for: `since` to before `until`.

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
    """The cached values of one database; where `most` are cached, the one cached first makes room for the next."""

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
        """The value of `work`, which returns it with the moment it expires at (None: with its data's version alone).

        `version` is that of the data which `work` reads, and is read before the data or with it; None caches nothing.
        `now` is the moment the value is worked out for, None where the value is the same at any.
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
