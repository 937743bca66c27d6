"""A migrated database is what the tables say."""

import asyncio

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.migrations.running import is_up_to_date, migrate
from storage.tables import metadata


def _differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), metadata))


async def test_the_migrations_build_what_the_tables_say(database_url: str) -> None:
    async with Database(database_url) as db:
        await migrate(db)

        async def differences(c: AsyncConnection) -> list[object]:
            return await c.run_sync(_differences)

        assert await db.read(differences) == []


async def test_copies_that_start_together_migrate_once(database_url: str) -> None:
    async with Database(database_url) as one, Database(database_url) as other:
        assert not await is_up_to_date(one)
        await asyncio.gather(migrate(one), migrate(other))
        assert await is_up_to_date(one)
        assert await is_up_to_date(other)
