"""The cache of a database: a value is computed once per version of its data, until its end."""

from collections.abc import Hashable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from storage.cache import Cache
from storage.database import Database
from storage.prepared import cache_of

EIGHT = datetime(2026, 11, 24, 7, tzinfo=UTC)


class Asked:
    """Gets a number from a cache, a new number for each computation."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self.times = 0

    async def get(
        self,
        key: str = "key",
        *,
        version: Hashable = 1,
        now: datetime | None = EIGHT,
        until: datetime | None = None,
    ) -> int:
        async def work() -> tuple[int, datetime | None]:
            self.times += 1
            return self.times, until

        return await self.cache.get(key, work, version=version, now=now)


@pytest.fixture
def numbered_cache() -> Asked:
    return Asked(Cache(most=3))


async def test_a_value_is_worked_out_once_for_each_key_and_version(numbered_cache: Asked) -> None:
    assert [await numbered_cache.get("a"), await numbered_cache.get("a"), await numbered_cache.get("b")] == [1, 1, 2]
    assert [await numbered_cache.get("a", version=2), await numbered_cache.get("a", version=2)] == [3, 3]
    assert await numbered_cache.get("a") == 4, (
        "the former version comes back where a write was undone, and its value does not"
    )


async def test_a_value_is_good_from_its_moment_to_its_end(numbered_cache: Asked) -> None:
    end = EIGHT + timedelta(hours=1)
    assert await numbered_cache.get(until=end) == 1
    assert await numbered_cache.get(now=end - timedelta(seconds=1), until=end) == 1
    assert await numbered_cache.get(now=end, until=None) == 2
    assert await numbered_cache.get(now=end + timedelta(days=365)) == 2
    assert await numbered_cache.get(now=end - timedelta(seconds=1)) == 3, "earlier than it was worked out for"


async def test_a_value_without_a_moment_is_good_at_any(numbered_cache: Asked) -> None:
    assert await numbered_cache.get(now=None, until=EIGHT) == 1
    assert await numbered_cache.get(now=None, until=EIGHT) == 1


async def test_nothing_is_cached_where_the_datas_version_is_unknown(numbered_cache: Asked) -> None:
    assert [await numbered_cache.get(version=None), await numbered_cache.get(version=None)] == [1, 2]


async def test_where_the_cache_is_full_the_value_cached_first_makes_room(numbered_cache: Asked) -> None:
    for key in ("a", "b", "c"):
        await numbered_cache.get(key)
    assert await numbered_cache.get("b", version=2) == 4
    assert await numbered_cache.get("a") == 1, "what is worked out anew takes its own room"
    assert await numbered_cache.get("d") == 5
    assert [await numbered_cache.get("c"), await numbered_cache.get("b", version=2), await numbered_cache.get("d")] == [
        3,
        4,
        5,
    ]
    assert await numbered_cache.get("e") == 6
    assert [await numbered_cache.get("b", version=2), await numbered_cache.get("d")] == [4, 5], "and is the newest then"
    assert await numbered_cache.get("c") == 7


async def test_readers_and_writers_of_a_database_share_its_cache_and_no_other(
    database_url: str, tmp_path: Path
) -> None:
    version = uuid4()

    async def value(db: Database) -> tuple[int, int]:
        read = await db.read(lambda c: Asked(cache_of(c)).get(version=version))
        written = await db.write(lambda c: Asked(cache_of(c)).get(version=version))
        return read, written

    async with Database(database_url) as one, Database(f"sqlite+aiosqlite:///{tmp_path}/other.db") as other:
        await one.cache.get("key", _seven, version=version, now=None)
        assert await value(one) == (7, 7)
        assert await value(other) == (1, 1)


async def _seven() -> tuple[int, None]:
    return 7, None
