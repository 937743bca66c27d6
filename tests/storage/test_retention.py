"""What the tick asks of retention is found by an index, and a page of the record too."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.announced_deletions import due_looks
from storage.database import Database, Work
from storage.records import records_of
from tests.counting import recorded_statements
from tests.databases import make_tables

NOW = datetime(2026, 12, 1, tzinfo=UTC)
LOOKS: dict[str, Work[object]] = {
    "ix_municipality_settings_retention_at": partial(due_looks, now=NOW),
    "ix_records_municipality_at": partial(records_of, municipality="nes", most=11),
}


@pytest.mark.parametrize("index", LOOKS)
async def test_a_look_is_by_its_index(tmp_path: Path, index: str) -> None:
    async with Database(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}") as db:
        await make_tables(db)
        with recorded_statements(db) as ran:
            await db.read(LOOKS[index])

        async def plan(c: AsyncConnection) -> str:
            sql = ran[-1].replace("?", "1")
            return str((await c.execute(text(f"EXPLAIN QUERY PLAN {sql}"))).all())

        found = await db.read(plan)
        assert index in found
        assert "SCAN" not in found
